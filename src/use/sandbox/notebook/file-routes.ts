import { z } from 'zod'
import { uuid7 } from '../../../kernel/random.ts'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import { originOf } from '../../run/index.ts'
import { NotebookBrief } from '../model.ts'
import { bodyOf, takeBytes } from '../work/body.ts'
import { lookIn, type WorkTools } from '../work/tools.ts'
import { createNotebook, restoreNotebook } from './actions.ts'
import { ipynbTooLarge, readIpynb } from './ipynb/index.ts'
import { NOTEBOOK_MOST_BYTES, Restore, ToFile, VersionBrief, VersionView, Written } from './model.ts'
import type { Notebooks } from './notebooks.ts'
import { ACCESS, OfNotebook, tag } from './paths.ts'
import { listVersions, notebookRow, versionOf } from './store.ts'
import { notebookToFile } from './to-file.ts'

/** Versions, and notebooks as files. */
export function fileRoutes(app: App, tools: WorkTools, notebooks: Notebooks): void {
  const { core } = tools
  takeBytes(app)
  route(app, {
    method: 'GET',
    url: '/seats/:id/notebooks/:notebook/history',
    access: ACCESS,
    summary: 'Versions of a notebook that are kept, newest first',
    tag,
    params: OfNotebook,
    query: Page,
    response: listOf(VersionBrief),
    handler: async ({ actor, params, query, request }) => {
      await lookIn(tools, actor, params.id, originOf(core, request))
      const { id } = await notebookRow(core.db, params.id, params.notebook)
      return listVersions(core.db, id, query)
    },
  })
  route(app, {
    method: 'GET',
    url: '/seats/:id/notebooks/:notebook/history/:version',
    access: ACCESS,
    summary: 'The cells of one version',
    tag,
    params: OfNotebook.extend({ version: z.coerce.number().int().min(1) }),
    response: VersionView,
    handler: async ({ actor, params, request }) => {
      await lookIn(tools, actor, params.id, originOf(core, request))
      const { id } = await notebookRow(core.db, params.id, params.notebook)
      return versionOf(core.db, id, params.version)
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/notebooks/:notebook/restore',
    access: ACCESS,
    summary: 'Make an old version the newest',
    tag,
    params: OfNotebook,
    body: Restore,
    response: NotebookBrief,
    handler: async ({ actor, params, body, request }) => {
      const seat = await lookIn(tools, actor, params.id, originOf(core, request))
      const brief = await restoreNotebook(core, actor, seat, params.notebook, body.version)
      notebooks.tell(brief)
      return brief
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/notebooks/import',
    access: ACCESS,
    summary: 'Take the cells of an .ipynb in; its outputs and attachments stay outside',
    tag,
    params: Id,
    query: z.strictObject({ name: z.string().trim().min(1).max(120) }),
    bodyLimit: NOTEBOOK_MOST_BYTES,
    response: NotebookBrief,
    handler: async ({ actor, params, query, request }) => {
      const seat = await lookIn(tools, actor, params.id, originOf(core, request))
      const bytes = await bodyOf(request, NOTEBOOK_MOST_BYTES, ipynbTooLarge)
      const cells = readIpynb(bytes, () => uuid7(core.random, core.clock.now()))
      const brief = await createNotebook(core, actor, seat, { name: query.name, cells, from: 'ipynb' })
      const text = cells.map(({ source }) => source).join('\n\n')
      const happened = { seatId: seat.id, userId: actor.userId, notebookId: brief.id }
      await tools.recording.keep({ ...happened, kind: 'import', text, leaf: null })
      notebooks.tell(brief)
      return brief
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/notebooks/:notebook/to-file',
    access: ACCESS,
    summary: 'Write the notebook as .ipynb into the files of the seat; it leaves by the airlock alone',
    tag,
    params: OfNotebook,
    body: ToFile,
    response: Written,
    handler: async ({ actor, params, body, request }) =>
      notebookToFile(
        tools,
        actor,
        { seatId: params.id, notebookId: params.notebook },
        body,
        originOf(core, request),
      ),
  })
}
