import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Action, Purpose } from '../policy/index.ts'
import { chainRows, chainsOf, linkOf, zonesOf } from './chain.ts'
import { AuthorityRule } from './model.ts'
import { chainFault, chainShort, type Link, type Shortfall, type WantedData } from './rules.ts'

export interface CoveringInput {
  readonly productId: string
  readonly providerId: string
  readonly consumerId: string
  readonly purposes: readonly Purpose[]
  /** Actions that the contract would allow; none named: they are not looked at. */
  readonly actions?: readonly Action[]
  /** Last moment of the contract, ms. */
  readonly until: number
  /** `table.column` of the product. */
  readonly fields: readonly string[]
  readonly now: number
}

export interface Covering {
  /** Does the use of this product need an authority? */
  readonly required: boolean
  /** The last link of the chain that covers it, also where none is required; null: no chain does. */
  readonly id: string | null
  /** In plain English, and the same in Chinese. Where no chain covers: what the nearest one lacks. */
  readonly why: string
  readonly whyZh: string
  /** The link that falls short, and in what; null where there is none at all. */
  readonly short: Shortfall | null
}

interface Data extends WantedData {
  readonly ownerId: string
  readonly rules: readonly AuthorityRule[]
}

/**
 * Looks for the live chain under which this contract may be made. A chain counts when its first link is granted by the
 * body whose data it is, when the provider stands in it, and when it ends at the consumer, or at a provider that
 * operates data of others.
 */
export async function coveringAuthority(core: Core, input: CoveringInput): Promise<Covering> {
  const data = await dataOf(core.db, input)
  const needing = data.filter((one) => needsAuthority(one, input.providerId))
  const required = needing.length > 0
  // Where none is required, a chain is still shown when it covers all of the product.
  const wanted = {
    data: required ? needing : data,
    purposes: input.purposes,
    actions: input.actions ?? [],
    until: input.until,
  }
  const chains = await candidates(core.db, input)
  const zoneOf = await zonesOf(core.db, chains.flat())
  let nearest: { depth: number; short: Shortfall } | null = null
  for (const chain of chains) {
    if (!mayBegin(chain[0]!, wanted.data) || !fits(chain, input)) continue
    const short = chainShort(chain, wanted, input.now, zoneOf)
    if (!short) return covered(required, chain)
    const depth = chain.findIndex((link) => link.id === short.linkId)
    if (!nearest || depth > nearest.depth) nearest = { depth, short }
  }
  return notCovered(required, nearest?.short ?? null)
}

const covered = (required: boolean, chain: readonly Link[]): Covering => ({
  required,
  id: chain.at(-1)!.id,
  why: `the chain of ${chain.length} link(s) is in force and covers this use`,
  whyZh: `${chain.length} 级授权链有效，覆盖此次使用`,
  short: null,
})

function notCovered(required: boolean, short: Shortfall | null): Covering {
  const base = { required, id: null, short }
  if (short)
    return {
      ...base,
      why: `link ${short.linkId} falls short: ${short.en}`,
      whyZh: `授权 ${short.linkId} 不足：${short.zh}`,
    }
  if (!required) {
    return {
      ...base,
      why: 'no authority is needed: the provider processes its own data under its own mandate',
      whyZh: '无需授权：提供方依自身法定职责处理自有数据',
    }
  }
  return {
    ...base,
    why: 'no authority chain leads from the body whose data it is to this consumer; ask that body for one',
    whyZh: '没有从实施机构到该使用方的授权链，请先向实施机构申请授权',
  }
}

/** The strictest of the rules of the zone and of the data set. */
export function needsAuthority(data: Pick<Data, 'rules' | 'ownerId'>, providerId: string): boolean {
  if (data.rules.some((rule) => rule.authority === 'required')) return true
  if (!data.rules.some((rule) => rule.publicData)) return false
  return !implementersOf(data).includes(providerId)
}

/** Bodies that may begin a chain for this data: its owner, unless rules name others; every rule that names any binds. */
export function implementersOf({ rules, ownerId }: Pick<Data, 'rules' | 'ownerId'>): readonly string[] {
  const named = rules.map((rule) => rule.implementing).filter((ids) => ids.length > 0)
  if (named.length === 0) return [ownerId]
  return named.reduce((left, right) => left.filter((id) => right.includes(id)))
}

