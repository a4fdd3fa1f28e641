import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { BodyRole } from '../../kernel/roles.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { participantById } from '../../safeguard/identity/index.ts'
import { productById, tablesOf } from '../../supply/catalog/index.ts'
import type { NewOffer } from './model.ts'
import { checkPolicy, type ProductColumns } from './rules.ts'

/**
 * Offers a published product of the actor's body under a policy. An open offer of the same product is replaced;
 * contracts made under it stay as they are.
 * @throws XinyuError NOT_FOUND, PRODUCT_NOT_PUBLISHED, POLICY_*
 */
export async function openOffer(
  core: Core,
  actor: UserActor,
  input: NewOffer,
): Promise<Acted<{ id: string }>> {
  const product = await productById(core, input.productId)
  if (!product || product.participantId !== actor.participantId)
    throw new XinyuError('NOT_FOUND', { what: 'product' })
  if (product.state !== 'published') throw new XinyuError('PRODUCT_NOT_PUBLISHED')
  await bodyMustBe(core, actor.participantId, 'provider')
  checkPolicy(input.policy, await columnsOf(core, input.productId), core.clock.now())
  return act(core, actor, async ({ tx, now, id, note }) => {
    const offerId = id()
    const subject = { product: product.id, provider: actor.participantId }
    const replaced = await tx
      .updateTable('offer')
      .set({ state: 'withdrawn' })
      .where('product_id', '=', product.id)
      .where('state', '=', 'open')
      .returning('id')
      .execute()
    for (const row of replaced) note({ kind: 'offer.withdrawn', subject: { offer: row.id, ...subject } })
    await tx
      .insertInto('offer')
      .values({
        id: offerId,
        product_id: product.id,
        provider_id: actor.participantId,
        state: 'open',
        policy: JSON.stringify(input.policy),
        created_by: actor.userId,
        created_at: now,
      })
      .execute()
    note({ kind: 'offer.opened', subject: { offer: offerId, ...subject }, payload: { policy: input.policy } })
    return { id: offerId }
  })
}

/** Withdraws an open offer of the actor's body. @throws XinyuError NOT_FOUND, OFFER_NOT_OPEN */
export async function withdrawOffer(core: Core, actor: UserActor, offerId: string): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, note }) => {
    const offer = await tx
      .selectFrom('offer')
      .selectAll()
      .where('id', '=', offerId)
      .forUpdate()
      .executeTakeFirst()
    if (!offer || offer.provider_id !== actor.participantId)
      throw new XinyuError('NOT_FOUND', { what: 'offer' })
    if (offer.state !== 'open') throw new XinyuError('OFFER_NOT_OPEN')
    await tx.updateTable('offer').set({ state: 'withdrawn' }).where('id', '=', offerId).execute()
    note({
      kind: 'offer.withdrawn',
      subject: { offer: offerId, product: offer.product_id, provider: offer.provider_id },
    })
  })
}

/** A body does only what its roles in the space allow. @throws XinyuError BODY_ROLE_MISSING */
export async function bodyMustBe(core: Core, participantId: string, role: BodyRole): Promise<void> {
  const body = await participantById(core, participantId)
  if (!body?.roles.includes(role)) throw new XinyuError('BODY_ROLE_MISSING', { role })
}

async function columnsOf(core: Core, productId: string): Promise<ProductColumns> {
  const tables = await tablesOf(core, productId)
  return Object.fromEntries(tables.map((table) => [table.name, table.columns.map((column) => column.name)]))
}
