import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../safeguard/identity/index.ts'
import { productsByIds } from '../../supply/catalog/index.ts'
import type { ContractState, ContractView, ProjectView, RequestView } from './model.ts'

export interface ContractFilter extends Page {
  readonly side: 'provider' | 'consumer' | 'all'
  readonly participantId: string
  readonly state?: ContractState | undefined
}

/** Contracts of one body (or of all bodies, for officers), newest first. */
export async function listContracts(
  core: Core,
  filter: ContractFilter,
): Promise<{ items: ContractView[]; total: number }> {
  let query = core.db.selectFrom('contract')
  if (filter.side !== 'all') query = query.where(`${filter.side}_id`, '=', filter.participantId)
  if (filter.state) query = query.where('state', '=', filter.state)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: await contractViews(core, rows), total: count }
}

/** One contract, whoever asks: the caller checks the side. */
export async function contractById(core: Core, id: string): Promise<ContractView | undefined> {
  const rows = await selectContracts(core).where('id', '=', id).execute()
  return (await contractViews(core, rows))[0]
}

const selectContracts = (core: Core) => core.db.selectFrom('contract').selectAll()
type ContractRow = Awaited<ReturnType<ReturnType<typeof selectContracts>['execute']>>[number]

async function contractViews(core: Core, rows: readonly ContractRow[]): Promise<ContractView[]> {
  const names = await namesOf(core, rows)
  const projects = await projectTitles(
    core,
    rows.map((row) => row.project_id),
  )
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    endReason: row.end_reason,
    hash: row.hash,
    terms: row.terms,
    ...names(row),
    projectTitle: projects.get(row.project_id) ?? '',
    runsUsed: row.runs_used,
    runsLeased: row.runs_leased,
    createdAt: row.created_at,
  }))
}

export interface RequestFilter extends Page {
  readonly direction: 'in' | 'out'
  readonly participantId: string
  readonly state?: RequestView['state'] | undefined
}

/** Requests to (`in`) or from (`out`) one body, those that wait first. */
export async function listRequests(
  core: Core,
  filter: RequestFilter,
): Promise<{ items: RequestView[]; total: number }> {
  const side = filter.direction === 'in' ? 'provider_id' : 'consumer_id'
  let query = core.db.selectFrom('access_request').where(side, '=', filter.participantId)
  if (filter.state) query = query.where('state', '=', filter.state)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy((eb) => eb('state', '=', 'waiting'), 'desc')
    .orderBy('created_at', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  const names = await namesOf(core, rows)
  const projects = await projectTitles(
    core,
    rows.map((row) => row.project_id),
  )
  const items = rows.map((row) => ({
    id: row.id,
    offerId: row.offer_id,
    productId: row.product_id,
    projectId: row.project_id,
    projectTitle: projects.get(row.project_id) ?? '',
    providerId: row.provider_id,
    consumerId: row.consumer_id,
    ...names(row),
    purpose: row.purpose,
    reason: row.reason,
    state: row.state,
    answer: row.answer,
    contractId: row.contract_id,
    policy: row.policy,
    createdAt: row.created_at,
    answeredAt: row.answered_at,
  }))
  return { items, total: count }
}

/** Projects of one body with their contracts. */
export async function listProjects(core: Core, consumerId: string): Promise<ProjectView[]> {
  const rows = await core.db
    .selectFrom('project')
    .selectAll()
    .where('consumer_id', '=', consumerId)
    .orderBy('created_at', 'desc')
    .limit(500)
    .execute()
  const contracts = await core.db
    .selectFrom('contract')
    .select(['id', 'project_id'])
    .where('consumer_id', '=', consumerId)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    consumerId: row.consumer_id,
    title: row.title,
    purpose: row.purpose,
    contracts: contracts.filter((contract) => contract.project_id === row.id).map((contract) => contract.id),
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }))
}

interface Named {
  readonly product_id: string
  readonly provider_id: string
  readonly consumer_id: string
}

async function namesOf(core: Core, rows: readonly Named[]) {
  const products = await productsByIds(
    core,
    rows.map((row) => row.product_id),
  )
  const bodies = await participantsByIds(
    core,
    rows.flatMap((row) => [row.provider_id, row.consumer_id]),
  )
  return (row: Named) => ({
    productTitleZh: products.get(row.product_id)?.titleZh ?? '',
    productTitleEn: products.get(row.product_id)?.titleEn ?? '',
    providerNameZh: bodies.get(row.provider_id)?.nameZh ?? '',
    providerNameEn: bodies.get(row.provider_id)?.nameEn ?? '',
    consumerNameZh: bodies.get(row.consumer_id)?.nameZh ?? '',
    consumerNameEn: bodies.get(row.consumer_id)?.nameEn ?? '',
  })
}

async function projectTitles(core: Core, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('project')
    .select(['id', 'title'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row.title]))
}
