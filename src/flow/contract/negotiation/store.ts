import type { UserActor } from '../../../kernel/actor.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { policyOf } from '../../policy/index.ts'
import { requestStatus } from '../rules.ts'
import { namesOf, projectTitles } from '../store.ts'
import { ownRequest, type RequestRow } from './lock.ts'
import type { RequestVersion, RequestView } from './model.ts'

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
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: await requestViews(core, rows, filter.participantId), total: count }
}

/** One negotiation of the actor's body. @throws XinyuError NOT_FOUND */
export async function requestById(
  core: Core,
  actor: Pick<UserActor, 'participantId'>,
  id: string,
): Promise<RequestView> {
  const { request } = await ownRequest(core, id, actor.participantId)
  return (await requestViews(core, [request], actor.participantId))[0]!
}

/** The same by its number of 47 characters, whoever asks: the caller checks the side. */
export async function requestByNumber(core: Core, number: string): Promise<RequestView | undefined> {
  const row = await core.db
    .selectFrom('access_request')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst()
  return row && (await requestViews(core, [row], row.provider_id))[0]
}

/** Every version of a negotiation of the actor's body, oldest first. @throws XinyuError NOT_FOUND */
export async function requestVersions(
  core: Core,
  actor: Pick<UserActor, 'participantId'>,
  id: string,
): Promise<RequestVersion[]> {
  await ownRequest(core, id, actor.participantId)
  return versionsOf(core, id)
}

/** Every version of a negotiation, whoever asks. */
export async function versionsOf(core: Core, requestId: string): Promise<RequestVersion[]> {
  const rows = await core.db
    .selectFrom('request_version')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('n')
    .execute()
  return rows.map((row) => ({
    n: row.n,
    side: row.side,
    policy: policyOf(row.policy),
    hash: row.hash,
    comment: row.comment,
    userId: row.user_id,
    at: row.at,
  }))
}

async function requestViews(core: Core, rows: readonly RequestRow[], reader: string): Promise<RequestView[]> {
  const { names } = await namesOf(core, rows)
  const projects = await projectTitles(
    core,
    rows.map((row) => row.project_id),
  )
  const states = await contractStates(core, rows)
  const approvals = await approvalsOf(core, rows, reader)
  return rows.map((row) => ({
    id: row.id,
    number: row.number ?? '',
    name: row.name,
    abstract: row.abstract,
    signMode: row.sign_mode,
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
    statusCode: requestStatus(row, states.get(row.contract_id ?? '') ?? null),
    turn: row.turn,
    round: row.round,
    answer: row.answer,
    contractId: row.contract_id,
    policy: policyOf(row.policy),
    risk:
      row.risk_level === null || row.risk_score === null
        ? null
        : { score: row.risk_score, level: row.risk_level },
    approvalId: approvals.get(row.id) ?? null,
    createdAt: row.created_at,
    answeredAt: row.answered_at,
  }))
}

async function contractStates(core: Core, rows: readonly RequestRow[]) {
  const ids = rows.flatMap((row) => (row.contract_id === null ? [] : [row.contract_id]))
  if (ids.length === 0) return new Map<string, never>()
  const found = await core.db.selectFrom('contract').select(['id', 'state']).where('id', 'in', ids).execute()
  return new Map(found.map((row) => [row.id, row.state]))
}

async function approvalsOf(core: Core, rows: readonly RequestRow[], reader: string) {
  const ids = rows.filter((row) => row.state === 'waiting').map((row) => row.id)
  if (ids.length === 0) return new Map<string, never>()
  const found = await core.db
    .selectFrom('approval')
    .select(['id', 'subject_id'])
    .where('participant_id', '=', reader)
    .where('subject_id', 'in', ids)
    .where('state', '=', 'waiting')
    .execute()
  return new Map(found.map((row) => [row.subject_id, row.id]))
}
