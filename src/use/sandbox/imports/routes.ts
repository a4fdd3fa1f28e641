import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { askImport, changeImport } from './actions.ts'
import { ImportState, ImportView, NewImport } from './model.ts'
import { decides, importView, knownImport, listImports } from './store.ts'

const tag = 'seats'
const TEAM = ['developer', 'data_officer'] as const
const BYTES = 'application/octet-stream'
const Reason = z.strictObject({ reason: z.string().trim().min(2).max(1000) })

/** What a team brings with it 携带合法持有的数据: asked for with a proof of right, scanned, approved by somebody else. */
export function importRoutes(app: App, core: Core): void {
  if (!app.hasContentTypeParser(BYTES))
    app.addContentTypeParser(BYTES, (_request, payload, done) => done(null, payload))
  route(app, {
    method: 'GET',
    url: '/projects/:id/imports',
    access: TEAM,
    summary: 'What an own project asked to bring into its seats',
    tag,
    params: Id,
    query: Page,
    response: listOf(ImportView),
    handler: ({ actor, params, query }) => listImports(core, actor, { ...query, projectId: params.id }),
  })
  route(app, {
    method: 'POST',
    url: '/projects/:id/imports',
    access: ['developer'],
    summary:
      'Ask to bring a table, weights, a package or a file into the seats of an own project, as a raw stream',
    tag,
    params: Id,
    query: NewImport,
    response: ImportView,
    bodyLimit: core.config.sandbox.importMostMib * 1_048_576 + 65_536,
    ratePerMinute: 60,
    handler: async ({ actor, params, query, request }) => {
      const body = request.body as Readable | null | undefined
      if (!body || typeof body.pipe !== 'function')
        throw new XinyuError('MEDIA_TYPE', { type: request.headers['content-type'] ?? '–' })
      const id = await askImport(core, actor, params.id, query, body as AsyncIterable<Buffer>)
      return importView(await knownImport(core, actor, id))
    },
  })
  route(app, {
    method: 'GET',
    url: '/imports',
    access: TEAM,
    summary: 'Requests to bring something in: of the own body; of all for data officers of the operator',
    tag,
    query: Page.extend({ state: ImportState.optional() }),
    response: listOf(ImportView),
    handler: ({ actor, query }) => listImports(core, actor, query),
  })
  route(app, {
    method: 'POST',
    url: '/imports/:id/withdraw',
    access: TEAM,
    summary: 'Take a request of the own body back; its bytes are destroyed',
    tag,
    params: Id,
    response: ImportView,
    handler: async ({ actor, params }) => {
      const row = await knownImport(core, actor, params.id)
      if (row.consumer_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'import' })
      return importView(await changeImport(core, actor, params.id, 'withdraw'))
    },
  })
  for (const change of ['approve', 'reject'] as const)
    route(app, {
      method: 'POST',
      url: `/imports/:id/${change}`,
      access: ['data_officer'],
      summary: `${change} what a team wants to bring in; a data officer of the operator, never of the same body`,
      tag,
      params: Id,
      body: Reason,
      response: ImportView,
      handler: async ({ actor, params, body }) => {
        await mustDecide(core, actor, params.id)
        return importView(await changeImport(core, actor, params.id, change, { reason: body.reason }))
      },
    })
}

/** To a data officer of another body the request looks like none. @throws XinyuError NOT_FOUND, IMPORT_OWN_BODY */
async function mustDecide(core: Core, actor: UserActor, importId: string): Promise<void> {
  const row = await knownImport(core, actor, importId)
  if (row.consumer_id === actor.participantId) throw new XinyuError('IMPORT_OWN_BODY')
  if (!(await decides(core, actor))) throw new XinyuError('NOT_FOUND', { what: 'import' })
}
