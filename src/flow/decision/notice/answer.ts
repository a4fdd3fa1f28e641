import type { Actor, UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'

export interface NoticeAnswer {
  readonly verdict: 'allow' | 'veto'
  readonly by: 'hook' | 'hand' | 'silence'
  readonly reason: string | null
}

/**
 * Settles a notice that waits; the first answer stands and later ones change nothing. Returns the verdict that stands,
 * or null when the notice waits for nothing.
 */
export async function answerNotice(
  core: Core,
  actor: Actor,
  noticeId: string,
  answer: NoticeAnswer,
): Promise<Acted<'allow' | 'veto' | null>> {
  return act(core, actor, async ({ tx, now, note, emit }) => {
    const row = await tx
      .selectFrom('grant_notice')
      .selectAll()
      .where('id', '=', noticeId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const subject = {
      notice: noticeId,
      run: row.run_id,
      contract: row.contract_id,
      provider: row.provider_id,
      consumer: row.consumer_id,
    }
    const standing = row.state === 'vetoed' ? 'veto' : row.state === 'allowed' ? 'allow' : null
    if (row.state !== 'waiting') {
      note({ kind: 'notice.answer_repeated', subject, payload: { by: answer.by, verdict: answer.verdict } })
      return standing
    }
    const { verdict, by, reason } = answer
    await tx
      .updateTable('grant_notice')
      .set({
        state: verdict === 'veto' ? 'vetoed' : 'allowed',
        answered_at: now,
        answered_by: by,
        reason,
      })
      .where('id', '=', noticeId)
      .execute()
    note({
      kind: verdict === 'veto' ? 'notice.vetoed' : 'notice.allowed',
      subject,
      payload: { by, reason, waitedMs: now - row.created_at },
    })
    emit('notice.answered', { noticeId, verdict })
    return verdict
  })
}

/** The provider vetoes by hand, while the grant still waits. @throws XinyuError NOT_FOUND, NOTICE_NOT_WAITING */
export async function vetoNotice(
  core: Core,
  actor: UserActor,
  noticeId: string,
  reason: string,
): Promise<void> {
  const row = await core.db
    .selectFrom('grant_notice')
    .select(['provider_id', 'state'])
    .where('id', '=', noticeId)
    .executeTakeFirst()
  if (row?.provider_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'notice' })
  if (row.state !== 'waiting') throw new XinyuError('NOTICE_NOT_WAITING', { state: row.state })
  const { value } = await answerNotice(core, actor, noticeId, { verdict: 'veto', by: 'hand', reason })
  if (value !== 'veto') throw new XinyuError('NOTICE_NOT_WAITING', { state: value ?? 'told' })
}
