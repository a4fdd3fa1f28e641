import type { UserActor } from '../../../kernel/actor.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { APPROVED_ACTS, type ApprovalView, type ChainView, type DelegationView } from './model.ts'

/** The chains of a body, one row for each act that can have one. */
export async function chainsOf(core: Core, participantId: string): Promise<ChainView[]> {
  const rows = await core.db
    .selectFrom('approval_chain')
    .selectAll()
    .where('participant_id', '=', participantId)
    .execute()
  return APPROVED_ACTS.map((act) => {
    const row = rows.find((one) => one.act === act)
    const steps = (row?.steps ?? []).map((step) => ({ ...step, users: [...step.users] }))
    return { act, steps, changedAt: row?.changed_at ?? null }
  })
}

export interface ApprovalFilter extends Page {
  readonly state?: ApprovalView['state'] | undefined
}

/** Approvals of the actor's body, those that wait first. */
export async function listApprovals(
  core: Core,
  actor: UserActor,
  { state, limit, offset }: ApprovalFilter,
): Promise<{ items: ApprovalView[]; total: number }> {
  let query = core.db.selectFrom('approval').where('participant_id', '=', actor.participantId)
  if (state) query = query.where('state', '=', state)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy((eb) => eb('state', '=', 'waiting'), 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const votes = await votesOf(
    core,
    rows.map((row) => row.id),
  )
  const represented = await representedBy(core, actor)
  const items = rows.map((row) => ({
    id: row.id,
    act: row.act,
    subjectId: row.subject_id,
    steps: row.steps.map((step) => ({ ...step, users: [...step.users] })),
    step: row.step,
    state: row.state,
    mine:
      row.state === 'waiting' &&
      row.asked_by !== actor.userId &&
      (row.steps[row.step]?.users ?? []).some((user) => represented.has(user)),
    askedBy: row.asked_by,
    createdAt: row.created_at,
    closedAt: row.closed_at,
    votes: votes
      .filter((vote) => vote.approval_id === row.id)
      .map((vote) => ({
        step: vote.step,
        userId: vote.user_id,
        forUserId: vote.for_user_id,
        decision: vote.decision,
        comment: vote.comment,
        at: vote.at,
      })),
  }))
  return { items, total: count }
}

async function votesOf(core: Core, ids: readonly string[]) {
  if (ids.length === 0) return []
  return core.db
    .selectFrom('approval_vote')
    .selectAll()
    .where('approval_id', 'in', [...ids])
    .orderBy('step')
    .execute()
}

/** The actor and those colleagues who delegated to him now. */
async function representedBy(core: Core, actor: UserActor): Promise<ReadonlySet<string>> {
  const rows = await core.db
    .selectFrom('delegation')
    .select('from_user_id')
    .where('to_user_id', '=', actor.userId)
    .where('participant_id', '=', actor.participantId)
    .where('until_at', '>', core.clock.now())
    .where('ended_at', 'is', null)
    .execute()
  return new Set([actor.userId, ...rows.map((row) => row.from_user_id)])
}

/** Live delegations from or to the actor. */
export async function delegationsOf(core: Core, actor: UserActor): Promise<DelegationView[]> {
  const rows = await core.db
    .selectFrom('delegation')
    .selectAll()
    .where((eb) => eb.or([eb('from_user_id', '=', actor.userId), eb('to_user_id', '=', actor.userId)]))
    .where('until_at', '>', core.clock.now())
    .where('ended_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    fromUserId: row.from_user_id,
    toUserId: row.to_user_id,
    until: row.until_at,
    createdAt: row.created_at,
  }))
}
