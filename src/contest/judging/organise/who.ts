import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Contest, contestById, mustOrganise, type Round, roundOf } from '../../scheme/index.ts'

export interface Place {
  readonly contest: Contest
  readonly round: Round
}

/**
 * A round, for an officer of the body that holds the contest who does not judge in it: whoever gives scores must not see
 * those of others before their own are in.
 * @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER, JUDGING_OWN_PANEL
 */
export async function judgedBy(
  core: Core,
  actor: UserActor,
  contestId: string,
  code: string,
): Promise<Place> {
  const contest = await mustOrganise(core, actor, contestId)
  const round = roundOf(contest, code)
  const seat = await core.db
    .selectFrom('contest_panelist as p')
    .innerJoin('contest_expert as e', 'e.id', 'p.expert_id')
    .select('p.expert_id')
    .where('p.contest_id', '=', contest.id)
    .where('p.round', '=', code)
    .where('e.user_id', '=', actor.userId)
    .executeTakeFirst()
  if (seat) throw new XinyuError('JUDGING_OWN_PANEL')
  return { contest, round }
}

/** The same, to change something: not after the contest is closed. @throws as `judgedBy`, CONTEST_NOT_OPEN */
export async function managedBy(
  core: Core,
  actor: UserActor,
  contestId: string,
  code: string,
): Promise<Place> {
  const place = await judgedBy(core, actor, contestId, code)
  if (place.contest.state === 'closed')
    throw new XinyuError('CONTEST_NOT_OPEN', { whyZh: '已随大赛关闭', whyEn: 'the contest is closed' })
  return place
}

/** The same for an auditor, whose duty it is to look at every contest. */
export async function auditedBy(
  core: Core,
  actor: UserActor,
  contestId: string,
  code: string,
): Promise<Place> {
  if (!actor.roles.includes('auditor')) return judgedBy(core, actor, contestId, code)
  const contest = await contestById(core, contestId)
  return { contest, round: roundOf(contest, code) }
}
