import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { type Acted, act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { userById } from '../../../safeguard/identity/index.ts'
import { carryOut } from './carry-out.ts'
import type { ApprovedAct, Chain, NewDelegation } from './model.ts'

/** Sets or clears a chain of the own body; what waits goes on under the chain as it was. @throws XinyuError APPROVAL_USER_UNKNOWN */
export async function setChain(
  core: Core,
  actor: UserActor,
  which: ApprovedAct,
  { steps }: Chain,
): Promise<Acted<void>> {
  for (const user of new Set(steps.flatMap((step) => step.users))) await mustBeColleague(core, actor, user)
  return act(core, actor, async ({ tx, now, note }) => {
    const row = { steps: JSON.stringify(steps), changed_by: actor.userId, changed_at: now }
    await tx
      .insertInto('approval_chain')
      .values({ participant_id: actor.participantId, act: which, ...row })
      .onConflict((conflict) => conflict.columns(['participant_id', 'act']).doUpdateSet(row))
      .execute()
    note({
      kind: 'approval.chain_set',
      subject: { participant: actor.participantId },
      payload: { act: which, steps: steps.map((step) => ({ ...step, users: [...step.users] })) },
    })
  })
}

async function mustBeColleague(core: Core, actor: UserActor, userId: string): Promise<void> {
  const user = await userById(core, userId)
  if (user?.participantId !== actor.participantId || user.state !== 'active')
    throw new XinyuError('APPROVAL_USER_UNKNOWN', { user: userId })
}

/** Lets a colleague decide in the actor's place until then. @throws XinyuError APPROVAL_USER_UNKNOWN */
export async function delegate(
  core: Core,
  actor: UserActor,
  { toUserId, until }: NewDelegation,
): Promise<Acted<{ id: string }>> {
  if (toUserId === actor.userId) throw new XinyuError('APPROVAL_USER_UNKNOWN', { user: toUserId })
  await mustBeColleague(core, actor, toUserId)
  return act(core, actor, async ({ tx, now, id, note }) => {
    const delegationId = id()
    await tx
      .insertInto('delegation')
      .values({
        id: delegationId,
        participant_id: actor.participantId,
        from_user_id: actor.userId,
        to_user_id: toUserId,
        until_at: until,
        created_at: now,
        ended_at: null,
      })
      .execute()
    note({
      kind: 'delegation.made',
      subject: {
        delegation: delegationId,
        participant: actor.participantId,
        from: actor.userId,
        to: toUserId,
      },
      payload: { until },
    })
    return { id: delegationId }
  })
}

/** Takes an own delegation back. @throws XinyuError NOT_FOUND */
export function endDelegation(core: Core, actor: UserActor, id: string): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .updateTable('delegation')
      .set({ ended_at: now })
      .where('id', '=', id)
      .where('from_user_id', '=', actor.userId)
      .where('ended_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'delegation' })
    note({ kind: 'delegation.ended', subject: { delegation: id, participant: actor.participantId } })
  })
}

export interface Voted {
  readonly state: 'waiting' | 'approved' | 'declined'
  /** What came of the last approval: the contract that was made or signed, or the offer that was opened. */
  readonly contractId: string | null
  readonly offerId: string | null
}

/**
 * Decides the present step of an approval. The last approval carries the act out in the voter's name; a decline closes
 * it and leaves what it was about as it was.
 * @throws XinyuError NOT_FOUND, APPROVAL_CLOSED, APPROVAL_NOT_YOURS, APPROVAL_OWN, and what the act itself throws
 */
export async function vote(
  core: Core,
  actor: UserActor,
  approvalId: string,
  decision: 'approve' | 'decline',
  comment: string | null,
): Promise<Acted<Voted>> {
  const acted = await act(core, actor, async (scope) => {
    const row = await lockApproval(scope.tx, approvalId, actor)
    const step = row.steps[row.step]!
    const forUser = await standsFor(scope, actor, step)
    if (row.asked_by === actor.userId) throw new XinyuError('APPROVAL_OWN')
    const last = row.step + 1 >= row.steps.length
    const state = decision === 'decline' ? 'declined' : last ? 'approved' : 'waiting'
    await scope.tx
      .updateTable('approval')
      .set({
        state,
        step: state === 'waiting' ? row.step + 1 : row.step,
        closed_at: state === 'waiting' ? null : scope.now,
      })
      .where('id', '=', approvalId)
      .execute()
    await scope.tx
      .insertInto('approval_vote')
      .values({
        approval_id: approvalId,
        step: row.step,
        user_id: actor.userId,
        for_user_id: forUser,
        decision,
        comment,
        at: scope.now,
      })
      .execute()
    scope.note({
      kind: `approval.${decision === 'decline' ? 'declined' : 'approved'}`,
      subject: { approval: approvalId, participant: actor.participantId, about: row.subject_id },
      payload: { act: row.act, step: row.step, comment, state, forUser },
    })
    const next = row.steps[row.step + 1]
    if (state === 'waiting' && next)
      scope.emit('approval.waiting', { approvalId, participantId: actor.participantId, users: next.users })
    return { state, row } as const
  })
  const { state, row } = acted.value
  const done = state === 'approved' ? await carryOut(core, actor, row) : { contractId: null, offerId: null }
  return { value: { state, ...done }, entries: acted.entries }
}

/** Takes back what waits for an approval: who asked, or a data officer of the body. @throws XinyuError NOT_FOUND, APPROVAL_CLOSED */
export function cancelApproval(core: Core, actor: UserActor, approvalId: string): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await lockApproval(tx, approvalId, actor)
    if (row.asked_by !== actor.userId && !actor.roles.includes('data_officer'))
      throw new XinyuError('NOT_FOUND', { what: 'approval' })
    await tx
      .updateTable('approval')
      .set({ state: 'cancelled', closed_at: now })
      .where('id', '=', approvalId)
      .execute()
    note({
      kind: 'approval.cancelled',
      subject: { approval: approvalId, participant: actor.participantId, about: row.subject_id },
    })
  })
}

async function lockApproval(tx: Tx, id: string, actor: UserActor) {
  const row = await tx.selectFrom('approval').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row || row.participant_id !== actor.participantId)
    throw new XinyuError('NOT_FOUND', { what: 'approval' })
  if (row.state !== 'waiting') throw new XinyuError('APPROVAL_CLOSED', { state: row.state })
  return row
}

/** Null: in the own name. A user id: for that colleague, by a live delegation. @throws XinyuError APPROVAL_NOT_YOURS */
async function standsFor(
  { tx, now }: ActionScope,
  actor: UserActor,
  step: { readonly users: readonly string[]; readonly nameZh: string; readonly nameEn: string },
): Promise<string | null> {
  if (step.users.includes(actor.userId)) return null
  const row = await tx
    .selectFrom('delegation')
    .select('from_user_id')
    .where('to_user_id', '=', actor.userId)
    .where('participant_id', '=', actor.participantId)
    .where('from_user_id', 'in', [...step.users])
    .where('until_at', '>', now)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new XinyuError('APPROVAL_NOT_YOURS', { step: `${step.nameZh} / ${step.nameEn}` })
  return row.from_user_id
}
