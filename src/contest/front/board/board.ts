import type { UserActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { briefOf, type Contest, readableContest } from '../../scheme/index.ts'
import { organiserNames } from '../load.ts'
import type { BoardView } from '../model.ts'
import { countsOf, roundCounts } from './counts.ts'
import { nextSteps } from './next.ts'

/** How far a contest is, for its organiser and for auditors. @throws XinyuError NOT_FOUND */
export async function boardView(core: Core, actor: UserActor, id: string): Promise<BoardView> {
  const contest = await readableContest(core, actor, id)
  const [counts, names] = await Promise.all([countsOf(core.db, id), organiserNames(core, contest)])
  const now = core.clock.now()
  return {
    ...briefOf(contest),
    organiserNameZh: names.organiserZh,
    organiserNameEn: names.organiserEn,
    now,
    teams: {
      total: Object.values(counts.teams).reduce((sum, n) => sum + n, 0),
      inState: counts.teams,
    },
    people: counts.people,
    bodies: counts.bodies,
    rounds: contest.scheme.rounds.map((round) => ({
      code: round.code,
      titleZh: round.titleZh,
      titleEn: round.titleEn,
      ...roundCounts(counts, round.code),
      quota: quotaOf(round.quota),
    })),
    finalists: counts.finalists,
    awards: counts.awards,
    awardsPlanned: awardsOf(contest),
    next: nextSteps(contest, counts, now),
  }
}

type RoundQuota = Contest['scheme']['rounds'][number]['quota']

/** How many go on in all. */
function quotaOf({ total, perDivision }: RoundQuota): number | null {
  const each = Object.values(perDivision)
  return total ?? (each.length === 0 ? null : each.reduce((sum, n) => sum + n, 0))
}

const awardsOf = ({ scheme }: Contest): number =>
  scheme.awards.reduce(
    (sum, { count, per }) => sum + count * (per === 'division' ? scheme.divisions.length : 1),
    0,
  )
