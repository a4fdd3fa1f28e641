import type { Selectable } from 'kysely'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, Tables, Tx } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Contest } from '../scheme/index.ts'
import type { Ranked } from './rank/index.ts'

type Reader = Db | Tx
export type SheetRow = Selectable<Tables['contest_sheet']>
export type RankingRow = Selectable<Tables['contest_ranking']>

/** The latest ranking of a round. */
export async function latestRanking(
  db: Reader,
  contestId: string,
  round: string,
): Promise<RankingRow | null> {
  const row = await db
    .selectFrom('contest_ranking')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('round', '=', round)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Nothing is taken any more: the round is ranked, or the whole contest is closed. */
export const isFrozen = async (db: Reader, contest: Contest, round: string): Promise<boolean> =>
  contest.state === 'closed' || (await latestRanking(db, contest.id, round)) !== null

/** @throws XinyuError RANKING_MISSING */
export async function mustHaveRanking(db: Reader, contestId: string, round: string): Promise<RankingRow> {
  const row = await latestRanking(db, contestId, round)
  if (!row) throw new XinyuError('RANKING_MISSING')
  return row
}

/** The latest ranking that teams may know of at a moment. */
export async function publishedRanking(
  db: Reader,
  contestId: string,
  round: string,
  now: number,
): Promise<RankingRow | null> {
  const row = await db
    .selectFrom('contest_ranking')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('round', '=', round)
    .where('published_at', '<=', now)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** The latest frozen order of a round, published or not; null while there is none. */
export async function rankingOf(db: Reader, contestId: string, round: string): Promise<Ranked[] | null> {
  const row = await latestRanking(db, contestId, round)
  return row ? [...row.rows] : null
}

/** The short list as it was decided, published or not: what the organiser prepares the next step from. */
export async function shortlisted(
  db: Reader,
  contestId: string,
  round: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('contest_shortlist')
    .select('team_id')
    .where('contest_id', '=', contestId)
    .where('round', '=', round)
    .execute()
  return new Set(rows.map(({ team_id }) => team_id))
}

/** Who may hand in for the round after: known from the moment of publication, so that an open door tells no result. */
export async function goesOn(
  core: Pick<Core, 'db' | 'clock'>,
  contestId: string,
  round: string,
): Promise<ReadonlySet<string>> {
  const row = await publishedRanking(core.db, contestId, round, core.clock.now())
  return new Set(row?.on_ids ?? [])
}

/** Sheets of a round by their assignment. */
export async function sheetsOf(db: Reader, contestId: string, round: string): Promise<Map<string, SheetRow>> {
  const rows = await db
    .selectFrom('contest_sheet')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('round', '=', round)
    .execute()
  return new Map(rows.map((row) => [row.assignment_id, row]))
}
