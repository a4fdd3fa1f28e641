import type { Core } from '../../../safeguard/evidence/index.ts'
import type { AlertView, Severity } from '../model.ts'
import { bodyNames } from '../names.ts'

export interface AlertFilter {
  readonly severity?: Severity | undefined
  readonly rule?: string | undefined
  /** ms since 1970, inclusive. */
  readonly from?: number | undefined
  readonly until?: number | undefined
  readonly caseIds?: readonly string[] | undefined
  readonly offset: number
  readonly limit: number
}

/** Alerts, newest first. */
export async function listAlerts(
  core: Core,
  filter: AlertFilter,
): Promise<{ items: AlertView[]; total: number }> {
  let query = core.db.selectFrom('watch_alert')
  if (filter.severity) query = query.where('severity', '=', filter.severity)
  if (filter.rule) query = query.where('rule', '=', filter.rule)
  if (filter.from !== undefined) query = query.where('raised_at', '>=', filter.from)
  if (filter.until !== undefined) query = query.where('raised_at', '<=', filter.until)
  if (filter.caseIds) query = query.where('case_id', 'in', [...filter.caseIds, NO_CASE])
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('raised_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  const names = await bodyNames(
    core,
    rows.map((row) => row.participant_id),
  )
  const items = rows.map((row) => ({
    id: row.id,
    rule: row.rule,
    severity: row.severity,
    reaction: row.reaction,
    participantId: row.participant_id,
    participantNameZh: names.zh(row.participant_id),
    participantNameEn: names.en(row.participant_id),
    userId: row.user_id,
    projectId: row.project_id,
    seatId: row.seat_id,
    zh: row.zh,
    en: row.en,
    leaves: row.leaves,
    caseId: row.case_id,
    at: row.at,
    blockedAfterMs: row.blocked_at === null ? null : row.blocked_at - row.at,
  }))
  return { items, total: count }
}

/** Keeps a list of no cases from reading as any case. */
const NO_CASE = '00000000-0000-0000-0000-000000000000'

/** Alerts of cases that are not closed, by seat. */
export async function openAlertsBySeat(core: Core): Promise<ReadonlyMap<string, number>> {
  const rows = await core.db
    .selectFrom('watch_alert as a')
    .innerJoin('watch_case as c', 'c.id', 'a.case_id')
    .where('c.state', '<>', 'closed')
    .where('a.seat_id', 'is not', null)
    .select((eb) => ['a.seat_id', eb.fn.countAll<number>().as('count')])
    .groupBy('a.seat_id')
    .execute()
  return new Map(rows.map((row) => [row.seat_id!, row.count]))
}
