import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { FINAL, panelistsOf, standingConflicts } from '../../panel/index.ts'
import type { TurnRow } from './turns.ts'

export interface Judge {
  readonly expertId: string
  readonly userId: string
  readonly name: string
  /** Stands apart from this team: hears it, and has no sheet for it. */
  readonly apart: boolean
}

/** The judges of the final as they stand towards one team. Who has not declared yet judges nobody. */
export async function judgesOf(db: Db | Tx, contestId: string, teamId: string): Promise<Judge[]> {
  const conflicts = await standingConflicts(db, contestId)
  return (await panelistsOf(db, contestId, FINAL)).map(({ expertId, userId, name, declaredAt, state }) => ({
    expertId,
    userId,
    name,
    apart: declaredAt === null || state !== 'active' || conflicts.has(`${expertId} ${teamId}`),
  }))
}

/** Judges of the turn's team who have not handed in. */
export async function missingJudges(db: Db | Tx, contestId: string, turn: TurnRow): Promise<Judge[]> {
  const rows = await db
    .selectFrom('contest_live_score')
    .select('expert_id')
    .where('defence_id', '=', turn.id)
    .where('state', '=', 'submitted')
    .execute()
  const done = new Set(rows.map((row) => row.expert_id))
  return (await judgesOf(db, contestId, turn.team_id)).filter(
    ({ apart, expertId }) => !apart && !done.has(expertId),
  )
}
