import type { Core } from '../../safeguard/evidence/index.ts'
import { contestById } from '../scheme/index.ts'
import type { PublicResults } from '../tools.ts'
import { awardsOf, standingList } from './awards/store.ts'
import { admittedTeams } from './sources.ts'

/** Winners for everybody; null while nothing is published. What was revoked is not among them. */
export async function publicResults(
  core: Pick<Core, 'db'>,
  contestId: string,
): Promise<PublicResults | null> {
  const contest = await contestById(core, contestId)
  const list = await standingList(core.db, contestId)
  if (list?.state !== 'published' || list.published_at === null) return null
  const rows = (await awardsOf(core.db, contest)).filter((row) => row.revoked_at === null)
  const teams = await admittedTeams(core, contestId)
  const shown = await core.db
    .selectFrom('contest_showcase')
    .select(['team_id', 'summary'])
    .where('contest_id', '=', contestId)
    .execute()
  const summaries = new Map(shown.map((one) => [one.team_id, one.summary]))
  const winnersOf = (award: string) =>
    rows
      .filter((row) => row.award === award)
      .map((row) => {
        const card = teams.get(row.team_id)
        return {
          place: row.place,
          division: row.division,
          title: card?.team.title ?? '',
          team: card?.team.name ?? '',
          bodies: card?.bodies.map(({ name }) => name) ?? [],
          summary: summaries.get(row.team_id) ?? null,
        }
      })
  return {
    publishedAt: list.published_at,
    awards: contest.scheme.awards
      .map(({ code, titleZh, titleEn }) => ({ code, titleZh, titleEn, winners: winnersOf(code) }))
      .filter(({ winners }) => winners.length > 0),
  }
}
