import type { Readable } from 'node:stream'
import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, listOf, route } from '../../platform/http/index.ts'
import type { UserRole } from '../../kernel/roles.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { datasetById, mayWrite } from '../catalog/index.ts'
import { ImportRequest, requestImport } from './job.ts'
import { listUploads, receiveUpload, Upload, UploadName } from './uploads.ts'

const WRITERS: readonly UserRole[] = ['data_officer', 'steward']
const tag = 'supply'
const UPLOAD_TYPE = 'application/octet-stream'

/** Uploads and imports. */
export function sourceRoutes(app: App, core: Core): void {
  // The body is a stream that we count ourselves; it is never held in memory.
  if (!app.hasContentTypeParser(UPLOAD_TYPE)) {
    app.addContentTypeParser(UPLOAD_TYPE, (_request, payload, done) => done(null, payload))
  }

  route(app, {
    method: 'PUT',
    url: '/datasets/:id/uploads/:name',
    access: WRITERS,
    summary: 'Upload one file of a dataset of the own body as a raw stream',
    tag,
    params: Id.extend({ name: UploadName }),
    response: Upload,
    bodyLimit: core.config.imports.maxUploadBytes,
    handler: async ({ actor, params, request }) => {
      await mustOwn(core, actor, params.id)
      const declared = Number(request.headers['content-length'] ?? Number.NaN)
      const body = request.body as Readable | null
      if (body === null || typeof body.pipe !== 'function') {
        throw new XinyuError('MEDIA_TYPE', { type: request.headers['content-type'] ?? '–' })
      }
      const place = { participantId: actor.participantId, datasetId: params.id, name: params.name }
      return receiveUpload(core, place, body, Number.isFinite(declared) ? declared : null)
    },
  })

  route(app, {
    method: 'GET',
    url: '/datasets/:id/uploads',
    access: WRITERS,
    summary: 'Files of a dataset that wait for their import',
    tag,
    params: Id,
    response: listOf(Upload),
    handler: async ({ actor, params }) => {
      await mustOwn(core, actor, params.id)
      const items = await listUploads(core, actor.participantId, params.id)
      return { items, total: items.length }
    },
  })

  route(app, {
    method: 'POST',
    url: '/datasets/:id/versions',
    access: WRITERS,
    summary: 'Import uploaded files, or files of a drop folder, as a new version; answers with the job',
    tag,
    params: Id,
    body: ImportRequest,
    response: z.object({ jobId: z.string() }),
    handler: async ({ actor, params, body }) => ({
      jobId: await requestImport(core, actor, params.id, body),
    }),
  })
}

/** @throws XinyuError NOT_FOUND, NOT_OWNER */
async function mustOwn(core: Core, actor: UserActor, datasetId: string): Promise<void> {
  const dataset = await datasetById(core, datasetId)
  if (!dataset) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  if (!mayWrite(actor, dataset.participant_id)) throw new XinyuError('NOT_OWNER', { what: dataset.code })
}
