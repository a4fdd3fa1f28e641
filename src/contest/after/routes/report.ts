import { z } from 'zod'
import { type App, Id, route } from '../../../platform/http/index.ts'
import { readableContest } from '../../scheme/index.ts'
import { reportDocument } from '../report/document.ts'
import { reportCsv, reportHtml, reportPdf } from '../report/forms.ts'
import { ReportNumbers } from '../report/model.ts'
import { reportNumbers } from '../report/numbers.ts'
import type { After } from '../sources.ts'
import { CSV, PDF, READERS, sendFile, tag } from './send.ts'

const Language = z.strictObject({ lang: z.enum(['zh', 'en']).default('zh') })

/** The report that an organiser has to write: numbers of the whole contest, without a name of a person. */
export function reportRoutes(app: App, after: After): void {
  const { core } = after
  route(app, {
    method: 'GET',
    url: '/contests/:id/report',
    access: READERS,
    summary: 'The numbers of a contest: funnel, divisions, bodies, experts, scores, awards, what followed',
    tag,
    params: Id,
    response: ReportNumbers,
    handler: async ({ actor, params }) => reportNumbers(after, await readableContest(core, actor, params.id)),
  })
  const form = (
    name: 'html' | 'csv' | 'pdf',
    type: string,
    made: (numbers: ReportNumbers, lang: 'zh' | 'en') => string | Promise<Buffer>,
  ) =>
    route(app, {
      method: 'GET',
      url: `/contests/:id/report/${name}`,
      access: READERS,
      ratePerMinute: 30,
      summary: `The report of a contest as ${name.toUpperCase()}, in Chinese or English`,
      tag,
      params: Id,
      query: Language,
      handler: async ({ actor, params, query, reply }) => {
        const contest = await readableContest(core, actor, params.id)
        const bytes = await made(await reportNumbers(after, contest), query.lang)
        await sendFile(reply, type, `${contest.code}-report-${query.lang}.${name}`, bytes)
      },
    })
  form('html', 'text/html; charset=utf-8', (numbers, lang) => reportHtml(reportDocument(numbers, lang), lang))
  form('csv', CSV, (numbers, lang) => reportCsv(reportDocument(numbers, lang)))
  form('pdf', PDF, (numbers, lang) => reportPdf(reportDocument(numbers, lang), lang))
}
