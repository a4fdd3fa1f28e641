import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import type { Origin } from '../../run/index.ts'
import type { Cell, CellView, NotebookBrief } from '../model.ts'
import type { LiveSeat } from '../seats/live.ts'
import type { WorkTools } from '../work/tools.ts'
import { type CellTold, runCell } from './execute.ts'
import { type CellTask, createLanes } from './lane.ts'
import { QUEUE_MOST } from './model.ts'
import { type CellResult, NEVER_RAN, notebookRow, resultsOf } from './store.ts'

/** Cells at work: what waits, runs, is interrupted and forgotten. */
export interface Notebooks {
  /** @throws XinyuError NOT_FOUND, CELL_NOT_CODE, CELL_BUSY, CELL_QUEUE and what entering a seat throws */
  run(actor: UserActor, at: CellAt, origin: Origin): Promise<Running>
  /** Every cell with code, from one on, in order; stops at the first that fails. */
  runAll(actor: UserActor, at: NotebookAt & { readonly from?: string }, origin: Origin): Promise<CellView[]>
  /** As Ctrl-C for the cell that runs, and nothing more of this notebook. How many were stopped. */
  interrupt(actor: UserActor, at: NotebookAt, origin: Origin): Promise<number>
  /** Forgets all variables of the seat. */
  restart(actor: UserActor, seatId: string, origin: Origin): Promise<void>
  /** What waits and runs of a notebook in this moment. */
  live(seatId: string, notebookId: string): ReadonlyMap<string, CellResult>
  /** Tells those who look on that a notebook was saved or removed. */
  tell(brief: NotebookBrief, removed?: boolean): void
  settled(): Promise<void>
}

export interface NotebookAt {
  readonly seatId: string
  readonly notebookId: string
}
export interface CellAt extends NotebookAt {
  readonly cellId: string
}
export interface Running {
  /** As it is now. */
  now(): Promise<CellView>
  readonly over: Promise<void>
}

