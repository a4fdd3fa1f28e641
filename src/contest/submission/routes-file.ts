import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, route } from '../../platform/http/index.ts'
import { teamsOfEntrant } from '../entry/index.ts'
import type { ContestTools } from '../tools.ts'
import { beginFile, removeFile } from './files/begin.ts'
import { finishFile } from './files/finish.ts'
import type { House } from './files/house.ts'
import { FileView, NewFile } from './files/model.ts'
import { MOST_PIECE_BYTES, receivePiece } from './files/receive.ts'
import { type FileRow, fileOfTeam, viewOfFile } from './files/store.ts'
import { ownOpenPlace, type Place } from './may.ts'
import { askedOf, OfRound, OfTeam, SHARED_RATE } from './routes-entrant.ts'

const tag = 'contest'
const BYTES = 'application/octet-stream'
/** Pieces of many teams behind one address. */
const PIECE_RATE = 20_000

/** Files of a work: begun with name, length and hash; sent in pieces; whole only when all of it is right. */
export function fileRoutes(app: App, tools: ContestTools, house: House): void {
  if (!app.hasContentTypeParser(BYTES))
    app.addContentTypeParser(BYTES, (_request, payload, done) => done(null, payload))
  const { core, door } = tools
  const access = 'public'
  const guard = (request: FastifyRequest) => door.guard(request)

  /** A file of an own team, where its round is open. */
  async function own(
    request: FastifyRequest,
    id: string,
  ): Promise<{ row: FileRow; place: Place; entrantId: string }> {
    const { entrantId } = await door.entrant(request)
    const row = await ownFile(tools, entrantId, id)
    const asked = { contestId: row.contest_id, round: row.round, teamId: row.team_id }
    return { row, place: await ownOpenPlace(tools, entrantId, asked), entrantId }
  }

  route(app, {
    method: 'POST',
    url: '/contest/contests/:id/work/:round/files',
    access,
    guard,
    summary: 'Begin a file, or find the upload of the same file that was begun before',
    tag,
    params: OfRound,
    query: OfTeam,
    body: NewFile,
    response: FileView,
    ratePerMinute: SHARED_RATE,
    handler: async ({ params, query, body, request }) => {
      const { entrantId } = await door.entrant(request)
      const place = await ownOpenPlace(tools, entrantId, askedOf(params, query))
      return viewOfFile(await beginFile(core, place, body))
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest/files/:id',
    access,
    guard,
    summary: 'How far a file of the own team is: the next piece begins at `received`',
    tag,
    params: Id,
    response: FileView,
    ratePerMinute: SHARED_RATE,
    handler: async ({ params, request }) => {
      const { entrantId } = await door.entrant(request)
      return viewOfFile(await ownFile(tools, entrantId, params.id))
    },
  })
  route(app, {
    method: 'PUT',
    url: '/contest/files/:id',
    access,
    guard,
    summary: 'Add the next piece of a file as a raw stream; what is answered as received is on the disk',
    tag,
    params: Id,
    query: z.object({ offset: z.coerce.number().int().min(0) }),
    response: z.object({ received: z.int() }),
    bodyLimit: MOST_PIECE_BYTES,
    ratePerMinute: PIECE_RATE,
    handler: async ({ params, query, request }) => {
      const { row, place } = await own(request, params.id)
      return { received: await receivePiece(house, place, row, query.offset, streamOf(request)) }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contest/files/:id/finish',
    access,
    guard,
    summary: 'End an upload: length, hash and kind are looked at, and only then the file counts',
    tag,
    params: Id,
    response: FileView,
    ratePerMinute: SHARED_RATE,
    handler: async ({ params, request }) => {
      const { row, place, entrantId } = await own(request, params.id)
      return viewOfFile(await finishFile(house, place, entrantId, row))
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/contest/files/:id',
    access,
    guard,
    summary: 'Take a file out of the draft; what was handed in with it keeps it',
    tag,
    params: Id,
    response: z.object({}),
    ratePerMinute: SHARED_RATE,
    handler: async ({ params, request }) => {
      const { row, place } = await own(request, params.id)
      if (house.busy.has(row.id)) throw new XinyuError('UPLOAD_BUSY', { file: row.name })
      await removeFile(core, place, row.id)
      return {}
    },
  })
}

async function ownFile({ core }: ContestTools, entrantId: string, id: string): Promise<FileRow> {
  const teams = await teamsOfEntrant(core.db, entrantId)
  return fileOfTeam(
    core.db,
    id,
    teams.map((team) => team.id),
  )
}

/** @throws XinyuError MEDIA_TYPE where the body is no raw stream */
function streamOf(request: FastifyRequest): Readable {
  const body = request.body as Readable | null | undefined
  if (!body || typeof body.pipe !== 'function')
    throw new XinyuError('MEDIA_TYPE', { type: (request.headers['content-type'] ?? '–').slice(0, 80) })
  return body
}
