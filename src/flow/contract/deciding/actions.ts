import type { UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { userById } from '../../../safeguard/identity/index.ts'
import { offerById, policyOf } from '../../policy/index.ts'
import { differences } from '../document/differences.ts'
import { approveRequest } from '../negotiation/accept.ts'
import { rejectRequest } from '../negotiation/actions.ts'
import { Deciding, type DecidingView } from './model.ts'
import { type Answer, answerOf } from './rules.ts'

/**
 * Sets how requests under an own offer are answered; automatic acceptance signs under the standing instruction of the
 * officer who sets it. @throws XinyuError NOT_FOUND
 */
export async function setDeciding(
  core: Core,
  actor: UserActor,
  offerId: string,
  deciding: Deciding,
): Promise<Acted<void>> {
  await ownOffer(core, actor.participantId, offerId)
  return act(core, actor, async ({ tx, now, note }) => {
    const row = {
      mode: deciding.mode,
      script: JSON.stringify(deciding.mode === 'scripted' ? deciding.script : []),
      officer_id: actor.userId,
      changed_at: now,
    }
    await tx
      .insertInto('offer_deciding')
      .values({ offer_id: offerId, ...row })
      .onConflict((conflict) => conflict.column('offer_id').doUpdateSet(row))
      .execute()
    note({
      kind: 'offer.deciding_set',
      subject: { offer: offerId, provider: actor.participantId },
      payload: { deciding: deciding as never },
    })
  })
}

/** How requests under an own offer are answered. @throws XinyuError NOT_FOUND */
export async function decidingOf(core: Core, actor: UserActor, offerId: string): Promise<DecidingView> {
  await ownOffer(core, actor.participantId, offerId)
  const row = await core.db
    .selectFrom('offer_deciding')
    .selectAll()
    .where('offer_id', '=', offerId)
    .executeTakeFirst()
  if (!row) return { mode: 'manual', script: [], officerId: null, changedAt: null }
  const deciding = decidingIn(row)
  const script = deciding.mode === 'scripted' ? deciding.script : []
  return { mode: row.mode, script, officerId: row.officer_id, changedAt: row.changed_at }
}

async function ownOffer(core: Core, participantId: string, offerId: string): Promise<void> {
  const offer = await offerById(core, offerId)
  if (offer?.providerId !== participantId) throw new XinyuError('NOT_FOUND', { what: 'offer' })
}

const decidingIn = ({ mode, script }: { mode: string; script: unknown }): Deciding =>
  Deciding.parse(mode === 'scripted' ? { mode, script } : { mode })

/**
 * Answers a new request where its offer says so, at the moment of asking. What fails (a policy that the product no
 * longer allows, an officer who left) leaves it waiting for people: automatic answers never stand in the way.
 */
export async function decideRequest(core: Core, requestId: string): Promise<void> {
  const request = await core.db
    .selectFrom('access_request')
    .selectAll()
    .where('id', '=', requestId)
    .executeTakeFirst()
  if (request?.state !== 'waiting') return
  const row = await core.db
    .selectFrom('offer_deciding')
    .selectAll()
    .where('offer_id', '=', request.offer_id)
    .executeTakeFirst()
  const offer = row && row.mode !== 'manual' ? await offerById(core, request.offer_id) : undefined
  if (!row || !offer) return
  const answer = answerOf(decidingIn(row), {
    consumerId: request.consumer_id,
    purpose: request.purpose,
    score: request.risk_score,
    level: request.risk_level,
    differences: differences(policyOf(offer.policy), policyOf(request.policy)).map((one) => one.path),
  })
  const officer = await standingOfficer(core, row.officer_id, request.provider_id)
  if (answer.answer === 'wait' || !officer) return
  try {
    await recordAnswer(core, officer, requestId, answer)
    if (answer.answer === 'reject') await rejectRequest(core, officer, requestId, answer.comment ?? '')
    else await approveRequest(core, officer, requestId, answer.comment, request.round)
  } catch (error) {
    if (!isXinyuError(error)) throw error
    core.log.info(
      { request: requestId, code: error.code },
      'the standing instruction left a request to people',
    )
  }
}

const recordAnswer = (core: Core, officer: UserActor, requestId: string, answer: Answer) =>
  act(core, officer, async ({ note }) => {
    note({
      kind: 'request.answered_by_instruction',
      subject: { request: requestId, provider: officer.participantId },
      payload: { answer: answer.answer, rule: answer.rule, officer: officer.userId },
    })
  })

/** The officer as an actor while still a data officer of the body; else nobody signs under the instruction. */
async function standingOfficer(core: Core, userId: string, participantId: string): Promise<UserActor | null> {
  const user = await userById(core, userId)
  const stands =
    user?.state === 'active' && user.participantId === participantId && user.roles.includes('data_officer')
  return stands ? { kind: 'user', userId, participantId, roles: user.roles } : null
}
