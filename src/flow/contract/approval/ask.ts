import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import type { ActionScope, Core } from '../../../safeguard/evidence/index.ts'
import type { ApprovedAct, ChainStep } from './model.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    /** An approval waits for the people of its present step. */
    'approval.waiting': { approvalId: string; participantId: string; users: readonly string[] }
  }
}

/** The steps that stand before an act of a body; none: one officer decides. */
export async function chainOf(
  core: Pick<Core, 'db'>,
  participantId: string,
  act: ApprovedAct,
): Promise<readonly ChainStep[]> {
  const row = await core.db
    .selectFrom('approval_chain')
    .select('steps')
    .where('participant_id', '=', participantId)
    .where('act', '=', act)
    .executeTakeFirst()
  return (row?.steps ?? []).map((step) => ({ ...step, users: [...step.users] }))
}

interface Asked {
  readonly act: ApprovedAct
  readonly subjectId: string
  readonly input: Json
  readonly subject: Readonly<Record<string, string>>
  /** Instead of the configured chain, where the risk of a request asks for more people. */
  readonly steps?: readonly ChainStep[]
}

/** Puts an act before the body's chain, in the caller's transaction. @throws XinyuError APPROVAL_WAITING */
export async function askApproval(scope: ActionScope, actor: UserActor, asked: Asked): Promise<string> {
  const { tx, now, id, note, emit } = scope
  await mustNotWait(tx, actor.participantId, asked.act, asked.subjectId)
  const steps = asked.steps ?? (await chainOf({ db: tx }, actor.participantId, asked.act))
  const approvalId = id()
  const { act, input, subject, subjectId } = asked
  await tx
    .insertInto('approval')
    .values({
      id: approvalId,
      participant_id: actor.participantId,
      act,
      subject_id: subjectId,
      input: JSON.stringify(input),
      steps: JSON.stringify(steps),
      step: 0,
      state: 'waiting',
      asked_by: actor.userId,
      created_at: now,
      closed_at: null,
    })
    .execute()
  note({
    kind: 'approval.asked',
    subject: { ...subject, approval: approvalId, participant: actor.participantId },
    payload: { act, steps: steps.length },
  })
  emit('approval.waiting', {
    approvalId,
    participantId: actor.participantId,
    users: steps[0]?.users ?? [],
  })
  return approvalId
}

/** @throws XinyuError APPROVAL_WAITING */
export async function mustNotWait(
  db: Db | Tx,
  participantId: string,
  act: ApprovedAct,
  subjectId: string,
): Promise<void> {
  const row = await db
    .selectFrom('approval')
    .select('id')
    .where('participant_id', '=', participantId)
    .where('act', '=', act)
    .where('subject_id', '=', subjectId)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  if (row) throw new XinyuError('APPROVAL_WAITING', {}, { detail: { approvalId: row.id } })
}

/** What an approval was asked for is gone or was answered otherwise. */
export async function cancelApprovals({ tx, now }: ActionScope, subjectId: string): Promise<void> {
  await tx
    .updateTable('approval')
    .set({ state: 'cancelled', closed_at: now })
    .where('subject_id', '=', subjectId)
    .where('state', '=', 'waiting')
    .execute()
}
