import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { BodyRole } from '../../kernel/roles.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { participantById } from '../../safeguard/identity/index.ts'
import { checkZoneTerms, productById, type ProductTable, tablesOf } from '../../supply/catalog/index.ts'
import { floorsOf, gradesOf, offerFloor } from '../../supply/treat/index.ts'
import { type NewOffer, Policy } from './model.ts'
import { checkFloors, checkPolicy, type ProductColumns } from './rules.ts'

/**
 * Offers a published product of the actor's body under a policy. An open offer of the same product is replaced;
 * contracts made under it stay as they are.
 * The grades of its datasets are the floor of the policy.
 * @throws XinyuError NOT_FOUND, PRODUCT_NOT_PUBLISHED, POLICY_*, ZONE_*
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
  const policy = Policy.parse(input.policy)
  await checkTerms(core, product.id, policy)
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
        policy: JSON.stringify(policy),
        created_by: actor.userId,
        created_at: now,
      })
      .execute()
    note({ kind: 'offer.opened', subject: { offer: offerId, ...subject }, payload: { policy } })
    return { id: offerId }
  })
}

/**
 * May this product be used under this policy: does it speak of what the product has, and do grades and zones allow it?
 * Asked for offers and for every proposal of a negotiation.
 * @throws XinyuError POLICY_*, ZONE_*
 */
export async function checkTerms(core: Core, productId: string, policy: Policy): Promise<void> {
  const tables = await tablesOf(core, productId)
  checkPolicy(policy, columnsOf(tables), core.clock.now())
  await checkGrades(core, policy, tables)
  await checkZoneTerms(core, productId, policy, await schemesOfAll(core, tables))
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

const columnsOf = (tables: readonly ProductTable[]): ProductColumns =>
  Object.fromEntries(tables.map((table) => [table.name, table.columns.map((column) => column.name)]))

/** @throws XinyuError POLICY_BELOW_GRADE, POLICY_OFFER_NAMED, POLICY_OFFER_NONE */
async function checkGrades(core: Core, policy: Policy, tables: readonly ProductTable[]): Promise<void> {
  for (const table of tables) {
    const floors = await floorsOf(core, table.datasetId)
    if (floors) checkFloors(policy, { [table.name]: floors })
    const used = Object.entries(policy.columns[table.name] ?? {}).filter(([, level]) => level !== 'hidden')
    const { offer, level } = await offerFloor(
      core,
      table.datasetId,
      used.map(([column]) => column),
    )
    if (offer === 'any' || (offer === 'named' && policy.consumers !== 'any')) continue
    const code = offer === 'none' ? 'POLICY_OFFER_NONE' : 'POLICY_OFFER_NAMED'
    throw new XinyuError(code, { table: table.name, grade: level })
  }
}

/** Schemes by which every table is graded: what a zone may ask for. */
async function schemesOfAll(core: Core, tables: readonly ProductTable[]): Promise<string[]> {
  const each: Set<string>[] = []
  for (const { datasetId } of tables)
    each.push(new Set((await gradesOf(core, datasetId)).map((grade) => grade.scheme)))
  return [...(each[0] ?? [])].filter((scheme) => each.every((schemes) => schemes.has(scheme)))
}
