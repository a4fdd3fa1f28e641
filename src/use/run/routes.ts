import { z } from 'zod'
import { errorText, isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { outputCsv } from './csv.ts'
import { NewRun, type OutputTable, ProblemView, RunAnswer, RunState, RunView } from './model.ts'
import type { Runs } from './runs.ts'
import { originOf } from './origin.ts'
import { listRuns, outputOf, visibleRun } from './store.ts'

const USERS = ['developer'] as const
const READERS = [
  'developer',
  'data_officer',
  'steward',
  'output_checker',
  'auditor',
  'security_officer',
] as const

const Explain = z.strictObject({ contractId: z.uuid(), sql: z.string().min(1).max(100_000) })
const Explanation = z.object({
  ok: z.boolean(),
  summaryZh: z.string().optional(),
  summaryEn: z.string().optional(),
  /** `table.column` that it would touch. */
  fields: z.array(z.string()).optional(),
  /** The most rows that can come out; null where nobody can say. */
  mostRows: z.int().nullable().optional(),
  problem: ProblemView.optional(),
})

export function runRoutes(app: App, core: Core, runs: Runs): void {
  route(app, {
    method: 'POST',
    url: '/runs/explain',
    access: USERS,
    summary: 'Check a query on its form only: nothing is opened, counted or recorded',
    tag: 'use',
    body: Explain,
    response: Explanation,
    ratePerMinute: 600,
    handler: async ({ actor, body }) => {
      try {
        const prepared = await runs.explain(actor, body.contractId, body.sql)
        const { summary, fields, mostRows } = prepared
        return { ok: true, summaryZh: summary.zh, summaryEn: summary.en, fields: [...fields], mostRows }
      } catch (error) {
        if (!isXinyuError(error) || error.code === 'NOT_FOUND') throw error
        const { status, zh, en } = errorText(error.code, error.params)
        if (status >= 500) throw error
        return { ok: false, problem: { code: error.code, zh, en, detail: error.detail } }
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/runs',
    access: USERS,
    summary: 'Use data under a contract: grant, step, check, release; a refusal is an answer',
    tag: 'use',
    body: NewRun,
    response: RunAnswer,
    handler: async ({ actor, body, request }) => {
      const run = await visibleRun(core, actor, await runs.run(actor, body, originOf(core, request)))
      return { run, output: await outputOf(core, actor, run) }
    },
  })
  route(app, {
    method: 'GET',
    url: '/runs',
    access: READERS,
    summary: 'Runs of the own body as consumer or provider; all for overseeing officers',
    tag: 'use',
    query: Page.extend({
      contractId: z.uuid().optional(),
      state: RunState.optional(),
      mine: z.stringbool().optional(),
    }),
    response: listOf(RunView),
    handler: ({ actor, query }) => listRuns(core, actor, query),
  })
  route(app, {
    method: 'GET',
    url: '/runs/:id',
    access: READERS,
    summary: 'One run; with its output for the body that it was released to',
    tag: 'use',
    params: Id,
    response: RunAnswer,
    handler: async ({ actor, params }) => {
      const run = await visibleRun(core, actor, params.id)
      return { run, output: await outputOf(core, actor, run) }
    },
  })
  route(app, {
    method: 'POST',
    url: '/runs/:id/cancel',
    access: USERS,
    summary: 'Stop a run of the own body that is still running',
    tag: 'use',
    params: Id,
    response: z.object({ stopped: z.boolean() }),
    handler: async ({ actor, params }) => {
      const run = await visibleRun(core, actor, params.id)
      if (run.consumerId !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'run' })
      return { stopped: runs.stop(params.id, 'cancelled') }
    },
  })
  downloads(app, core, runs)
}

function downloads(app: App, core: Core, runs: Runs): void {
  route(app, {
    method: 'GET',
    url: '/runs/:id/output.json',
    access: USERS,
    summary: 'Take the released output away, byte for byte as its receipt names it: a use of its own',
    tag: 'use',
    params: Id,
    handler: async ({ actor, params, request, reply }) => {
      const asked = { format: 'json', origin: originOf(core, request) } as const
      const body = await runs.download(actor, params.id, asked, (bytes) => bytes)
      void reply.header('content-disposition', `attachment; filename="${params.id}.json"`)
      await reply.type('application/json; charset=utf-8').send(body)
    },
  })
  route(app, {
    method: 'GET',
    url: '/runs/:id/output.csv',
    access: USERS,
    summary: 'Take the released output away as CSV, for a spreadsheet: a use of its own',
    tag: 'use',
    params: Id,
    handler: async ({ actor, params, request, reply }) => {
      const asked = { format: 'csv', origin: originOf(core, request) } as const
      const body = await runs.download(actor, params.id, asked, (bytes) =>
        Buffer.from(outputCsv(JSON.parse(bytes.toString('utf8')) as OutputTable)),
      )
      void reply.header('content-disposition', `attachment; filename="${params.id}.csv"`)
      await reply.type('text/csv; charset=utf-8').send(body)
    },
  })
  route(app, {
    method: 'GET',
    url: '/runs/:id/file',
    access: USERS,
    summary:
      'Take a file that left the airlock away, byte for byte as its receipt names it: a use of its own',
    tag: 'use',
    params: Id,
    handler: async ({ actor, params, request, reply }) => {
      const { fileName } = await visibleRun(core, actor, params.id)
      const asked = { format: 'file', origin: originOf(core, request) } as const
      const body = await runs.download(actor, params.id, asked, (bytes) => bytes)
      // Never shown by the browser itself, whatever is in it.
      void reply.header('content-disposition', attachment(fileName ?? params.id))
      await reply.type('application/octet-stream').send(body)
    },
  })
  route(app, {
    method: 'GET',
    url: '/runs/:id/receipt',
    access: READERS,
    summary: 'The receipt of a run: verifiable by anyone, offline',
    tag: 'use',
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const run = await visibleRun(core, actor, params.id)
      const leaf = run.releaseLeaf ?? run.grantLeaf
      if (leaf === null) throw new XinyuError('NOT_FOUND', { what: 'receipt' })
      void reply.header('content-disposition', `attachment; filename="${params.id}.receipt.json"`)
      await reply.type('application/json; charset=utf-8').send(await core.evidence.receiptFor(leaf))
    },
  })
}

/** RFC 6266: a plain name for all, and the real one in UTF-8. */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^\w.-]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
