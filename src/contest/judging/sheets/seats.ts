import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Assignment, assignmentsOf, type Expert, expertOfUser } from '../../panel/index.ts'
import { contestById, type Contest, type Round } from '../../scheme/index.ts'

/** An expert's place at one round. */
export interface Seat {
  readonly contest: Contest
  readonly round: Round
  readonly expert: Expert
}

/** An expert's place at one work. */
export interface WorkSeat extends Seat {
  readonly assignment: Assignment
}

/** One answer for all that is not the reader's: which part of an address exists must not be told. */
const notYours = () => new XinyuError('NOT_FOUND', { what: 'work' })

/** @throws XinyuError NOT_FOUND, the same whether contest, round or place is missing */
export async function seatOf(core: Core, actor: UserActor, contestId: string, code: string): Promise<Seat> {
  const expert = await expertOfUser(core.db, actor.userId, contestId)
  if (!expert) throw notYours()
  const contest = await contestById(core, contestId)
  const round = contest.scheme.rounds.find((one) => one.code === code)
  const panelist = await core.db
    .selectFrom('contest_panelist')
    .select('expert_id')
    .where('contest_id', '=', contestId)
    .where('round', '=', code)
    .where('expert_id', '=', expert.id)
    .executeTakeFirst()
  if (!round || !panelist || contest.state === 'draft') throw notYours()
  return { contest, round, expert }
}

/** @throws XinyuError NOT_FOUND, the same for a code of somebody else, a declined one and one that never was */
export async function workSeat(
  core: Core,
  actor: UserActor,
  contestId: string,
  round: string,
  code: string,
): Promise<WorkSeat> {
  const seat = await seatOf(core, actor, contestId, round)
  const own = await assignmentsOf(core.db, { contestId, round, expertId: seat.expert.id })
  const assignment = own.find((one) => one.code === code)
  if (!assignment) throw notYours()
  return { ...seat, assignment }
}
