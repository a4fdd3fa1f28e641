import type { Db, Tx } from '../../platform/postgres/index.ts'
import type { FinalSettings } from './model.ts'

type Reader = Db | Tx

/** Teams that were taken into the final. */
export async function finalists(db: Reader, contestId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('contest_finalist')
    .select('team_id')
    .where('contest_id', '=', contestId)
    .execute()
  return new Set(rows.map((row) => row.team_id))
}

/** Teams in the order of the lot; empty until it is drawn. */
export async function defenceOrder(
  db: Reader,
  contestId: string,
): Promise<{ teamId: string; place: number }[]> {
  const rows = await db
    .selectFrom('contest_defence')
    .select(['team_id', 'place'])
    .where('contest_id', '=', contestId)
    .where('run', '=', 1)
    .orderBy('place')
    .execute()
  return rows.map((row) => ({ teamId: row.team_id, place: row.place }))
}

/** Body and project of each finalist in the space, as far as they are there. */
export async function finalProjects(
  db: Reader,
  contestId: string,
): Promise<Map<string, { participantId: string | null; projectId: string | null }>> {
  const rows = await db
    .selectFrom('contest_finalist')
    .select(['team_id', 'participant_id', 'project_id'])
    .where('contest_id', '=', contestId)
    .execute()
  return new Map(
    rows.map((row) => [row.team_id, { participantId: row.participant_id, projectId: row.project_id }]),
  )
}

/** The user of the space that a member became; null before. */
export async function userOfEntrant(
  db: Reader,
  contestId: string,
  entrantId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('contest_finalist_member')
    .select('user_id')
    .where('contest_id', '=', contestId)
    .where('entrant_id', '=', entrantId)
    .where('user_id', 'is not', null)
    .executeTakeFirst()
  return row?.user_id ?? null
}

export async function finalSettings(db: Reader, contestId: string): Promise<FinalSettings> {
  const row = await db
    .selectFrom('contest_final')
    .selectAll()
    .where('contest_id', '=', contestId)
    .executeTakeFirst()
  return {
    offers: row?.offers ?? [],
    needs: row?.needs ?? null,
    checkin: row?.checkin ?? false,
    zones: row?.zones ?? [],
    presidingId: row?.presiding_id ?? null,
  }
}
