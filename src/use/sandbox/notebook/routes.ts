import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import { originOf } from '../../run/index.ts'
import { NotebookBrief, SaveNotebook } from '../model.ts'
import { lookIn, type WorkTools } from '../work/tools.ts'
import { createNotebook, removeNotebook, saveNotebook } from './actions.ts'
import { fileRoutes } from './file-routes.ts'
import { NewNotebook, NOTEBOOK_MOST_BYTES, NotebookAnswer } from './model.ts'
import type { Notebooks } from './notebooks.ts'
import { ACCESS, OfNotebook, tag } from './paths.ts'
import { runRoutes } from './run-routes.ts'
import { starterCells } from './starter.ts'
import { listNotebooks, notebookRow, notebookView } from './store.ts'

/** Notebooks of a seat: seen and changed by all members of its team. */
export function notebookRoutes(app: App, tools: WorkTools, notebooks: Notebooks): void {
  const { core, seats, views } = tools
  route(app, {
    method: 'GET',
    url: '/seats/:id/notebooks',
    access: ACCESS,
    summary: 'Notebooks of a seat',
    tag,
    params: Id,
    query: Page,
    response: listOf(NotebookBrief),
    handler: async ({ actor, params, query, request }) => {
      await lookIn(tools, actor, params.id, originOf(core, request))
      return listNotebooks(core.db, params.id, query)
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/notebooks',
    access: ACCESS,
    summary: 'A new notebook: empty, or the starter that explains seat, tables and airlock',
    tag,
    params: Id,
    body: NewNotebook,
    response: NotebookBrief,
    handler: async ({ actor, params, body, request }) => {
      const origin = originOf(core, request)
      const seat = await lookIn(tools, actor, params.id, origin)
      const live = body.starter ? await seats.enter(actor, params.id, origin) : null
      const cells = live ? starterCells(live.tables, live.limits.viewRowsPerDay) : []
      const from = body.starter ? 'starter' : 'new'
      const brief = await createNotebook(core, actor, seat, { name: body.name, cells, from })
      notebooks.tell(brief)
      return brief
    },
  })
  route(app, {
    method: 'GET',
    url: '/seats/:id/notebooks/:notebook',
    access: ACCESS,
    summary: 'A notebook with what its cells showed, and what waits and runs now',
    tag,
    params: OfNotebook,
    response: NotebookAnswer,
    handler: async ({ actor, params, request }) => {
      await lookIn(tools, actor, params.id, originOf(core, request))
      const row = await notebookRow(core.db, params.id, params.notebook)
      const view = await notebookView(core.db, row, notebooks.live(params.id, params.notebook))
      return { ...view, watermark: await views.watermark(actor) }
    },
  })
  route(app, {
    method: 'PUT',
    url: '/seats/:id/notebooks/:notebook',
    access: ACCESS,
    summary: 'Save a notebook whole, on top of the version that the editor began from',
    tag,
    params: OfNotebook,
    body: SaveNotebook,
    response: NotebookBrief,
    bodyLimit: NOTEBOOK_MOST_BYTES,
    handler: async ({ actor, params, body, request }) => {
      const seat = await lookIn(tools, actor, params.id, originOf(core, request))
      const brief = await saveNotebook(core, actor, seat, params.notebook, body)
      if (brief.version !== body.version) notebooks.tell(brief)
      return brief
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/seats/:id/notebooks/:notebook',
    access: ACCESS,
    summary: 'Remove a notebook with its versions and outputs',
    tag,
    params: OfNotebook,
    response: z.object({}),
    handler: async ({ actor, params, request }) => {
      const seat = await lookIn(tools, actor, params.id, originOf(core, request))
      notebooks.tell(await removeNotebook(core, actor, seat, params.notebook), true)
      return {}
    },
  })
  runRoutes(app, tools, notebooks)
  fileRoutes(app, tools, notebooks)
}
