import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { productById } from '../../../supply/catalog/index.ts'
import { bodyMustBe, offerById, policyOf } from '../../policy/index.ts'
import { recordRisk } from '../../risk/index.ts'
import { decideRequest } from '../deciding/actions.ts'
import { newNumber } from '../filing/number.ts'
import { assessed } from './assessed.ts'
import { checkProposal } from './check.ts'
import type { NewRequest } from './model.ts'
import { NewRequest as NewRequestShape } from './model.ts'
import { mustBeOfferedTo, policyHash } from './rules.ts'
import { writeVersion } from './version.ts'

/**
 * Asks for a product under an open offer, for a new or an existing project of the caller's body; with a policy it is a
 * counter-proposal. The offer's way of deciding may answer at once. `begun` is the number that the platform gave when a
 * connector began the contract (contractCreate).
 * @throws XinyuError NOT_FOUND, OFFER_*, PURPOSE_NOT_OFFERED, PROJECT_*, POLICY_*, REQUEST_POLICY_EXCLUDES,
 *   CONTRACT_BEYOND_AUTHORITY
 */
export async function makeRequest(
  core: Core,
  actor: UserActor,
  asked: NewRequest,
  begun: string | null = null,
): Promise<Acted<{ id: string; number: string }>> {
  const input = NewRequestShape.parse(asked)
  const offer = await offerById(core, input.offerId)
  if (!offer) throw new XinyuError('NOT_FOUND', { what: 'offer' })
  mustBeOfferedTo(offer, actor.participantId, input.purpose)
  await bodyMustBe(core, actor.participantId, 'consumer')
  const parties = {
    productId: offer.productId,
    providerId: offer.providerId,
    consumerId: actor.participantId,
    purpose: input.purpose,
  }
  if (input.policy) await checkProposal(core, parties, input.policy)
  const policy = input.policy ?? policyOf(offer.policy)
  const product = await productById(core, offer.productId)
  const number = begun ?? (await newNumber(core, offer.providerId))
  const risk = input.risk && (await assessed(core, parties, input.risk, policy))
  const made = await act(core, actor, async (scope) => {
    const { tx, now, id, note } = scope
    const requestId = id()
    const projectId = await projectFor(tx, actor, input, id(), now)
    const inserted = await tx
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
        policy: JSON.stringify(policy),
        created_by: actor.userId,
        created_at: now,
        answered_at: null,
        number,
        name: input.name ?? `${product?.titleZh ?? ''}使用合约`.slice(0, 128),
        abstract: input.abstract ?? input.reason.slice(0, 1024),
        sign_mode: input.signMode ?? '02',
        turn: 'provider',
        round: 1,
        risk_score: risk?.assessed.score ?? null,
        risk_level: risk?.assessed.level ?? null,
      })
      .onConflict((conflict) => conflict.column('number').doNothing())
      .executeTakeFirst()
    // Two messages at once that begin under the same number: one of them comes too late.
    if (inserted.numInsertedOrUpdatedRows !== 1n) throw new XinyuError('REQUEST_ANSWERED', { state: 'begun' })
    await writeVersion(scope, actor, { requestId, n: 1, side: 'consumer', policy, comment: input.reason })
    if (risk) {
      const { providerId, consumerId } = parties
      await recordRisk(scope, { requestId, providerId, consumerId, userId: actor.userId, ...risk })
    }
    note({
      kind: 'request.made',
      subject: {
        request: requestId,
        offer: offer.id,
        project: projectId,
        provider: offer.providerId,
        consumer: actor.participantId,
      },
      payload: {
        purpose: input.purpose,
        reason: input.reason,
        number,
        policy: policyHash(policy),
        counter: input.policy !== undefined,
      },
    })
    return { id: requestId, number }
  })
  await decideRequest(core, made.value.id)
  return made
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
