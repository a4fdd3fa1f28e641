import { isoTime } from '../../kernel/clock.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, Tx } from '../../platform/postgres/tables.ts'
import { mustBeCaptain, mustBeMember, type Team, teamById } from '../entry/index.ts'
import {
  announcedContest,
  type Contest,
  mustBeOpen,
  type Round,
  roundBefore,
  roundOf,
} from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { momentOf } from './rules.ts'

/** Which work: of which team of which contest, for which round. */
export interface Place {
  readonly contest: Contest
  readonly round: Round
  readonly team: Team
}

export interface Asked {
  readonly contestId: string
  readonly round: string
  /** Where somebody is in several teams. */
  readonly teamId?: string | undefined
}

/** The place of an entrant's own work, to be looked at. @throws XinyuError NOT_FOUND */
export async function ownPlace(
  { core }: Pick<ContestTools, 'core'>,
  entrantId: string,
  asked: Asked,
): Promise<Place> {
  const team = await mustBeMember(core, asked.contestId, entrantId, asked.teamId)
  const contest = await announcedContest(core, asked.contestId)
  return { contest, round: roundOf(contest, asked.round), team }
}

/** The same, to be changed: the team is admitted and, after the first round, short-listed. */
export async function ownOpenPlace(
  tools: Pick<ContestTools, 'core' | 'ports'>,
  entrantId: string,
  asked: Asked,
  who: 'member' | 'captain' = 'member',
): Promise<Place> {
  if (who === 'captain') await mustBeCaptain(tools.core, asked.contestId, entrantId, asked.teamId)
  const place = await ownPlace(tools, entrantId, asked)
  mustBeInTime(place.round, tools.core.clock.now())
  await mustTakePart(tools, place)
  return place
}

/** @throws XinyuError WORK_NOT_ADMITTED, WORK_NOT_SHORTLISTED */
export async function mustTakePart(
  { ports }: Pick<ContestTools, 'ports'>,
  { contest, round, team }: Place,
): Promise<void> {
  if (team.state !== 'admitted') throw new XinyuError('WORK_NOT_ADMITTED')
  const before = roundBefore(contest, round.code)
  if (before && !(await ports.goesOn(contest.id, before.code)).has(team.id))
    throw new XinyuError('WORK_NOT_SHORTLISTED')
}

/** By the server's clock alone. @throws XinyuError CONTEST_NOT_OPEN before, WORK_TOO_LATE after deadline and grace */
export function mustBeInTime(round: Round, now: number): void {
  if (momentOf(round, now) !== 'late') return mustBeOpen(round.submission, now, round.submission.graceMs)
  const until = isoTime(round.submission.closesAt + round.submission.graceMs)
  throw new XinyuError('WORK_TOO_LATE', { until })
}

/** The round as it is now: a deadline may have been put off since. @throws XinyuError WORK_NOT_ADMITTED */
export async function placeNow(db: Db | Tx, place: Place): Promise<Place> {
  const contest = await announcedContest({ db: db }, place.contest.id)
  const team = await teamById(db, place.team.id)
  if (team.state !== 'admitted') throw new XinyuError('WORK_NOT_ADMITTED')
  return { contest, round: roundOf(contest, place.round.code), team }
}

/** Teams that may hand in for a round. */
export async function mayHandIn(
  { ports }: Pick<ContestTools, 'ports'>,
  contest: Contest,
  round: string,
  teams: readonly Team[],
): Promise<Team[]> {
  const before = roundBefore(contest, round)
  const named = before ? await ports.goesOn(contest.id, before.code) : null
  return teams.filter(({ id, state }) => state === 'admitted' && (named === null || named.has(id)))
}
