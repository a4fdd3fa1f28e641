import type { Selectable } from 'kysely'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, Tables, Tx } from '../../platform/postgres/tables.ts'
import type { Contest, HiddenTask } from '../scheme/index.ts'

export type TaskRow = Selectable<Tables['contest_task']>
export type RunRow = Selectable<Tables['contest_task_run']>
export type ArtefactRow = Selectable<Tables['contest_artefact']>

/** @throws XinyuError NOT_FOUND */
export function taskOf({ scheme }: Contest, code: string): HiddenTask {
  const task = scheme.final?.tasks.find((one) => one.code === code)
  if (!task) throw new XinyuError('NOT_FOUND', { what: 'task' })
  return task
}

export const dataOf = (db: Db | Tx, contestId: string, code: string): Promise<TaskRow | undefined> =>
  db
    .selectFrom('contest_task')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('code', '=', code)
    .executeTakeFirst()

/** @throws XinyuError CONTEST_TASK_NOT_READY */
export async function readyData(db: Db | Tx, contestId: string, code: string): Promise<TaskRow> {
  const row = await dataOf(db, contestId, code)
  if (!row) throw new XinyuError('CONTEST_TASK_NOT_READY')
  return row
}

/** Everything of a run but its log and its key. */
export const RUN_BRIEF = [
  'id',
  'contest_id',
  'task',
  'team_id',
  'artefact_id',
  'digest',
  'kind',
  'state',
  'starts',
  'created_at',
  'started_at',
  'ended_at',
  'answer_at',
  'answered_at',
  'public_score',
  'private_score',
  'problem_kind',
  'counted',
  'chosen',
  'cpu_ms',
  'predictions_digest',
  'leaf',
] as const satisfies readonly (keyof RunRow)[]
export type RunBrief = Pick<RunRow, (typeof RUN_BRIEF)[number]>

/** Runs of one team in one task, the newest first. */
export const runsOfTeam = (db: Db | Tx, teamId: string, task: string): Promise<RunBrief[]> =>
  db
    .selectFrom('contest_task_run')
    .select(RUN_BRIEF)
    .where('team_id', '=', teamId)
    .where('task', '=', task)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** @throws XinyuError NOT_FOUND */
export async function runOfTeam(
  db: Db | Tx,
  { runId, teamId, task }: { readonly runId: string; readonly teamId: string; readonly task: string },
): Promise<RunRow> {
  const row = await db
    .selectFrom('contest_task_run')
    .selectAll()
    .where('id', '=', runId)
    .where('team_id', '=', teamId)
    .where('task', '=', task)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'run' })
  return row
}

export async function artefactsById(db: Db | Tx, ids: readonly string[]): Promise<Map<string, ArtefactRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('contest_artefact')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Runs begun by each team within the day before a moment. */
export async function begunByTeam(
  db: Db | Tx,
  kind: RunRow['kind'],
  until: number,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('contest_task_run')
    .select((eb) => ['team_id', eb.fn.countAll<number>().as('count')])
    .where('kind', '=', kind)
    .where('started_at', '>', until - 86_400_000)
    .where('started_at', '<=', until)
    .groupBy('team_id')
    .execute()
  return new Map(rows.map((row) => [row.team_id, row.count]))
}

/** How many runs on hidden rows are in each state. */
export async function countRuns(
  db: Db | Tx,
  contestId: string,
  task: string,
): Promise<Record<RunRow['state'], number>> {
  const rows = await db
    .selectFrom('contest_task_run')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where('contest_id', '=', contestId)
    .where('task', '=', task)
    .where('kind', '=', 'hidden')
    .groupBy('state')
    .execute()
  const counts = { queued: 0, running: 0, scored: 0, failed: 0, cancelled: 0 }
  for (const { state, count } of rows) counts[state] = count
  return counts
}
