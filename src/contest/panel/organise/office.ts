import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Contest, mustOrganise } from '../../scheme/index.ts'

/**
 * The contest, for an officer who does not judge in it: whoever is on a panel himself would read here whose works he has.
 * @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER, PANEL_JUDGES
 */
export async function officeOf(core: Core, actor: UserActor, contestId: string): Promise<Contest> {
  const contest = await mustOrganise(core, actor, contestId)
  const seat = await core.db
    .selectFrom('contest_panelist as p')
    .innerJoin('contest_expert as e', 'e.id', 'p.expert_id')
    .select('p.expert_id')
    .where('p.contest_id', '=', contestId)
    .where('e.user_id', '=', actor.userId)
    .limit(1)
    .executeTakeFirst()
  if (seat) throw new XinyuError('PANEL_JUDGES')
  return contest
}
