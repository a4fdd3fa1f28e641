import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, Tx } from '../../platform/postgres/tables.ts'
import { type Contest, contestOf } from '../scheme/index.ts'
import { combined } from './board.ts'
import { normalised } from './metrics.ts'

/** One run that has a score. */
export interface ScoredRun {
  readonly id: string
  readonly teamId: string
  readonly at: number
  readonly publicScore: number | null
  readonly privateScore: number | null
  readonly chosen: boolean
}

/** Scored runs on the hidden rows of a task, oldest first. */
export async function scoredRuns(db: Db | Tx, contestId: string, task: string): Promise<ScoredRun[]> {
  const rows = await db
    .selectFrom('contest_task_run')
    .select(['id', 'team_id', 'created_at', 'public_score', 'private_score', 'chosen'])
    .where('contest_id', '=', contestId)
    .where('task', '=', task)
    .where('kind', '=', 'hidden')
    .where('state', '=', 'scored')
    .where('counted', '=', true)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    teamId: row.team_id,
    at: row.created_at,
    publicScore: row.public_score,
    privateScore: row.private_score,
    chosen: row.chosen,
  }))
}

/** The run that decides for each team: the one that it chose, or else its last one. */
export function deciding(runs: readonly ScoredRun[]): Map<string, ScoredRun> {
  const found = new Map<string, ScoredRun>()
  for (const run of runs) {
    const before = found.get(run.teamId)
    if (!before?.chosen || run.chosen) found.set(run.teamId, run)
  }
  return found
}

/**
 * Score of each team on the hidden rows, 0 to 100, for the final: of each task the private score of the deciding run,
 * as the share of the way from the best constant to the perfect answer; over tasks the mean. Teams without any score are
 * not in the map, or null where they ran and reached nothing.
 */
export async function hiddenScores(db: Db | Tx, contestId: string): Promise<Map<string, number | null>> {
  const row = await db.selectFrom('contest').selectAll().where('id', '=', contestId).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'contest' })
  const contest: Contest = contestOf(row)
  const tasks = contest.scheme.final?.tasks ?? []
  const byTask: Map<string, number>[] = []
  for (const task of tasks) {
    const data = await db
      .selectFrom('contest_task')
      .select(['baseline', 'metric'])
      .where('contest_id', '=', contestId)
      .where('code', '=', task.code)
      .executeTakeFirst()
    const scores = new Map<string, number>()
    if (data)
      for (const [teamId, { privateScore }] of deciding(await scoredRuns(db, contestId, task.code)))
        if (privateScore !== null) scores.set(teamId, normalised(data.metric, privateScore, data.baseline))
    byTask.push(scores)
  }
  const ran = await db
    .selectFrom('contest_task_run')
    .select('team_id')
    .distinct()
    .where('contest_id', '=', contestId)
    .where('kind', '=', 'hidden')
    .execute()
  return new Map(ran.map(({ team_id: id }) => [id, combined(byTask.map((scores) => scores.get(id) ?? null))]))
}
