import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, listOf, route } from '../../platform/http/index.ts'
import type { UserRole } from '../../kernel/roles.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { datasetById, mayWrite } from '../catalog/index.ts'
import { Reading } from './files/model.ts'
import { ImportRequest, requestImport } from './job.ts'
import { datasetReading, setDatasetReading } from './reading.ts'
import { MAX_PIECE_BYTES, Piece, receivePiece, UploadState, uploadState } from './upload-parts.ts'
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
      const body = streamOf(request)
      const place = { participantId: actor.participantId, datasetId: params.id, name: params.name }
      return receiveUpload(core, place, body, Number.isFinite(declared) ? declared : null)
    },
  })

  // Two requests for one file at the same time would write over each other.
  const busy = new Set<string>()

  route(app, {
    method: 'GET',
    url: '/datasets/:id/uploads/:name',
    access: WRITERS,
    summary: 'How far the upload of a file in pieces is',
    tag,
    params: Id.extend({ name: UploadName }),
    response: UploadState,
    handler: async ({ actor, params }) => {
      await mustOwn(core, actor, params.id)
      return uploadState(core, {
        participantId: actor.participantId,
        datasetId: params.id,
        name: params.name,
      })
    },
  })

  route(app, {
    method: 'PUT',
    url: '/datasets/:id/uploads/:name/pieces',
    access: WRITERS,
    summary: 'Add the next piece of a file as a raw stream; the last one gives the file its name',
    tag,
    params: Id.extend({ name: UploadName }),
    query: Piece,
    response: UploadState,
    bodyLimit: MAX_PIECE_BYTES,
    handler: async ({ actor, params, query, request }) => {
      await mustOwn(core, actor, params.id)
      const place = { participantId: actor.participantId, datasetId: params.id, name: params.name }
      const key = JSON.stringify(place)
      if (busy.has(key)) throw new XinyuError('UPLOAD_BUSY', { file: params.name })
      busy.add(key)
      try {
        return await receivePiece(core, place, query, streamOf(request))
      } finally {
        busy.delete(key)
      }
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
    method: 'GET',
    url: '/datasets/:id/reading',
    access: WRITERS,
    summary: 'How files of a dataset are read when an import says nothing else',
    tag,
    params: Id,
    response: Reading,
    handler: async ({ actor, params }) => {
      await mustOwn(core, actor, params.id)
      return datasetReading(core, params.id)
    },
  })

  route(app, {
    method: 'PUT',
    url: '/datasets/:id/reading',
    access: WRITERS,
    summary: 'Set encoding, sheet and delimiter for the files of a dataset',
    tag,
    params: Id,
    body: z.strictObject(Reading.shape),
    response: Reading,
    handler: async ({ actor, params, body }) => {
      await mustOwn(core, actor, params.id)
      await setDatasetReading(core, actor, params.id, body)
      return body
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

/** @throws XinyuError MEDIA_TYPE when the body is no raw stream */
function streamOf(request: FastifyRequest): Readable {
  const body = request.body as Readable | null | undefined
  if (body && typeof body.pipe === 'function') return body
  throw new XinyuError('MEDIA_TYPE', { type: request.headers['content-type'] ?? '–' })
}

/** @throws XinyuError NOT_FOUND, NOT_OWNER */
async function mustOwn(core: Core, actor: UserActor, datasetId: string): Promise<void> {
  const dataset = await datasetById(core, datasetId)
  if (!dataset) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  if (!mayWrite(actor, dataset.participant_id)) throw new XinyuError('NOT_OWNER', { what: dataset.code })
}
