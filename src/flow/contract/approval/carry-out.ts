import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { NewOffer, openOffer } from '../../policy/index.ts'
import { acceptNow } from '../negotiation/accept.ts'
import { signNow } from '../signing/actions.ts'
import type { ApprovedAct } from './model.ts'

const Accept = z.object({ comment: z.string().nullable(), n: z.int() })
const Sign = z.object({
  hash: z.string(),
  signature: z.object({ keyId: z.string(), value: z.string() }).optional(),
})

interface Approved {
  readonly act: ApprovedAct
  readonly subject_id: string
  readonly input: unknown
}

/**
 * Does what was approved. Its own rules are looked at again now: a negotiation that went on or a contract whose term is
 * over refuses with its own error, and nothing is left half done.
 */
export async function carryOut(
  core: Core,
  actor: UserActor,
  approved: Approved,
): Promise<{ contractId: string | null; offerId: string | null }> {
  if (approved.act === 'offer') {
    const { value } = await openOffer(core, actor, NewOffer.parse(approved.input))
    return { contractId: null, offerId: value.id }
  }
  if (approved.act === 'sign') {
    await signNow(core, actor, approved.subject_id, Sign.parse(approved.input))
    return { contractId: approved.subject_id, offerId: null }
  }
  const { comment, n } = Accept.parse(approved.input)
  const { value } = await acceptNow(core, actor, approved.subject_id, comment, n)
  return { contractId: value.contractId, offerId: null }
}
