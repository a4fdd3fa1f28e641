import type { Page } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { NoticeState, NoticeView } from './model.ts'

export interface NoticeFilter extends Page {
  readonly state?: NoticeState | undefined
  readonly contractId?: string | undefined
}

/** Notices of one provider, newest first. */
export async function listNotices(
  core: Core,
  providerId: string,
  filter: NoticeFilter,
): Promise<{ items: NoticeView[]; total: number }> {
  let query = core.db.selectFrom('grant_notice').where('provider_id', '=', providerId)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.contractId) query = query.where('contract_id', '=', filter.contractId)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  const items = rows.map((row) => ({
    id: row.id,
    runId: row.run_id,
    contractId: row.contract_id,
    providerId: row.provider_id,
    consumerId: row.consumer_id,
    action: row.action,
    kind: row.kind,
    purpose: row.purpose,
    state: row.state,
    answerUntil: row.answer_until,
    silence: row.silence,
    createdAt: row.created_at,
    answeredAt: row.answered_at,
    answeredBy: row.answered_by,
    reason: row.reason,
    delivery: row.delivery,
  }))
  return { items, total: count }
}
