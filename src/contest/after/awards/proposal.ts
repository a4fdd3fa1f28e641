import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { admittedTeams, type After, type TeamCard } from '../sources.ts'
import { type BorderDecision, type Exclusion, type Placed, type Proposal, proposeAwards } from './rules.ts'

/** The ranking as it stands, with a name for it: a list that was made from another one is outdated. */
export interface Standing {
  readonly ranking: readonly Placed[]
  readonly digest: string
  readonly teams: ReadonlyMap<string, TeamCard>
}

/** Only teams that are still admitted are ranked here: who withdrew or was shut out wins nothing. */
export async function standingOf(after: After, contest: Contest): Promise<Standing | null> {
  const ranked = await after.sources.ranking(after.core, contest)
  if (ranked === null) return null
  const teams = await admittedTeams(after.core, contest.id)
  const ranking = ranked
    .filter((one) => teams.has(one.teamId))
    .map(({ teamId, division, rank, score }) => ({ teamId, division, rank, score }))
    .sort((a, b) => a.rank - b.rank || (a.teamId < b.teamId ? -1 : 1))
  return { ranking, digest: digestOf(canonical(ranking)), teams }
}

/** @throws XinyuError AWARD_NO_RANKING */
export async function mustStand(after: After, contest: Contest): Promise<Standing> {
  const standing = await standingOf(after, contest)
  if (standing === null) throw new XinyuError('AWARD_NO_RANKING')
  return standing
}

interface Words {
  readonly exclusions: readonly Exclusion[]
  readonly decisions: readonly BorderDecision[]
}

/** What the awards would be by this ranking, with these words of the organiser. */
export const proposed = (contest: Contest, standing: Standing, words: Words): Proposal =>
  proposeAwards({
    awards: contest.scheme.awards,
    divisions: contest.scheme.divisions.map(({ code }) => code),
    ranking: standing.ranking,
    excluded: new Set(words.exclusions.map((one) => one.teamId)),
    decisions: words.decisions,
  })

/** @throws XinyuError NOT_FOUND for a team that is not in this contest, AWARD_DECISION for one that fits no border */
export function mustPropose(contest: Contest, standing: Standing, words: Words): Proposal {
  for (const { teamId } of words.exclusions)
    if (!standing.teams.has(teamId)) throw new XinyuError('NOT_FOUND', { what: 'team' })
  const made = proposed(contest, standing, words)
  const idle = made.idle[0]
  if (idle) throw new XinyuError('AWARD_DECISION', { award: idle.award })
  return made
}
