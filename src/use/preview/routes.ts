import { z } from 'zod'
import { type App, Id, listOf, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { originOf, type Runs } from '../run/index.ts'
import { makePreview } from './actions.ts'
import { NewPreview, PreviewBrief, PreviewView } from './model.ts'
import { listPreviews, previewOf } from './store.ts'

const ACCESS = ['developer'] as const
const Table = Id.extend({ table: z.string().min(1).max(120) })

/** Logical tables 逻辑表: what a contract's tables look like, without a row of anybody. */
export function previewRoutes(app: App, core: Core, runs: Runs): void {
  route(app, {
    method: 'GET',
    url: '/contracts/:id/preview',
    access: ACCESS,
    summary: 'Which tables of a contract have a synthetic preview, and how many runs making one takes',
    tag: 'use',
    params: Id,
    response: listOf(PreviewBrief),
    handler: async ({ actor, params }) => {
      const items = await listPreviews(core, actor, params.id)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contracts/:id/preview',
    access: ACCESS,
    summary:
      'Make the synthetic preview of a table by ordinary runs: one-way tables and means, counted as such',
    tag: 'use',
    params: Id,
    body: NewPreview,
    response: PreviewView,
    handler: async ({ actor, params, body, request }) => {
      const of = { contractId: params.id, ...body }
      await makePreview(core, runs, actor, of, originOf(core, request))
      return previewOf(core, actor, params.id, body.table)
    },
  })
  route(app, {
    method: 'GET',
    url: '/contracts/:id/preview/:table',
    access: ACCESS,
    summary: 'The synthetic preview of a table: rows drawn from released outputs, of which none exists',
    tag: 'use',
    params: Table,
    response: PreviewView,
    handler: ({ actor, params }) => previewOf(core, actor, params.id, params.table),
  })
}
