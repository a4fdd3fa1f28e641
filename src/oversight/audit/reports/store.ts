import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { ReportView } from '../model.ts'

/** Reports, newest first. */
export async function listReports(core: Core, page: Page): Promise<{ items: ReportView[]; total: number }> {
  const query = core.db.selectFrom('audit_report')
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { items: await views(core, rows), total: count }
}

/** @throws XinyuError NOT_FOUND */
export async function reportById(core: Core, id: string): Promise<ReportView> {
  const row = await core.db.selectFrom('audit_report').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'report' })
  return (await views(core, [row]))[0]!
}

const rowsOf = (core: Core) => core.db.selectFrom('audit_report').selectAll().execute()
type Row = Awaited<ReturnType<typeof rowsOf>>[number]

async function views(core: Core, rows: readonly Row[]): Promise<ReportView[]> {
  const leaves = await core.evidence.leavesAbout(rows.map(({ id }) => id))
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    from: row.from_at,
    until: row.until_at,
    digest: row.digest,
    leaf: leaves.find(({ subject }) => subject === row.id)?.leaf ?? null,
    createdAt: row.created_at,
    sections: row.sections,
  }))
}