export function createNotebooks(tools: WorkTools): Notebooks {
  const { core, seats, recording } = tools
  /** How many cells each interpreter has run. Another seat object is another interpreter. */
  const counts = new WeakMap<LiveSeat, number>()

  const tellCell = (task: CellTask, view: CellResult) =>
    seats.bus.tell(task.seat.id, 'cell', {
      notebookId: task.notebookId,
      cell: { ...task.cell, ...view } as never,
    })
  const dropped = (task: CellTask) =>
    void resultsOf(core.db, task.notebookId)
      .then((results) => tellCell(task, results.get(task.cell.id) ?? NEVER_RAN))
      .catch((error: unknown) => core.log.warn({ err: error }, 'a cell that was dropped could not be told'))
  const told: CellTold = {
    changed: (task) => tellCell(task, task.view),
    dropped,
    output: ({ seat, notebookId, cell }, output) =>
      seats.bus.tell(seat.id, 'output', { notebookId, cellId: cell.id, output: output as never }),
    count({ seat }) {
      const count = (counts.get(seat) ?? 0) + 1
      counts.set(seat, count)
      return count
    },
    fresh: ({ seat }) => void counts.delete(seat),
  }
  const lanes = createLanes((task) => runCell(tools, task, told), dropped)

  // Somebody who may work no more has nothing running either.
  core.events.on('user.suspended', async ({ userId }) => {
    for (const seatId of lanes.seats()) {
      lanes.drop(seatId, ({ actor }) => actor.userId === userId)
      const task = lanes.running(seatId)
      if (task?.actor.userId === userId) await stop(task)
    }
  })

  const start = async (actor: UserActor, at: NotebookAt, origin: Origin, cells: readonly Cell[]) => {
    const seat = await seats.enter(actor, at.seatId, origin)
    const results = await resultsOf(core.db, at.notebookId)
    // From here on nothing is waited for: two who ask for one cell at once are not both let in.
    const waiting = lanes.of(at.seatId)
    const busy = new Set(waiting.flatMap((task) => (task.notebookId === at.notebookId ? task.cell.id : [])))
    if (cells.some(({ id }) => busy.has(id))) throw new XinyuError('CELL_BUSY')
    if (waiting.length + cells.length > QUEUE_MOST) throw new XinyuError('CELL_QUEUE', { most: QUEUE_MOST })
    const batch = Symbol('cells asked for together')
    const tasks = cells.map((cell): CellTask => {
      const before = results.get(cell.id) ?? NEVER_RAN
      const view = { ...before, state: 'waiting' as const, problem: null, ranBy: actor.userId }
      const stop = new AbortController()
      return {
        actor,
        seat,
        notebookId: at.notebookId,
        cell,
        batch,
        stop,
        view,
        over: Promise.withResolvers(),
      }
    })
    for (const task of tasks) told.changed(task)
    lanes.add(tasks)
    return tasks
  }
  const stop = async (task: CellTask): Promise<void> => {
    task.stop.abort()
    if (task.view.state !== 'running') return
    await (await task.seat.box.kernel()).interrupt()
  }

  return {
    async run(actor, at, origin) {
      await seats.own(actor, at.seatId)
      const row = await notebookRow(core.db, at.seatId, at.notebookId)
      const cell = row.cells.find(({ id }) => id === at.cellId)
      if (!cell) throw new XinyuError('NOT_FOUND', { what: 'cell' })
      if (cell.language === 'markdown') throw new XinyuError('CELL_NOT_CODE')
      const [task] = await start(actor, at, origin, [cell])
      return {
        over: task!.over.promise,
        async now() {
          if (task!.view.state !== 'waiting') return { ...cell, ...task!.view }
          const dropped = !lanes.of(at.seatId).includes(task!)
          const results = dropped ? await resultsOf(core.db, at.notebookId) : null
          return { ...cell, ...(results ? (results.get(cell.id) ?? NEVER_RAN) : task!.view) }
        },
      }
    },
    async runAll(actor, at, origin) {
      await seats.own(actor, at.seatId)
      const row = await notebookRow(core.db, at.seatId, at.notebookId)
      const first = at.from === undefined ? 0 : row.cells.findIndex(({ id }) => id === at.from)
      if (first < 0) throw new XinyuError('NOT_FOUND', { what: 'cell' })
      const cells = row.cells.slice(first).filter(({ language }) => language !== 'markdown')
      const tasks = await start(actor, at, origin, cells)
      return tasks.map(({ cell, view }) => ({ ...cell, ...view }))
    },
    async interrupt(actor, { seatId, notebookId }, origin) {
      await seats.enter(actor, seatId, origin)
      await notebookRow(core.db, seatId, notebookId)
      const waiting = lanes.drop(seatId, (task) => task.notebookId === notebookId)
      const task = lanes.running(seatId)
      if (task?.notebookId !== notebookId) return waiting
      await stop(task)
      return waiting + 1
    },
    async restart(actor, seatId, origin) {
      const seat = await seats.enter(actor, seatId, origin)
      lanes.drop(seatId, () => true)
      const task = lanes.running(seatId)
      if (task) {
        await stop(task)
        await task.over.promise
      }
      const kernel = await seat.box.kernel()
      await kernel.restart()
      counts.delete(seat)
      const acted = await act(core, actor, async ({ note }) =>
        note({ kind: 'seat.restarted', subject: { seat: seatId, consumer: seat.consumerId } }),
      )
      const leaf = acted.entries[0]!.leaf
      await recording.keep({ seatId, userId: actor.userId, kind: 'state', text: 'restarted', leaf })
    },
    live: (seatId, notebookId) =>
      new Map(
        lanes
          .of(seatId)
          .flatMap((task) => (task.notebookId === notebookId ? [[task.cell.id, task.view]] : [])),
      ),
    tell: (brief, removed = false) =>
      seats.bus.tell(brief.seatId, 'notebook', { ...brief, ...(removed ? { deleted: true } : {}) }),
    settled: () => lanes.settled(),
  }
}
