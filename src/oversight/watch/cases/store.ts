import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { listAlerts } from '../alerts/store.ts'
import type { CaseState, CaseView } from '../model.ts'
import { bodyNames, officerNames } from '../names.ts'
import { shippedRule } from '../rules/shipped.ts'

const MOST_ALERTS = 200

export interface CaseFilter {
  readonly state?: CaseState | undefined
  readonly offset: number
  readonly limit: number
}

/** What people say of a case: `YJ-2026-0007`. */
export const caseNumber = (n: number, createdAt: number): string =>
  `YJ-${new Date(createdAt).getUTCFullYear()}-${String(n).padStart(4, '0')}`

/** Cases: open ones first, the newest of each first. */
export async function listCases(
  core: Core,
  filter: CaseFilter,
): Promise<{ items: CaseView[]; total: number }> {
  let query = core.db.selectFrom('watch_case')
  if (filter.state) query = query.where('state', '=', filter.state)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy((eb) => eb.case().when('state', '=', 'closed').then(1).else(0).end())
    .orderBy('created_at', 'desc')
    .orderBy('n', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: await caseViews(core, rows), total: count }
}

/** @throws XinyuError NOT_FOUND */
export async function caseById(core: Core, id: string): Promise<CaseView> {
  const row = await core.db.selectFrom('watch_case').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'case' })
  return (await caseViews(core, [row]))[0]!
}

const rowsOf = (core: Core) => core.db.selectFrom('watch_case').selectAll().execute()
type CaseRow = Awaited<ReturnType<typeof rowsOf>>[number]

async function caseViews(core: Core, rows: readonly CaseRow[]): Promise<CaseView[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const { items: alerts } = await listAlerts(core, {
    caseIds: ids,
    offset: 0,
    limit: MOST_ALERTS * ids.length,
  })
  const blocks = await core.db
    .selectFrom('watch_block')
    .selectAll()
    .where('case_id', 'in', ids)
    .orderBy('wanted_at')
    .execute()
  const notes = await core.db
    .selectFrom('watch_note')
    .selectAll()
    .where('case_id', 'in', ids)
    .orderBy('at')
    .execute()
  const bodies = await bodyNames(
    core,
    rows.map((row) => row.participant_id),
  )
  const officer = await officerNames(core, [
    ...rows.map((row) => row.taken_by),
    ...notes.map((one) => one.user_id),
  ])
  return rows.map((row) => {
    const rule = shippedRule(row.rule)
    return {
      id: row.id,
      number: caseNumber(row.n, row.created_at),
      state: row.state,
      severity: row.severity,
      rule: row.rule,
      titleZh: rule?.titleZh ?? row.rule,
      titleEn: rule?.titleEn ?? row.rule,
      participantNameZh: bodies.zh(row.participant_id),
      participantNameEn: bodies.en(row.participant_id),
      alerts: alerts.filter((one) => one.caseId === row.id),
      takenBy: row.taken_by,
      takenByName: officer(row.taken_by),
      blocks: blocks
        .filter((one) => one.case_id === row.id)
        .map((one) => ({
          id: one.id,
          what: one.what,
          subjectId: one.subject_id,
          reaction: one.reaction,
          state: one.state,
          problem: one.problem,
          since: one.in_force_at ?? one.wanted_at,
          liftedAt: one.lifted_at,
          liftedBy: one.lifted_by,
          reason: one.reason,
        })),
      notes: notes
        .filter((one) => one.case_id === row.id)
        .map((one) => ({ by: one.user_id, byName: officer(one.user_id), at: one.at, text: one.text })),
      outcome: row.outcome,
      createdAt: row.created_at,
      closedAt: row.closed_at,
    }
  })
}
