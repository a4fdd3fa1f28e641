import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { AuditPage, AuditQuery, FileStory, NewReport, ReportView } from './model.ts'
import { makeReport } from './reports/actions.ts'
import { reportPdf } from './reports/pdf.ts'
import { listReports, reportById } from './reports/store.ts'
import { searchAudit } from './search/search.ts'
import { kindsIn } from './search/terms.ts'
import { storyOf } from './story/story.ts'

/** Auditors of the operator and of the supervisor: by the rules of roles no other body has any. */
const READERS = ['auditor'] as const
const tag = 'audit'

/** Audit after use: search, the story of a released file, periodic reports. */
export function auditRoutes(app: App, core: Core, spaceName: string): void {
  route(app, {
    method: 'GET',
    url: '/audit/search',
    access: READERS,
    summary: 'Entries of the evidence by user, body, contract, dataset, output, kind and time',
    tag,
    query: AuditQuery,
    response: AuditPage,
    handler: ({ query }) => searchAudit(core, query),
  })
  route(app, {
    method: 'GET',
    url: '/audit/kinds',
    access: READERS,
    summary: 'The kinds of entries that occur',
    tag,
    response: z.object({ items: z.array(z.string()), total: z.int() }),
    handler: async () => {
      const items = await kindsIn(core)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/audit/story/:id',
    access: READERS,
    summary: 'The whole story of a released file or table, from its source versions to who took it away',
    tag,
    params: Id,
    response: FileStory,
    handler: ({ params }) => storyOf(core, params.id),
  })
  reportRoutes(app, core, spaceName)
}

function reportRoutes(app: App, core: Core, spaceName: string): void {
  route(app, {
    method: 'GET',
    url: '/audit/reports',
    access: READERS,
    summary: 'Periodic reports, newest first',
    tag,
    query: Page,
    response: listOf(ReportView),
    handler: ({ query }) => listReports(core, query),
  })
  route(app, {
    method: 'POST',
    url: '/audit/reports',
    access: READERS,
    summary: 'Make a report of a time',
    tag,
    body: NewReport,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => ({ id: (await makeReport(core, actor, body)).value }),
  })
  route(app, {
    method: 'GET',
    url: '/audit/reports/:id',
    access: READERS,
    summary: 'One report with its figures',
    tag,
    params: Id,
    response: ReportView,
    handler: ({ params }) => reportById(core, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/audit/reports/:id/pdf',
    access: READERS,
    summary: 'One report as PDF',
    tag,
    params: Id,
    handler: async ({ params, reply }) => {
      const report = await reportById(core, params.id)
      const name = `audit-${report.kind}-${new Date(report.from).toISOString().slice(0, 10)}.pdf`
      void reply.header('content-disposition', `attachment; filename="${name}"`)
      await reply.type('application/pdf').send(await reportPdf(report, spaceName))
    },
  })
}
