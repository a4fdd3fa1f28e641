import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { productById } from '../../../supply/catalog/index.ts'
import { checkTerms, type NewOffer, openOffer, Policy } from '../../policy/index.ts'
import { askApproval, chainOf } from './ask.ts'

/**
 * Opens an offer, or puts it before the body's chain for offers; the last approval opens it. `id` is null while it waits.
 * @throws XinyuError APPROVAL_WAITING and what `openOffer` throws
 */
export async function openOfferByChain(
  core: Core,
  actor: UserActor,
  input: NewOffer,
): Promise<Acted<{ id: string | null; approvalId: string | null }>> {
  if ((await chainOf(core, actor.participantId, 'offer')).length === 0) {
    const { value, entries } = await openOffer(core, actor, input)
    return { value: { id: value.id, approvalId: null }, entries }
  }
  const product = await productById(core, input.productId)
  if (product?.participantId !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'product' })
  if (product.state !== 'published') throw new XinyuError('PRODUCT_NOT_PUBLISHED')
  const policy = Policy.parse(input.policy)
  await checkTerms(core, product.id, policy)
  return act(core, actor, async (scope) => {
    const approvalId = await askApproval(scope, actor, {
      act: 'offer',
      subjectId: product.id,
      input: { productId: product.id, policy: policy as never },
      subject: { product: product.id, provider: actor.participantId },
    })
    return { id: null, approvalId }
  })
}
