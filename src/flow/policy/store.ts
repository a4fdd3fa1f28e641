import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../safeguard/identity/index.ts'
import { productsByIds } from '../../supply/catalog/index.ts'
import type { OfferView } from './model.ts'

export interface OfferFilter extends Page {
  readonly productId?: string | undefined
  readonly providerId?: string | undefined
  readonly state?: 'open' | 'withdrawn' | undefined
}

/** Offers, newest first. */
export async function listOffers(
  core: Core,
  filter: OfferFilter,
): Promise<{ items: OfferView[]; total: number }> {
  let query = core.db.selectFrom('offer')
  if (filter.productId) query = query.where('product_id', '=', filter.productId)
  if (filter.providerId) query = query.where('provider_id', '=', filter.providerId)
  if (filter.state) query = query.where('state', '=', filter.state)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: await offerViews(core, rows), total: count }
}

/** One offer, open or withdrawn. */
export async function offerById(core: Core, id: string): Promise<OfferView | undefined> {
  const rows = await core.db.selectFrom('offer').selectAll().where('id', '=', id).execute()
  return (await offerViews(core, rows))[0]
}

type OfferRow = Awaited<ReturnType<typeof selectOffers>>[number]
const selectOffers = (core: Core) => core.db.selectFrom('offer').selectAll().execute()

async function offerViews(core: Core, rows: readonly OfferRow[]): Promise<OfferView[]> {
  const products = await productsByIds(
    core,
    rows.map((row) => row.product_id),
  )
  const bodies = await participantsByIds(
    core,
    rows.map((row) => row.provider_id),
  )
  return rows.map((row) => ({
    id: row.id,
    productId: row.product_id,
    productTitleZh: products.get(row.product_id)?.titleZh ?? '',
    productTitleEn: products.get(row.product_id)?.titleEn ?? '',
    providerId: row.provider_id,
    providerNameZh: bodies.get(row.provider_id)?.nameZh ?? '',
    providerNameEn: bodies.get(row.provider_id)?.nameEn ?? '',
    state: row.state,
    policy: row.policy,
    createdAt: row.created_at,
  }))
}
