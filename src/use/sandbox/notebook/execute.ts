import { isXinyuError } from '../../../kernel/errors/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { ProblemView } from '../../run/index.ts'
import { CELL_MOST_ROWS, PICTURE_ROW_BYTES, type ViewLease } from '../views/index.ts'
import { keepAwake, lostBecause, problemOf, refusalOf, unlessAborted, type WorkTools } from '../work/tools.ts'
import { beginCell, endCell, type Ended, failCell } from './keep.ts'
import type { CellTask } from './lane.ts'
import { createScreen, Done, type Screen } from './screen.ts'

/** Hears of everything that changes while a cell waits and runs. */
export interface CellTold {
  changed(task: CellTask): void
  /** It will not run: it looks as it did before. */
  dropped(task: CellTask): void
  output(task: CellTask, output: Screen['outputs'][number]): void
  /** Number of the next execution in this kernel; `fresh`: the kernel forgot everything. */
  count(task: CellTask): number
  fresh(task: CellTask): void
}

/**
 * One cell: a place among the heavy work, a step under the grant, the recording, the kernel, and what came out. Never
 * rejects: whatever happens is told beside the cell. False where it did not end well.
 */
export async function runCell(tools: WorkTools, task: CellTask, told: CellTold): Promise<boolean> {
  const { seat } = task
  const asleep = keepAwake(() => seat.touch())
  let release: ((cpuMs?: number) => void) | null = null
  let cpuMs = 0
  try {
    const signal = AbortSignal.any([task.stop.signal, seat.signal])
    release = await tools.seats.slot(seat.id, 'cell', signal, (place) => {
      task.view = { ...task.view, place }
      told.changed(task)
    })
    if (signal.aborted) return notRun(task, told)
    const done = await carryOut(tools, task, told)
    cpuMs = done.cpuMs
    return done.state === 'ok'
  } catch (error) {
    const begun = task.view.state === 'running'
    if (!begun && (task.stop.signal.aborted || seat.signal.aborted)) return notRun(task, told)
    return await refused(tools, task, told, error)
  } finally {
    release?.(cpuMs)
    asleep()
  }
}

async function carryOut(tools: WorkTools, task: CellTask, told: CellTold): Promise<Ended> {
  const { seat, cell, actor, notebookId } = task
  const { core, views } = tools
  const code = digestOf(cell.source)
  const leaf = await seat.step(actor, {
    kind: 'seat.cell',
    subject: { seat: seat.id, notebook: notebookId, code },
    payload: { language: cell.language, code: cell.source },
  })
  const startedAt = core.clock.now()
  task.view = { ...task.view, state: 'running', place: null, outputs: [], cut: false, problem: null }
  task.view = {
    ...task.view,
    count: told.count(task),
    ranBy: actor.userId,
    ranAt: startedAt,
    elapsedMs: null,
  }
  await beginCell(tools, task, leaf)
  told.changed(task)
  const lease = await views.lease(seat.projectId, CELL_MOST_ROWS)
  const screen = createScreen(lease.rows)
  const done = await play(tools, task, told, screen, lease)
  if (done.state === 'died' || done.state === 'memory') told.fresh(task)
  const cut = screen.cut || done.cut
  const ended: Ended = {
    state: done.state,
    outputs: screen.outputs,
    rows: screen.rows,
    cut,
    capped: cut && lease.capped,
    elapsedMs: done.elapsedMs,
    cpuMs: done.cpuMs,
    problem: done.problem ?? problemIn(tools, task, done.state, cut && lease.capped ? lease.most : null),
    tables: known(task, done.tables),
    code,
    leaf,
  }
  await kept(tools, task, ended, lease)
  task.view = {
    ...task.view,
    state: ended.state,
    outputs: [...ended.outputs],
    cut,
    elapsedMs: ended.elapsedMs,
    problem: ended.problem,
  }
  told.changed(task)
  return ended
}

type Played = Omit<Done, 'kind'> & { readonly problem: ProblemView | null }

