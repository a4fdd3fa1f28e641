import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { App } from '../../../platform/http/index.ts'

const BYTES = 'application/octet-stream'

/** Raw bodies come as a stream; whoever takes one counts it. */
export function takeBytes(app: App): void {
  if (!app.hasContentTypeParser(BYTES))
    app.addContentTypeParser(BYTES, (_request, payload, done) => done(null, payload))
}

/** The whole body, no more than so many bytes. @throws XinyuError MEDIA_TYPE, and `tooLarge` */
export async function bodyOf(
  request: FastifyRequest,
  most: number,
  tooLarge: () => XinyuError,
): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  const body = request.body as Readable | null | undefined
  if (!body || typeof body.pipe !== 'function')
    throw new XinyuError('MEDIA_TYPE', { type: request.headers['content-type'] ?? '–' })
  for await (const piece of body as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > most) throw tooLarge()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
