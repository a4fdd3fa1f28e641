import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { tablesOf } from '../../supply/catalog/index.ts'
import { bodyMustBe, offerById } from '../policy/index.ts'
import type { NewRequest } from './model.ts'
import { contractHash, mustBeOfferedTo, termsOf } from './rules.ts'

/**
 * Asks for a product under an open offer, for a new or an existing project of the caller's body.
 * @throws XinyuError NOT_FOUND, OFFER_*, PURPOSE_NOT_OFFERED, PROJECT_OTHER_PURPOSE
 */
export async function makeRequest(
  core: Core,
  actor: UserActor,
  input: NewRequest,
): Promise<Acted<{ id: string }>> {
  const offer = await offerById(core, input.offerId)
  if (!offer) throw new XinyuError('NOT_FOUND', { what: 'offer' })
  mustBeOfferedTo(offer, actor.participantId, input.purpose)
  await bodyMustBe(core, actor.participantId, 'consumer')
  return act(core, actor, async ({ tx, now, id, note }) => {
    const requestId = id()
    const projectId = await projectFor(tx, actor, input, id(), now)
    await tx
      .insertInto('access_request')
      .values({
        id: requestId,
        offer_id: offer.id,
        product_id: offer.productId,
        project_id: projectId,
        provider_id: offer.providerId,
        consumer_id: actor.participantId,
        purpose: input.purpose,
        reason: input.reason,
        state: 'waiting',
        answer: null,
        contract_id: null,
        policy: JSON.stringify(offer.policy),
        created_by: actor.userId,
        created_at: now,
        answered_at: null,
      })
      .execute()
    note({
      kind: 'request.made',
      subject: {
        request: requestId,
        offer: offer.id,
        project: projectId,
        provider: offer.providerId,
        consumer: actor.participantId,
      },
      payload: { purpose: input.purpose, reason: input.reason },
    })
    return { id: requestId }
  })
}

async function projectFor(
  tx: Tx,
  actor: UserActor,
  input: NewRequest,
  newId: string,
  now: number,
): Promise<string> {
  if ('id' in input.project) {
    const found = await tx
      .selectFrom('project')
      .selectAll()
      .where('id', '=', input.project.id)
      .executeTakeFirst()
    if (!found || found.consumer_id !== actor.participantId)
      throw new XinyuError('NOT_FOUND', { what: 'project' })
    if (found.ended_at !== null) throw new XinyuError('PROJECT_ENDED')
    if (found.purpose !== input.purpose)
      throw new XinyuError('PROJECT_OTHER_PURPOSE', { purpose: found.purpose })
    return found.id
  }
  const { title } = input.project
  await tx
    .insertInto('project')
    .values({
      id: newId,
      consumer_id: actor.participantId,
      title,
      purpose: input.purpose,
      created_at: now,
      ended_at: null,
    })
    .execute()
  return newId
}

/** The provider agrees: the contract comes into force. @throws XinyuError NOT_FOUND, REQUEST_ANSWERED */
export async function approveRequest(
  core: Core,
  actor: UserActor,
  requestId: string,
  answer: string | null,
): Promise<Acted<{ contractId: string }>> {
  const tables = await versionsAskedFor(core, requestId)
  return act(core, actor, async ({ tx, now, id, note }) => {
    const request = await waitingRequest(tx, requestId, 'provider_id', actor)
    const contractId = id()
    const terms = termsOf({ contractId, request, tables, agreedAt: now })
    const hash = contractHash(terms)
    await tx
      .insertInto('contract')
      .values({
        id: contractId,
        product_id: request.product_id,
        project_id: request.project_id,
        provider_id: request.provider_id,
        consumer_id: request.consumer_id,
        state: 'active',
        end_reason: null,
        hash,
        terms: JSON.stringify(terms),
        until_at: terms.policy.until,
        max_runs: terms.policy.maxRuns,
        runs_used: 0,
        runs_leased: 0,
        epoch: 1,
        created_at: now,
      })
      .execute()
    await tx
      .updateTable('access_request')
      .set({ state: 'approved', answer, contract_id: contractId, answered_at: now })
      .where('id', '=', requestId)
      .execute()
    note({
      kind: 'contract.agreed',
      subject: {
        contract: contractId,
        request: requestId,
        product: request.product_id,
        project: request.project_id,
        provider: request.provider_id,
        consumer: request.consumer_id,
      },
      payload: { terms, hash, answer },
    })
    return { contractId }
  })
}

/** The immutable versions that a requested product binds: read before the action, which holds a connection of its own. */
async function versionsAskedFor(core: Core, requestId: string): Promise<Record<string, string>> {
  const request = await core.db
    .selectFrom('access_request')
    .select('product_id')
    .where('id', '=', requestId)
    .executeTakeFirst()
  if (!request) throw new XinyuError('NOT_FOUND', { what: 'request' })
  const tables = await tablesOf(core, request.product_id)
  return Object.fromEntries(tables.map((table) => [table.name, table.versionId]))
}

/** The provider declines, with a reason. @throws XinyuError NOT_FOUND, REQUEST_ANSWERED */
export const rejectRequest = (
  core: Core,
  actor: UserActor,
  id: string,
  answer: string,
): Promise<Acted<void>> => closeRequest(core, actor, id, { side: 'provider_id', state: 'rejected', answer })

/** The asking body takes its request back. @throws XinyuError NOT_FOUND, REQUEST_ANSWERED */
export const withdrawRequest = (core: Core, actor: UserActor, id: string): Promise<Acted<void>> =>
  closeRequest(core, actor, id, { side: 'consumer_id', state: 'withdrawn', answer: null })

interface Closing {
  readonly side: 'provider_id' | 'consumer_id'
  readonly state: 'rejected' | 'withdrawn'
  readonly answer: string | null
}

function closeRequest(
  core: Core,
  actor: UserActor,
  requestId: string,
  closing: Closing,
): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const request = await waitingRequest(tx, requestId, closing.side, actor)
    await tx
      .updateTable('access_request')
      .set({ state: closing.state, answer: closing.answer, answered_at: now })
      .where('id', '=', requestId)
      .execute()
    note({
      kind: `request.${closing.state}`,
      subject: { request: requestId, provider: request.provider_id, consumer: request.consumer_id },
      payload: { answer: closing.answer },
    })
  })
}

async function waitingRequest(tx: Tx, id: string, side: Closing['side'], actor: UserActor) {
  const request = await tx
    .selectFrom('access_request')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  // Another body's request looks the same as none (design rule 4).
  if (!request || request[side] !== actor.participantId)
    throw new XinyuError('NOT_FOUND', { what: 'request' })
  if (request.state !== 'waiting') throw new XinyuError('REQUEST_ANSWERED', { state: request.state })
  return request
}
