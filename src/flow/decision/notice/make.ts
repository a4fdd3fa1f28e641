import type { ActionScope } from '../../../safeguard/evidence/index.ts'
import type { UseContract } from '../lock.ts'
import type { UseRequest } from '../request.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    /** The provider, or its silence, answered a notice. */
    'notice.answered': { noticeId: string; verdict: 'allow' | 'veto' }
  }
}

/** What the provider is told of a grant. Plain JSON; ids, an action and a purpose, never a person. */
export interface Notice {
  readonly id: string
  readonly runId: string
  readonly contractId: string
  readonly contractNumber: string | null
  readonly providerId: string
  readonly consumerId: string
  readonly action: string
  readonly kind: string
  readonly purpose: string
  readonly at: number
  /** Last moment of the answer; null where the contract gives no veto. */
  readonly answerUntil: number | null
  readonly silence: 'allow' | 'deny'
}

/** Writes the notice of a grant in the transaction that grants (TC609-6-2025-15 §8.1: told before data is opened). */
export async function makeNotice(
  { tx, now, id }: ActionScope,
  row: UseContract,
  request: UseRequest,
  runId: string,
): Promise<Notice> {
  const { veto, waitMs, silence } = row.terms.policy.notice
  const notice: Notice = {
    id: id(),
    runId,
    contractId: row.id,
    contractNumber: row.number,
    providerId: row.provider_id,
    consumerId: row.consumer_id,
    action: request.action,
    kind: request.kind,
    purpose: request.purpose,
    at: now,
    answerUntil: veto ? now + waitMs : null,
    silence,
  }
  await tx
    .insertInto('grant_notice')
    .values({
      id: notice.id,
      run_id: runId,
      contract_id: row.id,
      provider_id: row.provider_id,
      consumer_id: row.consumer_id,
      action: request.action,
      kind: request.kind,
      purpose: request.purpose,
      state: veto ? 'waiting' : 'told',
      answer_until: notice.answerUntil,
      silence,
      created_at: now,
      answered_at: null,
      answered_by: null,
      reason: null,
      delivery: null,
    })
    .execute()
  return notice
}
