import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { askApproval, chainOf, mustNotWait } from '../approval/ask.ts'
import type { ChainStep } from '../approval/model.ts'
import { signContract } from '../signing/actions.ts'
import { signsOutside } from '../signing/signer.ts'
import { prepareAgreement, writeAgreement } from './agree.ts'
import { lockRequest, ownRequest, type RequestRow, requestSubject } from './lock.ts'
import { mustAnswer } from './rules.ts'

export interface Accepted {
  /** Null while an approval of the own body stands in the way. */
  readonly contractId: string | null
  readonly approvalId: string | null
}

/**
 * Accepts the other side's latest version: a contract that waits for signatures comes of it, at once or when the body's
 * approval chain has passed. `n` names the version that was read.
 * @throws XinyuError NOT_FOUND, REQUEST_*, APPROVAL_WAITING, APPROVERS_MISSING, and what `checkProposal` throws
 */
export async function acceptRequest(
  core: Core,
  actor: UserActor,
  requestId: string,
  comment: string | null,
  n?: number,
): Promise<Acted<Accepted>> {
  const { request, side } = await ownRequest(core, requestId, actor.participantId)
  mustAnswer(request, side, n)
  const steps = await stepsFor(core, actor, request, side === 'provider')
  if (steps.length === 0) return acceptNow(core, actor, requestId, comment, request.round)
  await prepareAgreement(core, request)
  return act(core, actor, async (scope) => {
    const { request: locked } = await lockRequest(scope.tx, requestId, actor.participantId)
    mustAnswer(locked, side, request.round)
    const approvalId = await askApproval(scope, actor, {
      act: 'accept',
      subjectId: requestId,
      input: { comment, n: locked.round },
      subject: requestSubject(locked),
      steps,
    })
    return { contractId: null, approvalId }
  })
}

/** The acceptance itself, when no approval stands in the way or the last one was given. */
export async function acceptNow(
  core: Core,
  actor: UserActor,
  requestId: string,
  comment: string | null,
  n: number,
): Promise<Acted<Accepted>> {
  const { request, side } = await ownRequest(core, requestId, actor.participantId)
  mustAnswer(request, side, n)
  const prepared = await prepareAgreement(core, request)
  return act(core, actor, async (scope) => {
    const { request: locked } = await lockRequest(scope.tx, requestId, actor.participantId)
    mustAnswer(locked, side, n)
    await mustNotWait(scope.tx, actor.participantId, 'accept', requestId)
    await mustLive(scope.tx, locked.project_id)
    const { contractId } = await writeAgreement(scope, locked, prepared, comment)
    return { contractId, approvalId: null }
  })
}

/**
 * Accepts and signs for the actor's body in one go: what a provider does who agrees to a request as it stands.
 * `contractId` is null only while an approval chain stands in the way; an approval before the signature alone leaves the
 * contract in `signing`, and so does a key that the body keeps itself: it signs outside, on the contract's page.
 */
export async function approveRequest(
  core: Core,
  actor: UserActor,
  requestId: string,
  answer: string | null,
  n?: number,
): Promise<Acted<Accepted>> {
  const accepted = await acceptRequest(core, actor, requestId, answer, n)
  const { contractId } = accepted.value
  if (contractId === null || (await signsOutside(core, actor.participantId))) return accepted
  const { hash } = await core.db
    .selectFrom('contract')
    .select('hash')
    .where('id', '=', contractId)
    .executeTakeFirstOrThrow()
  const signed = await signContract(core, actor, contractId, { hash })
  return { value: { contractId, approvalId: signed.value.approvalId }, entries: accepted.entries }
}

/** Chain of the body; a provider's answer to a risky request needs as many people as `flow.approvers` says. */
async function stepsFor(
  core: Core,
  actor: UserActor,
  request: RequestRow,
  provider: boolean,
): Promise<readonly ChainStep[]> {
  const chain = await chainOf(core, actor.participantId, 'accept')
  const level = provider ? request.risk_level : null
  const needed = level === null ? 1 : peopleFor(core, level)
  // Who asks for the approval is the first of them.
  if (chain.length + 1 >= needed) return chain
  const others = await core.db
    .selectFrom('app_user')
    .select('id')
    .where('participant_id', '=', actor.participantId)
    .where('state', '=', 'active')
    .where('id', '<>', actor.userId)
    .where((eb) => eb(eb.val('data_officer'), '=', eb.fn.any('roles')))
    .orderBy('id')
    .limit(50)
    .execute()
  const missing = needed - 1 - chain.length
  if (others.length < missing) throw new XinyuError('APPROVERS_MISSING', { level: level!, needed })
  const users = others.map((row) => row.id)
  const more = Array.from({ length: missing }, (_, at) => ({
    nameZh: `第${at + 2}名数据专员`,
    nameEn: `data officer ${at + 2}`,
    users,
  }))
  return [...chain, ...more]
}

function peopleFor(core: Core, level: 'low' | 'medium' | 'high'): number {
  const { approversLow: low, approversMedium: medium, approversHigh: high } = core.config.flow
  return { low, medium, high }[level]
}

async function mustLive(tx: Tx, projectId: string): Promise<void> {
  const project = await tx
    .selectFrom('project')
    .select('ended_at')
    .where('id', '=', projectId)
    .executeTakeFirst()
  if (project?.ended_at !== null) throw new XinyuError('PROJECT_ENDED')
}
