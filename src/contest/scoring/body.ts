import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { App } from '../../platform/http/index.ts'

const BYTES = 'application/octet-stream'

/** Raw streams are handed on unread; another room may have said so before. */
export function takeBytes(app: App): void {
  if (!app.hasContentTypeParser(BYTES))
    app.addContentTypeParser(BYTES, (_request, payload, done) => done(null, payload))
}

/** The whole body of a request. @throws XinyuError MEDIA_TYPE, CONTEST_TASK_DATA_LARGE */
export async function takeBody(request: FastifyRequest, limit: number): Promise<Buffer> {
  const body = request.body as Readable | null | undefined
  if (!body || typeof body.pipe !== 'function')
    throw new XinyuError('MEDIA_TYPE', { type: request.headers['content-type'] ?? '–' })
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > limit) throw new XinyuError('CONTEST_TASK_DATA_LARGE', { limit })
    parts.push(part)
  }
  return Buffer.concat(parts)
}
