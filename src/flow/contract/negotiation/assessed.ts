import type { UserActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Policy } from '../../policy/index.ts'
import { assess, riskFacts, type RiskForm, riskOfRequest } from '../../risk/index.ts'
import type { Parties } from './check.ts'

/** The form before use with what the space knows, scored. */
export async function assessed(core: Core, parties: Parties, form: RiskForm, policy: Policy) {
  const facts = await riskFacts(core, parties)
  return { form, facts, assessed: assess(form, policy, facts) }
}

/** The same for a further version of a negotiation, under the form that came with the request. */
export async function reassessed(
  core: Core,
  actor: UserActor,
  requestId: string,
  parties: Parties,
  policy: Policy,
) {
  const { form } = await riskOfRequest(core, actor, requestId)
  return assessed(core, parties, form, policy)
}