const mayBegin = (first: Link, data: readonly Data[]): boolean =>
  data.every((one) => implementersOf(one).includes(first.grantorId))

function fits(chain: readonly Link[], { providerId, consumerId }: CoveringInput): boolean {
  const bodies = [chain[0]!.grantorId, ...chain.map((link) => link.granteeId)]
  const last = chain.at(-1)!.granteeId
  return bodies.includes(providerId) && (last === consumerId || last === providerId)
}

/** Chains that end at the consumer or the provider, shortest first; those that ended are told of too. */
async function candidates(db: Db | Tx, { providerId, consumerId }: CoveringInput): Promise<Link[][]> {
  const ends = await db
    .selectFrom('authority')
    .select('id')
    .where('grantee_id', 'in', [providerId, consumerId])
    .where('state', 'not in', ['draft', 'declined'])
    .orderBy((eb) => eb('state', '=', 'accepted'), 'desc')
    .orderBy('level')
    .orderBy('created_at')
    .orderBy('id')
    .limit(200)
    .execute()
  const chains = await chainsOf(
    db,
    ends.map((end) => end.id),
  )
  return ends.map(({ id }) => chains.get(id)!.map(linkOf))
}

/** The data sets of a product with their rules and the columns that are wanted of each. */
async function dataOf(db: Db | Tx, { productId, fields }: CoveringInput): Promise<Data[]> {
  const { rows } = await sql<{
    name: string
    dataset_id: string
    zone_id: string | null
    participant_id: string
  }>`
    select t ->> 'name' as name, d.id as dataset_id, d.zone_id, d.participant_id
    from product p cross join jsonb_array_elements(p.tables) t
      join dataset_version v on v.id = (t ->> 'versionId')::uuid join dataset d on d.id = v.dataset_id
    where p.id = ${productId}`.execute(db)
  const rules = await currentRules(
    db,
    rows.flatMap((row) => [row.dataset_id, ...(row.zone_id ? [row.zone_id] : [])]),
  )
  return rows.map((row) => ({
    datasetId: row.dataset_id,
    zoneId: row.zone_id,
    name: row.name,
    ownerId: row.participant_id,
    columns: fields
      .filter((field) => field.startsWith(`${row.name}.`))
      .map((field) => field.slice(row.name.length + 1)),
    rules: [row.zone_id, row.dataset_id].flatMap((id) => rules.get(id ?? '') ?? []),
  }))
}

/** The newest version of the rule of each of these zones and data sets; the default has no row. */
export async function currentRules(
  db: Db | Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AuthorityRule>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('authority_rule')
    .distinctOn('about_id')
    .select(['about_id', 'rule'])
    .where('about_id', 'in', [...new Set(ids)])
    .orderBy('about_id')
    .orderBy('version', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.about_id, AuthorityRule.parse(row.rule)]))
}

export interface Holding {
  readonly holds: boolean
  readonly why: string
  readonly whyZh: string
  /** Links from the first to this one. */
  readonly chain: string[]
}

/**
 * Is the whole chain up to this link in force at this moment? Asked again at each use; a contract without an authority
 * rests on none, so that holds. At most three rows by key: cheap enough for every grant.
 */
export async function authorityHolds(db: Db | Tx, authorityId: string | null, now: number): Promise<Holding> {
  if (authorityId === null)
    return { holds: true, why: 'the contract rests on no authority', whyZh: '合约不以授权为前提', chain: [] }
  const chain = (await chainRows(db, authorityId)).map(linkOf)
  const ids = chain.map((link) => link.id)
  if (chain.length === 0)
    return { holds: false, why: 'there is no such authority', whyZh: '授权不存在', chain: ids }
  const fault = chainFault(chain, now, await zonesOf(db, chain))
  if (!fault)
    return { holds: true, why: 'every link of the chain is in force', whyZh: '授权链各级均有效', chain: ids }
  return {
    holds: false,
    why: `link ${fault.linkId}: ${fault.en}`,
    whyZh: `授权 ${fault.linkId}：${fault.zh}`,
    chain: ids,
  }
}
