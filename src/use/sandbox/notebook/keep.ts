import type { ProblemView } from '../../run/index.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import type { CellOutput, CellView } from '../model.ts'
import { storable } from '../text.ts'
import type { ViewLease } from '../views/index.ts'
import { problemOf, type WorkTools } from '../work/tools.ts'
import type { CellTask } from './lane.ts'

/** A cell that has run: what is kept of it. */
export interface Ended {
  readonly state: Exclude<CellView['state'], 'idle' | 'waiting' | 'running' | 'refused'>
  readonly outputs: readonly CellOutput[]
  /** Rows looked at. */
  readonly rows: number
  readonly cut: boolean
  /** Held back because the day's views are used up. */
  readonly capped: boolean
  readonly elapsedMs: number
  readonly cpuMs: number
  readonly problem: ProblemView | null
  readonly tables: readonly string[]
  readonly code: string
  readonly leaf: number
}

/** What is about to run is recorded before it runs; after a crash it is found as running. */
export async function beginCell({ core, recording }: WorkTools, task: CellTask, leaf: number): Promise<void> {
  const { notebookId, cell, actor, seat, view } = task
  const row = {
    state: 'running' as const,
    outputs: '[]',
    cut: false,
    count: view.count,
    elapsed_ms: null,
    ran_by: actor.userId,
    ran_at: view.ranAt ?? core.clock.now(),
    problem: null,
  }
  await core.db.transaction().execute(async (tx) => {
    // A notebook that a colleague has just removed keeps nothing; its cell runs and is recorded all the same.
    const there = await tx
      .selectFrom('seat_notebook')
      .select('id')
      .where('id', '=', notebookId)
      .forKeyShare()
      .executeTakeFirst()
    if (there)
      await tx
        .insertInto('seat_cell')
        .values({ notebook_id: notebookId, cell_id: cell.id, ...row })
        .onConflict((conflict) => conflict.columns(['notebook_id', 'cell_id']).doUpdateSet(row))
        .execute()
    await recording.keepIn(tx, {
      seatId: seat.id,
      userId: actor.userId,
      kind: 'cell',
      notebookId,
      cellId: cell.id,
      text: cell.source,
      leaf,
    })
  })
}

/** A cell that was refused, or whose end could not be kept. */
export async function failCell(
  { core }: WorkTools,
  { notebookId, cell, actor }: CellTask,
  state: 'died' | 'refused',
  problem: ProblemView,
): Promise<void> {
  const there = await core.db
    .selectFrom('seat_notebook')
    .select('id')
    .where('id', '=', notebookId)
    .executeTakeFirst()
  if (!there) return
  const row = { state, problem: JSON.stringify(problem) }
  const never = { outputs: '[]', cut: false, count: null, elapsed_ms: null }
  await core.db
    .insertInto('seat_cell')
    .values({
      notebook_id: notebookId,
      cell_id: cell.id,
      ...row,
      ...never,
      ran_by: actor.userId,
      ran_at: core.clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['notebook_id', 'cell_id']).doUpdateSet(row))
    .execute()
}

/** Outputs, what they cost, the recording and the evidence in one transaction; the tables that were opened as steps. */
export async function endCell(
  { core, recording }: WorkTools,
  task: CellTask,
  ended: Ended,
  lease: ViewLease,
): Promise<void> {
  const { seat, actor, notebookId, cell } = task
  const of = { seatId: seat.id, userId: actor.userId, notebookId, cellId: cell.id }
  const opened = await tableSteps(task, ended)
  const outputs = storable([...ended.outputs])
  const bytes = Buffer.byteLength(JSON.stringify(outputs))
  const { state, rows, elapsedMs, cpuMs, cut, code } = ended
  await act(core, actor, async ({ tx, note, emit }) => {
    await tx
      .updateTable('seat_cell')
      .set({
        state,
        outputs: JSON.stringify(outputs),
        cut,
        elapsed_ms: elapsedMs,
        problem: ended.problem === null ? null : JSON.stringify(ended.problem),
      })
      .where('notebook_id', '=', notebookId)
      .where('cell_id', '=', cell.id)
      .execute()
    await lease.pay(tx, rows)
    await recording.keepIn(tx, [
      ...opened.map(({ name, leaf }) => ({ ...of, kind: 'table' as const, text: name, leaf })),
      { ...of, kind: 'output', text: state, outputs, leaf: ended.leaf },
      ...(ended.capped ? [{ ...of, kind: 'capped' as const, text: 'cell', leaf: ended.leaf }] : []),
    ])
    note({
      kind: 'seat.cell_ended',
      subject: { seat: seat.id, notebook: notebookId, consumer: seat.consumerId, code },
      payload: { state, rows, bytes, elapsedMs, cpuMs, cut, capped: ended.capped },
    })
    const who = {
      seatId: seat.id,
      userId: actor.userId,
      projectId: seat.projectId,
      consumerId: seat.consumerId,
    }
    emit('seat.cell', { ...who, state, rows, bytes, elapsedMs, cpuMs, code, source: cell.source, outputs })
    if (ended.capped) emit('seat.capped', who)
  })
}

/** Each project table that was opened is a step of its own; after a grant that ended meanwhile there is none to write. */
async function tableSteps(
  { seat, actor, notebookId }: CellTask,
  { tables, code }: Ended,
): Promise<{ name: string; leaf: number | null }[]> {
  const opened = []
  for (const name of tables) {
    // A table that the team brought has a name of the team's making: it stays out of the entry.
    const ours = seat.tables.some((table) => table.name === name && table.origin === 'project')
    const subject = { seat: seat.id, notebook: notebookId, code, ...(ours ? { table: name } : {}) }
    const step = { kind: 'seat.table', subject, payload: { table: name } } as const
    const leaf = await seat.step(actor, step).catch((error: unknown) => {
      if (isXinyuError(error)) return null
      throw error
    })
    opened.push({ name, leaf })
  }
  return opened
}

/** After a killed server: cells that ran are dead. What they showed before was paid ahead. */
export async function recoverCells({
  core,
  recording,
}: Pick<WorkTools, 'core' | 'recording'>): Promise<number> {
  const lost = await core.db
    .selectFrom('seat_cell')
    .innerJoin('seat_notebook', 'seat_notebook.id', 'seat_cell.notebook_id')
    .select(['notebook_id', 'cell_id', 'ran_by', 'seat_notebook.seat_id as seat_id'])
    .where('seat_cell.state', '=', 'running')
    .execute()
  if (lost.length === 0) return 0
  const problem = problemOf('CELL_LOST', { whyZh: '服务重新启动', whyEn: 'the server was restarted' })
  await act(core, systemActor('recovery'), async ({ tx, note }) => {
    for (const row of lost) {
      await tx
        .updateTable('seat_cell')
        .set({ state: 'died', problem: JSON.stringify(problem) })
        .where('notebook_id', '=', row.notebook_id)
        .where('cell_id', '=', row.cell_id)
        .execute()
      note({ kind: 'seat.cell_lost', subject: { seat: row.seat_id, notebook: row.notebook_id } })
    }
    await recording.keepIn(
      tx,
      lost.map((row) => ({
        seatId: row.seat_id,
        userId: row.ran_by,
        kind: 'output' as const,
        notebookId: row.notebook_id,
        cellId: row.cell_id,
        text: 'died',
        leaf: null,
      })),
    )
  })
  return lost.length
}
