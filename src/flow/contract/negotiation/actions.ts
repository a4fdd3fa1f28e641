import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { recordRisk } from '../../risk/index.ts'
import { cancelApprovals } from '../approval/ask.ts'
import type { Side } from '../model.ts'
import { reassessed } from './assessed.ts'
import { checkProposal } from './check.ts'
import { lockRequest, ownRequest, requestSubject } from './lock.ts'
import { Counter as CounterShape, type Counter } from './model.ts'
import { mustAnswer, otherSide, policyHash } from './rules.ts'
import { writeVersion } from './version.ts'

/**
 * Answers the other side's version with one of its own; the turn goes over. As many rounds as it takes.
 * @throws XinyuError NOT_FOUND, REQUEST_*, POLICY_*, ZONE_*, CONTRACT_BEYOND_AUTHORITY
 */
export async function counterRequest(
  core: Core,
  actor: UserActor,
  requestId: string,
  asked: Counter,
): Promise<Acted<{ n: number }>> {
  const input = CounterShape.parse(asked)
  const { request: read, side } = await ownRequest(core, requestId, actor.participantId)
  mustAnswer(read, side, input.n)
  const parties = {
    productId: read.product_id,
    providerId: read.provider_id,
    consumerId: read.consumer_id,
    purpose: read.purpose,
  }
  await checkProposal(core, parties, input.policy)
  const risk = read.risk_level && (await reassessed(core, actor, requestId, parties, input.policy))
  return act(core, actor, async (scope) => {
    const { tx, note } = scope
    const { request } = await lockRequest(tx, requestId, actor.participantId)
    mustAnswer(request, side, input.n)
    const n = request.round + 1
    await tx
      .updateTable('access_request')
      .set({
        round: n,
        turn: otherSide(side),
        policy: JSON.stringify(input.policy),
        ...(risk ? { risk_score: risk.assessed.score, risk_level: risk.assessed.level } : {}),
      })
      .where('id', '=', requestId)
      .execute()
    const { policy, comment } = input
    await writeVersion(scope, actor, { requestId, n, side, policy, comment })
    if (risk) {
      const { providerId, consumerId } = parties
      await recordRisk(scope, { requestId, providerId, consumerId, userId: actor.userId, ...risk })
    }
    await cancelApprovals(scope, requestId)
    note({
      kind: 'request.countered',
      subject: requestSubject(request),
      payload: { n, side, policy: policyHash(policy), comment },
    })
    return { n }
  })
}

/** The provider declines, with a reason; whoever has the turn. @throws XinyuError NOT_FOUND, REQUEST_ANSWERED */
export const rejectRequest = (
  core: Core,
  actor: UserActor,
  id: string,
  answer: string,
): Promise<Acted<void>> => leave(core, actor, id, { side: 'provider', state: 'rejected', answer })

/** The asking body takes its request back; whoever has the turn. @throws XinyuError NOT_FOUND, REQUEST_ANSWERED */
export const withdrawRequest = (core: Core, actor: UserActor, id: string): Promise<Acted<void>> =>
  leave(core, actor, id, { side: 'consumer', state: 'withdrawn', answer: null })

interface Leaving {
  readonly side: Side
  readonly state: 'rejected' | 'withdrawn'
  readonly answer: string | null
}

function leave(core: Core, actor: UserActor, requestId: string, leaving: Leaving): Promise<Acted<void>> {
  return act(core, actor, async (scope) => {
    const { request, side } = await lockRequest(scope.tx, requestId, actor.participantId)
    if (side !== leaving.side) throw new XinyuError('NOT_FOUND', { what: 'request' })
    if (request.state !== 'waiting') throw new XinyuError('REQUEST_ANSWERED', { state: request.state })
    await scope.tx
      .updateTable('access_request')
      .set({ state: leaving.state, answer: leaving.answer, answered_at: scope.now })
      .where('id', '=', requestId)
      .execute()
    await cancelApprovals(scope, requestId)
    scope.note({
      kind: `request.${leaving.state}`,
      subject: requestSubject(request),
      payload: { answer: leaving.answer },
    })
  })
}