/** The kernel's events until it is done, or until the seat is taken away under it: then nothing more is shown. */
async function play(
  { core }: WorkTools,
  task: CellTask,
  told: CellTold,
  screen: Screen,
  lease: ViewLease,
): Promise<Played> {
  const { seat, cell } = task
  const began = core.clock.now()
  const ended = (state: Played['state'], problem: ProblemView | null): Played => ({
    state,
    elapsedMs: Math.max(0, core.clock.now() - began),
    cpuMs: 0,
    cut: false,
    tables: [],
    problem,
  })
  try {
    const kernel = await unlessAborted(seat.box.kernel(), seat.signal)
    if (kernel === null) return ended('died', lostBecause(seat.signal.reason))
    if (task.stop.signal.aborted) return ended('interrupted', null)
    const work = {
      language: cell.language as 'python' | 'sql' | 'r',
      code: cell.source,
      timeMs: core.config.sandbox.cellSeconds * 1000,
      maxRows: lease.rows,
      maxBytes: lease.rows * PICTURE_ROW_BYTES,
    }
    const events = kernel.execute(work)[Symbol.asyncIterator]()
    let done: Done | null = null
    // To its very end, past `done`: only then is the kernel free for the next cell.
    for (;;) {
      const next = await unlessAborted(events.next(), seat.signal)
      if (next === null) return ended('died', lostBecause(seat.signal.reason))
      if (next.done) return done ? { ...done, problem: null } : ended('died', null)
      if (next.value.kind === 'done') {
        done ??= Done.safeParse(next.value).data ?? null
        continue
      }
      const shown = done ? null : screen.take(next.value)
      if (shown === null) continue
      await lease.ahead(screen.rows)
      told.output(task, shown)
    }
  } catch (error) {
    if (isXinyuError(error)) return ended('died', refusalOf(error))
    core.log.error({ err: error, seat: seat.id }, 'a kernel failed')
    return ended('died', null)
  }
}

function problemIn(
  { core }: WorkTools,
  { seat }: CellTask,
  state: Done['state'],
  cappedAt: number | null,
): ProblemView | null {
  const { cellSeconds } = core.config.sandbox
  if (state === 'time') return problemOf('CELL_TIME', { seconds: cellSeconds })
  if (state === 'memory')
    return problemOf('CELL_MEMORY', { mib: Math.round(seat.limits.memoryBytes / 1_048_576) })
  if (state === 'died') return problemOf('CELL_DIED')
  return cappedAt === null ? null : problemOf('VIEW_CAPPED', { most: cappedAt })
}

/** The kernel says which tables it opened: only names that the seat really has are believed, they go into evidence. */
function known({ seat }: CellTask, names: readonly string[]): string[] {
  const there = new Set(seat.tables.map(({ name }) => name))
  return [...new Set(names)].filter((name) => there.has(name))
}

/** What was shown stays paid for, even where it could not be kept. */
async function kept(tools: WorkTools, task: CellTask, ended: Ended, lease: ViewLease): Promise<void> {
  await endCell(tools, task, ended, lease)
  lease.done()
}

function notRun(task: CellTask, told: CellTold): false {
  told.dropped(task)
  return false
}

/** No place, no grant, no evidence: refused, and said so beside the cell. */
async function refused(tools: WorkTools, task: CellTask, told: CellTold, error: unknown): Promise<false> {
  const { log } = tools.core
  const known = isXinyuError(error)
  if (!known) log.error({ err: error, seat: task.seat.id }, 'a cell failed unexpectedly')
  const state = task.view.state === 'running' ? 'died' : 'refused'
  const problem = known ? refusalOf(error) : problemOf('CELL_DIED')
  task.view = { ...task.view, state, place: null, problem }
  await failCell(tools, task, state, problem).catch((failure: unknown) =>
    log.error({ err: failure, seat: task.seat.id }, 'the state of a cell could not be kept'),
  )
  told.changed(task)
  return false
}
