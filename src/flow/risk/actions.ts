import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Acted, act, type ActionScope, type Core } from '../../safeguard/evidence/index.ts'
import { participantById } from '../../safeguard/identity/index.ts'
import type { Assessed, RiskFacts, RiskForm } from './model.ts'

export interface NewRecord {
  readonly requestId: string
  readonly providerId: string
  readonly consumerId: string
  readonly userId: string
  readonly form: RiskForm
  readonly facts: RiskFacts
  readonly assessed: Assessed
}

/** Keeps an assessment with its request, inside the action that makes or changes the request. A new one is a new row. */
export async function recordRisk(
  { tx, now, id, note }: Pick<ActionScope, 'tx' | 'now' | 'id' | 'note'>,
  record: NewRecord,
): Promise<{ id: string; n: number }> {
  const { requestId, providerId, consumerId, form, facts, assessed } = record
  const last = await tx
    .selectFrom('risk_record')
    .select('n')
    .where('request_id', '=', requestId)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
  const recordId = id()
  const n = (last?.n ?? 0) + 1
  await tx
    .insertInto('risk_record')
    .values({
      id: recordId,
      request_id: requestId,
      n,
      provider_id: providerId,
      consumer_id: consumerId,
      form: JSON.stringify(form),
      facts: JSON.stringify(facts),
      result: JSON.stringify(assessed),
      score: assessed.score,
      level: assessed.level,
      created_by: record.userId,
      created_at: now,
    })
    .execute()
  note({
    kind: 'risk.assessed',
    subject: { risk: recordId, request: requestId, provider: providerId, consumer: consumerId },
    payload: { n, form, assessed },
  })
  return { id: recordId, n }
}

/** A providing or overseeing body writes a notice about how another dealt with data. @throws XinyuError NOT_FOUND */
export async function noteBody(
  core: Core,
  actor: UserActor,
  input: { readonly participantId: string; readonly contractId: string | null; readonly reason: string },
): Promise<Acted<{ id: string }>> {
  if (!(await participantById(core, input.participantId)))
    throw new XinyuError('NOT_FOUND', { what: 'participant' })
  return act(core, actor, async ({ tx, now, id, note }) => {
    const noticeId = id()
    await tx
      .insertInto('risk_notice')
      .values({
        id: noticeId,
        participant_id: input.participantId,
        author_id: actor.participantId,
        contract_id: input.contractId,
        reason: input.reason,
        created_by: actor.userId,
        created_at: now,
      })
      .execute()
    note({
      kind: 'risk.noticed',
      subject: {
        notice: noticeId,
        participant: input.participantId,
        ...(input.contractId && { contract: input.contractId }),
      },
      payload: { reason: input.reason },
    })
    return { id: noticeId }
  })
}
