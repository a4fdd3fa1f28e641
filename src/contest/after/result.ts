import type { Core } from '../../safeguard/evidence/index.ts'
import { mustBeMember } from '../entry/index.ts'
import { announcedContest } from '../scheme/index.ts'
import { standingList } from './awards/store.ts'
import { greenChannels } from './follow/store.ts'
import type { ResultView } from './model.ts'

/** @throws XinyuError NOT_FOUND */
export async function resultOf(core: Core, contestId: string, entrantId: string): Promise<ResultView> {
  const contest = await announcedContest(core, contestId)
  const team = await mustBeMember(core, contestId, entrantId)
  const { scheme } = contest
  const list = await standingList(core.db, contestId)
  const publishedAt = list?.state === 'published' ? list.published_at : null
  const award = await core.db
    .selectFrom('contest_award as a')
    .leftJoin('contest_certificate as c', 'c.award_id', 'a.id')
    .selectAll('a')
    .select(['c.issued_at', 'c.emptied_at'])
    .where('a.contest_id', '=', contestId)
    .where('a.team_id', '=', team.id)
    .executeTakeFirst()
  const showcase = await core.db
    .selectFrom('contest_showcase')
    .select(['summary', 'at'])
    .where('team_id', '=', team.id)
    .executeTakeFirst()
  const channels = await greenChannels(core, { teamId: team.id }, { offset: 0, limit: 1 })
  const title = scheme.awards.find((one) => one.code === award?.award)
  const division = scheme.divisions.find((one) => one.code === award?.division)
  return {
    contestId,
    code: contest.code,
    titleZh: scheme.titleZh,
    titleEn: scheme.titleEn,
    team: team.name,
    title: team.title,
    captain: team.captainId === entrantId,
    publishedAt,
    award: award
      ? {
          titleZh: title?.titleZh ?? award.award,
          titleEn: title?.titleEn ?? award.award,
          divisionZh: division?.titleZh ?? award.division,
          divisionEn: division?.titleEn ?? award.division,
          place: award.place,
          prizeFen: award.prize_fen,
          recommend: award.recommend,
          number: award.number,
          revokedAt: award.revoked_at,
          revokeReason: award.revoke_reason,
          certificate: award.issued_at !== null && award.emptied_at === null,
        }
      : null,
    showcase: showcase ?? null,
    greenChannel: channels.items[0] ?? null,
  }
}
