import { sql } from 'kysely'
import type { UserActor } from '../../kernel/actor.ts'
import { listApprovals } from '../../flow/contract/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantById, participantsByIds } from '../../safeguard/identity/index.ts'
import { productsByIds } from '../../supply/catalog/index.ts'
import { waitingAtAirlock } from '../../use/airlock/index.ts'
import type { HomeView } from './model.ts'

/** How many of each kind: the page shows what is next, the lists behind it show all. */
const MOST = 8

type Waiting = HomeView['waiting'][number]

/** One thing that waits, before its names are looked up. */
interface Found {
  readonly kind: Waiting['kind']
  readonly id: string
  readonly productId: string | null
  /** The other body that it is about. */
  readonly bodyId: string | null
  readonly at: number
  readonly link: string
  /** What stands in the place of a product's title. */
  readonly title?: string
}

/** What this user can decide now: what has seconds first, then the oldest. */
export async function waitingFor(core: Core, actor: UserActor): Promise<Waiting[]> {
  const officer = actor.roles.includes('data_officer')
  const found = await Promise.all([
    officer ? notices(core, actor.participantId) : [],
    officer ? requests(core, actor.participantId) : [],
    officer ? signatures(core, actor.participantId) : [],
    officer ? endings(core, actor.participantId) : [],
    officer ? filings(core, actor) : [],
    approvals(core, actor),
    airlock(core, actor),
  ])
  const [urgent, ...rest] = found
  const ordered = [...(urgent ?? []), ...rest.flat().toSorted((a, b) => a.at - b.at)]
  return named(core, ordered)
}

async function requests(core: Core, own: string): Promise<Found[]> {
  const rows = await core.db
    .selectFrom('access_request')
    .select(['id', 'product_id', 'provider_id', 'consumer_id', 'created_at'])
    .where('state', '=', 'waiting')
    .where((eb) =>
      eb.or([
        eb.and([eb('provider_id', '=', own), eb('turn', '=', 'provider')]),
        eb.and([eb('consumer_id', '=', own), eb('turn', '=', 'consumer')]),
      ]),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('approval')
            .select('approval.id')
            .whereRef('approval.subject_id', '=', 'access_request.id')
            .where('approval.participant_id', '=', own)
            .where('approval.state', '=', 'waiting'),
        ),
      ),
    )
    .orderBy('created_at')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    kind: 'request',
    id: row.id,
    productId: row.product_id,
    bodyId: row.provider_id === own ? row.consumer_id : row.provider_id,
    at: row.created_at,
    link: `/requests/${row.id}`,
  }))
}

async function signatures(core: Core, own: string): Promise<Found[]> {
  const rows = await core.db
    .selectFrom('contract')
    .select(['id', 'product_id', 'provider_id', 'consumer_id', 'created_at'])
    .where('state', '=', 'signing')
    .where((eb) => eb.or([eb('provider_id', '=', own), eb('consumer_id', '=', own)]))
    .where(sql<boolean>`not signatures @> ${JSON.stringify([{ participantId: own }])}::jsonb`)
    .orderBy('created_at')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({ kind: 'signature', ...contractOf(row, own) }))
}

async function endings(core: Core, own: string): Promise<Found[]> {
  const rows = await core.db
    .selectFrom('contract')
    .select(['id', 'product_id', 'provider_id', 'consumer_id', 'created_at'])
    .where('state', 'in', ['active', 'suspended'])
    .where((eb) =>
      eb.or([
        eb.and([eb('provider_id', '=', own), eb('end_proposed_by', '=', 'consumer')]),
        eb.and([eb('consumer_id', '=', own), eb('end_proposed_by', '=', 'provider')]),
      ]),
    )
    .limit(MOST)
    .execute()
  return rows.map((row) => ({ kind: 'end', ...contractOf(row, own) }))
}

