import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type Participant, participantsByIds } from '../../safeguard/identity/index.ts'
import { productsByIds } from '../../supply/catalog/index.ts'
import { policyOf } from '../policy/index.ts'
import type { ContractRow } from './lock.ts'
import type { ContractState, ContractTerms, ContractView, ProjectView } from './model.ts'
import { contractStatus } from './rules.ts'
import { contractIntact, contractUnaltered, isValidFor } from './signing/rules.ts'

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
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: await contractViews(core, rows), total: count }
}

const selectContracts = (core: Core) => core.db.selectFrom('contract').selectAll()

/** One contract, whoever asks: the caller checks the side. */
export async function contractById(core: Core, id: string): Promise<ContractView | undefined> {
  const rows = await selectContracts(core).where('id', '=', id).execute()
  return (await contractViews(core, rows))[0]
}

/** The same by its number of 47 characters, as messages between systems name it. */
export async function contractByNumber(core: Core, number: string): Promise<ContractView | undefined> {
  const rows = await selectContracts(core).where('number', '=', number).execute()
  return (await contractViews(core, rows))[0]
}

async function contractViews(core: Core, rows: readonly ContractRow[]): Promise<ContractView[]> {
  const { names, bodies } = await namesOf(core, rows)
  const projects = await projectTitles(
    core,
    rows.map((row) => row.project_id),
  )
  return rows.map((row) => {
    const terms = shownTerms(row, bodies)
    return {
      id: row.id,
      number: row.number ?? '',
      state: row.state,
      statusCode: contractStatus(row.state),
      endReason: row.end_reason,
      voidReason: row.void_reason,
      hash: row.hash,
      termsVersion: terms === row.terms ? (2 as const) : (1 as const),
      terms,
      signatures: row.signatures.map((signature) => {
        const party = terms.parties.find((one) => one.participantId === signature.participantId)
        const { participantId, role, algorithm, keyId, label, signedAt } = signature
        const valid = party !== undefined && isValidFor(party, signature, row.hash)
        return { participantId, role, algorithm, keyId, label, signedAt, valid }
      }),
      intact: standing(row),
      requestId: row.request_id,
      verificationCode: row.code,
      endProposal:
        row.end_proposed_by === null
          ? null
          : { side: row.end_proposed_by, reason: row.end_proposed_reason ?? '' },
      ...names(row),
      projectTitle: projects.get(row.project_id) ?? '',
      runsUsed: row.runs_used,
      runsLeased: row.runs_leased,
      createdAt: row.created_at,
      filedAt: row.filed_at,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      destroyedAt: row.destroyed_at,
    }
  })
}

/** Does the row hold what it should in its state? Before all have signed, and after a refusal, signatures may be missing. */
export const standing = (row: ContractRow): boolean =>
  (row.state === 'signing' || row.state === 'void' ? contractUnaltered(row) : contractIntact(row)).intact

/** Terms v1 had neither number, parties nor text: they are shown in today's shape and never enforced. */
function shownTerms(row: ContractRow, bodies: ReadonlyMap<string, Participant>): ContractTerms {
  if ((row.terms.v as number) === 2) return row.terms
  const party = (participantId: string, role: '01' | '02') => ({
    participantId,
    uscc: bodies.get(participantId)?.uscc ?? '',
    name: bodies.get(participantId)?.nameZh ?? '',
    role,
  })
  return {
    ...row.terms,
    v: 2,
    number: '0'.repeat(47),
    name: '—',
    abstract: '',
    parties: [party(row.provider_id, '01'), party(row.consumer_id, '02')],
    signMode: '02',
    policy: policyOf(row.terms.policy),
    textZh: '',
    textEn: '',
    authorityId: null,
  }
}

/** Projects of one body with their contracts. */
export async function listProjects(core: Core, consumerId: string): Promise<ProjectView[]> {
  const rows = await core.db
    .selectFrom('project')
    .selectAll()
    .where('consumer_id', '=', consumerId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
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

/** Titles of products and names of bodies for rows that name them. */
export async function namesOf(core: Core, rows: readonly Named[]) {
  const products = await productsByIds(
    core,
    rows.map((row) => row.product_id),
  )
  const bodies = await participantsByIds(
    core,
    rows.flatMap((row) => [row.provider_id, row.consumer_id]),
  )
  const names = (row: Named) => ({
    productTitleZh: products.get(row.product_id)?.titleZh ?? '',
    productTitleEn: products.get(row.product_id)?.titleEn ?? '',
    providerNameZh: bodies.get(row.provider_id)?.nameZh ?? '',
    providerNameEn: bodies.get(row.provider_id)?.nameEn ?? '',
    consumerNameZh: bodies.get(row.consumer_id)?.nameZh ?? '',
    consumerNameEn: bodies.get(row.consumer_id)?.nameEn ?? '',
  })
  return { names, bodies }
}

export async function projectTitles(core: Core, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('project')
    .select(['id', 'title'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row.title]))
}
