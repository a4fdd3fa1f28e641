import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Contest, Round } from '../../scheme/index.ts'
import type { OwnResult } from '../model.ts'
import { publishedRanking, type RankingRow } from '../store.ts'

const DAY_MS = 86_400_000
const PENDING: OwnResult = {
  state: 'pending',
  on: null,
  rank: null,
  of: null,
  divisionRank: null,
  score: null,
  comments: [],
  publishedAt: null,
  appealUntil: null,
  appeal: null,
}

/** Until when teams may appeal; null where the scheme takes none. */
export const appealUntil = (round: Round, publishedAt: number): number | null =>
  round.review.appealDays > 0 ? publishedAt + round.review.appealDays * DAY_MS : null

/** What a team may know of its own result: nothing before the moment, then as much as the scheme tells. */
export async function ownResult(
  core: Core,
  contest: Contest,
  round: Round,
  teamId: string,
): Promise<OwnResult> {
  const ranking = await publishedRanking(core.db, contest.id, round.code, core.clock.now())
  if (!ranking) return PENDING
  const { tells, tellsComments } = round.review
  const row = ranking.rows.find((one) => one.teamId === teamId)
  const scored = row?.score != null
  const told = row && scored
  return {
    state: 'published',
    on: (ranking.on_ids ?? []).includes(teamId),
    rank: told && tells !== 'pass' ? row.rank : null,
    of: told && tells !== 'pass' ? ranking.rows.filter(({ score }) => score !== null).length : null,
    divisionRank: told && tells !== 'pass' ? row.divisionRank : null,
    score: told && tells === 'score' ? Math.round(row.score * 100) / 100 : null,
    comments: row && tellsComments ? await commentsOn(core, row.workId) : [],
    publishedAt: ranking.published_at,
    appealUntil: appealUntil(round, ranking.published_at!),
    appeal: await appealOf(core, ranking, teamId),
  }
}

/** In the order of their text: that of experts, ids or times would tell whose they are. */
async function commentsOn({ db }: Core, workId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('contest_sheet as s')
    .innerJoin('contest_assignment as a', 'a.id', 's.assignment_id')
    .select('s.comment')
    .where('s.work_id', '=', workId)
    .where('s.state', '=', 'submitted')
    .where('a.state', '=', 'assigned')
    .execute()
  return rows
    .map(({ comment }) => comment)
    .filter((text) => text !== '')
    .toSorted()
}

async function appealOf({ db }: Core, ranking: RankingRow, teamId: string): Promise<OwnResult['appeal']> {
  const row = await db
    .selectFrom('contest_appeal')
    .selectAll()
    .where('contest_id', '=', ranking.contest_id)
    .where('round', '=', ranking.round)
    .where('team_id', '=', teamId)
    .where('ranking', '=', ranking.number)
    .executeTakeFirst()
  if (!row) return null
  const { state, text, reason, created_at, decided_at } = row
  return { state, text, reason, createdAt: created_at, decidedAt: decided_at }
}