/** Contracts to be filed, for the operator's data officers. */
async function filings(core: Core, actor: UserActor): Promise<Found[]> {
  const body = await participantById(core, actor.participantId)
  if (!body?.roles.includes('operator')) return []
  const rows = await core.db
    .selectFrom('contract')
    .select(['id', 'product_id', 'provider_id', 'consumer_id', 'created_at'])
    .where('state', '=', 'filing')
    .orderBy('created_at')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({ kind: 'filing', ...contractOf(row, ''), link: '/filings' }))
}

/** Grants that the provider may still veto. */
async function notices(core: Core, own: string): Promise<Found[]> {
  const rows = await core.db
    .selectFrom('grant_notice')
    .innerJoin('contract', 'contract.id', 'grant_notice.contract_id')
    .select(['grant_notice.id', 'contract.product_id', 'grant_notice.consumer_id', 'grant_notice.created_at'])
    .where('grant_notice.provider_id', '=', own)
    .where('grant_notice.state', '=', 'waiting')
    .where('answer_until', '>', core.clock.now())
    .orderBy('grant_notice.created_at')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    kind: 'notice',
    id: row.id,
    productId: row.product_id,
    bodyId: row.consumer_id,
    at: row.created_at,
    link: '/notices',
  }))
}

async function approvals(core: Core, actor: UserActor): Promise<Found[]> {
  const { items } = await listApprovals(core, actor, { state: 'waiting', limit: 200, offset: 0 })
  const mine = items.filter((one) => one.mine).slice(0, MOST)
  if (mine.length === 0) return []
  const products = await productsOf(
    core,
    mine.map((one) => one.subjectId),
  )
  return mine.map((one) => ({
    kind: 'approval',
    id: one.id,
    productId: one.act === 'offer' ? one.subjectId : (products.get(one.subjectId) ?? null),
    bodyId: null,
    at: one.createdAt,
    link: '/approvals',
  }))
}

/** Requests at the airlock to be checked, mended or let go. */
async function airlock(core: Core, actor: UserActor): Promise<Found[]> {
  const found = await waitingAtAirlock(core, actor, MOST)
  return found.map(({ id, number, title, consumerId, at }) => ({
    kind: 'airlock',
    id,
    productId: null,
    bodyId: consumerId === actor.participantId ? null : consumerId,
    at,
    link: `/airlock/${id}`,
    title: `${number} ${title}`,
  }))
}

/** The product that a request or a contract is about. */
async function productsOf(core: Core, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const requested = await core.db
    .selectFrom('access_request')
    .select(['id', 'product_id'])
    .where('id', 'in', [...ids])
    .execute()
  const agreed = await core.db
    .selectFrom('contract')
    .select(['id', 'product_id'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map([...requested, ...agreed].map((row) => [row.id, row.product_id]))
}

interface ContractLine {
  readonly id: string
  readonly product_id: string
  readonly provider_id: string
  readonly consumer_id: string
  readonly created_at: number
}

const contractOf = (row: ContractLine, own: string): Omit<Found, 'kind'> => ({
  id: row.id,
  productId: row.product_id,
  bodyId: row.provider_id === own ? row.consumer_id : row.provider_id,
  at: row.created_at,
  link: `/contracts/${row.id}`,
})

async function named(core: Core, found: readonly Found[]): Promise<Waiting[]> {
  const products = await productsByIds(
    core,
    found.flatMap((one) => one.productId ?? []),
  )
  const bodies = await participantsByIds(
    core,
    found.flatMap((one) => one.bodyId ?? []),
  )
  return found.map(({ kind, id, productId, bodyId, at, link, title }) => {
    const product = products.get(productId ?? '')
    const body = bodies.get(bodyId ?? '')
    const join = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ')
    return {
      kind,
      id,
      titleZh: join(body?.nameZh, product?.titleZh ?? title),
      titleEn: join(body?.nameEn, product?.titleEn ?? title),
      at,
      link,
    }
  })
}
