import type { Selectable } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Db, Tables, Tx } from '../../../platform/postgres/tables.ts'
import { type Team, teamsIn } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import type { After } from '../sources.ts'
import type { AwardListView, AwardView } from './model.ts'
import { proposed, type Standing, standingOf } from './proposal.ts'
import { prizeSum } from './rules.ts'

export type ListRow = Selectable<Tables['contest_award_list']>
export type AwardRecord = Selectable<Tables['contest_award']>

/** @throws XinyuError NOT_FOUND */
export async function listRow(db: Db | Tx, contestId: string, listId: string): Promise<ListRow> {
  const row = await db
    .selectFrom('contest_award_list')
    .selectAll()
    .where('id', '=', listId)
    .where('contest_id', '=', contestId)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'list of awards' })
  return row
}

/** The one that counts: proposed, checked or published. */
export const standingList = (db: Db | Tx, contestId: string): Promise<ListRow | undefined> =>
  db
    .selectFrom('contest_award_list')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('state', 'in', ['proposed', 'checked', 'published'])
    .executeTakeFirst()

/** The newest lists, the newest first. */
export const listsOf = (db: Db, contestId: string): Promise<ListRow[]> =>
  db
    .selectFrom('contest_award_list')
    .selectAll()
    .where('contest_id', '=', contestId)
    .orderBy('number', 'desc')
    .limit(50)
    .execute()

/** What the organiser sees of lists. The ranking is read once for all of them. */
export async function listViews(
  after: After,
  contest: Contest,
  rows: readonly ListRow[],
): Promise<AwardListView[]> {
  const standing = await standingOf(after, contest)
  const teams = new Map((await teamsIn(after.core.db, contest.id)).map((team) => [team.id, team]))
  return rows.map((row) => viewOf(contest, standing, teams, row))
}

function viewOf(
  contest: Contest,
  standing: Standing | null,
  teams: ReadonlyMap<string, Team>,
  row: ListRow,
): AwardListView {
  const named = (teamId: string) => {
    const team = teams.get(teamId)
    return { teamId, number: team?.number ?? null, name: team?.name ?? '', title: team?.title ?? '' }
  }
  const { awards } = contest.scheme
  const scores = new Map(standing?.ranking.map((one) => [one.teamId, one.score]))
  const outdated = row.state !== 'published' && standing?.digest !== row.ranking_digest
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    rows: row.awards.map((one) => {
      const award = awards.find(({ code }) => code === one.award)
      return {
        ...named(one.teamId),
        ...one,
        score: scores.get(one.teamId) ?? null,
        prizeFen: award?.prizeFen ?? 0,
        recommend: award?.recommend ?? false,
        bodies: standing?.teams.get(one.teamId)?.bodies.map(({ name }) => name) ?? [],
      }
    }),
    borders: row.borders.map(({ teamIds, ...border }) => ({ ...border, teams: teamIds.map(named) })),
    vacant: [...vacantOf(contest, standing, row)],
    exclusions: row.exclusions.map((one) => ({ ...named(one.teamId), reason: one.reason })),
    decisions: row.decisions.map((one) => ({ ...one, teamIds: [...one.teamIds] })),
    prizeFen: prizeSum(row.awards, awards),
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    checkedBy: row.checked_by,
    checkedAt: row.checked_at,
    returnReason: row.return_reason,
    publishAt: row.publish_at,
    publishedAt: row.published_at,
    outdated,
  }
}

/** Of a ranking that has changed since nothing is said. Reads only: a list of before must never break the page. */
const vacantOf = (contest: Contest, standing: Standing | null, row: ListRow) =>
  standing?.digest === row.ranking_digest ? proposed(contest, standing, row).vacant : []

/** Published awards in the order of the scheme, then division and place. */
export async function awardsOf(db: Db, contest: Contest): Promise<AwardRecord[]> {
  const rows = await db.selectFrom('contest_award').selectAll().where('contest_id', '=', contest.id).execute()
  const { awards, divisions } = contest.scheme
  const at = (list: readonly { code: string }[], code: string) => list.findIndex((one) => one.code === code)
  return rows.sort(
    (a, b) =>
      at(awards, a.award) - at(awards, b.award) ||
      perDivision(contest, a) * (at(divisions, a.division) - at(divisions, b.division)) ||
      a.place - b.place,
  )
}

const perDivision = ({ scheme }: Contest, { award }: AwardRecord): number =>
  scheme.awards.find((one) => one.code === award)?.per === 'division' ? 1 : 0

/** Published awards with what came of their certificates. */
export async function awardViews(
  db: Db,
  contest: Contest,
  { offset, limit }: Page,
): Promise<{ items: AwardView[]; total: number }> {
  const rows = await awardsOf(db, contest)
  const certificates = await db
    .selectFrom('contest_certificate')
    .select(['award_id', 'pdf_digest', 'bytes', 'issued_at', 'emptied_at'])
    .where('contest_id', '=', contest.id)
    .execute()
  const made = new Map(certificates.map((one) => [one.award_id, one]))
  const teams = new Map((await teamsIn(db, contest.id)).map((team) => [team.id, team]))
  const items = rows.slice(offset, offset + limit).map((row) => {
    const certificate = made.get(row.id)
    return {
      id: row.id,
      award: row.award,
      teamId: row.team_id,
      teamName: teams.get(row.team_id)?.name ?? '',
      title: teams.get(row.team_id)?.title ?? '',
      division: row.division,
      place: row.place,
      rank: row.rank,
      prizeFen: row.prize_fen,
      recommend: row.recommend,
      number: row.number,
      publishedAt: row.published_at,
      revokedAt: row.revoked_at,
      revokeReason: row.revoke_reason,
      certificate: certificate
        ? {
            digest: certificate.pdf_digest,
            bytes: certificate.bytes,
            issuedAt: certificate.issued_at,
            kept: certificate.emptied_at === null,
          }
        : null,
    }
  })
  return { items, total: rows.length }
}
