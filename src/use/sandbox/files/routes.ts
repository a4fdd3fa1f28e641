import { z } from 'zod'
import { type App, Id, route } from '../../../platform/http/index.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { originOf } from '../../run/index.ts'
import { bodyOf, takeBytes } from '../work/body.ts'
import type { WorkTools } from '../work/tools.ts'
import { listFiles, lookAtFile, removeFile, writeText } from './files.ts'
import { FileList, FileLook, PathQuery, Preflight, PreflightAnswer, TEXT_MOST_BYTES } from './model.ts'
import { preflight } from './preflight.ts'

const ACCESS = ['developer'] as const
const tag = 'seats'
const Done = z.object({})

/** The files of a seat: looked at, written by hand, removed. There is no way to download one. */
export function seatFileRoutes(app: App, tools: WorkTools): void {
  const { core } = tools
  takeBytes(app)
  route(app, {
    method: 'GET',
    url: '/seats/:id/files',
    access: ACCESS,
    summary: 'Files of a seat; names that were not seen before count as views',
    tag,
    params: Id,
    response: FileList,
    handler: ({ actor, params, request }) => listFiles(tools, actor, params.id, originOf(core, request)),
  })
  route(app, {
    method: 'PUT',
    url: '/seats/:id/files',
    access: ACCESS,
    summary: 'Save a text that was typed in the editor; data come in by an import',
    tag,
    params: Id,
    query: PathQuery,
    response: Done,
    bodyLimit: TEXT_MOST_BYTES,
    handler: async ({ actor, params, query, request }) => {
      const bytes = await bodyOf(request, TEXT_MOST_BYTES, () => new XinyuError('SEAT_FILE_TEXT'))
      await writeText(tools, actor, params.id, { path: query.path, bytes }, originOf(core, request))
      return {}
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/seats/:id/files',
    access: ACCESS,
    summary: 'Remove a file of a seat',
    tag,
    params: Id,
    query: PathQuery,
    response: Done,
    handler: async ({ actor, params, query, request }) => {
      await removeFile(tools, actor, params.id, query.path, originOf(core, request))
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/seats/:id/files/look',
    access: ACCESS,
    summary: 'Look at the beginning of a file: a view, capped, recorded, with a watermark; never its bytes',
    tag,
    params: Id,
    query: PathQuery,
    response: FileLook,
    handler: ({ actor, params, query, request }) =>
      lookAtFile(tools, actor, params.id, query.path, originOf(core, request)),
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/files/preflight',
    access: ACCESS,
    summary: 'The machine rules of the airlock on files that are still worked on',
    tag,
    params: Id,
    body: Preflight,
    response: PreflightAnswer,
    handler: ({ actor, params, body, request }) =>
      preflight(tools, actor, params.id, body, originOf(core, request)),
  })
}
