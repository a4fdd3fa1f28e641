import type { FastifyReply, FastifyRequest } from 'fastify'
import { isXinyuError } from '../../kernel/errors/index.ts'
import { lostPage } from './html/render.ts'
import { STYLE_AT } from './style.ts'

/** Stricter than the portal's: nothing but text, one style sheet and one form. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export const HTML = 'text/html; charset=utf-8'

/** What a reader's browser may keep for a minute, and asks for by its mark after that. */
export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, etag }: { body: string; etag: string },
  type: string,
): FastifyReply {
  void reply.header('etag', etag).header('content-security-policy', POLICY)
  // A form of this page is taken by its origin, which a page without a referrer does not tell.
  void reply.header('referrer-policy', 'same-origin')
  if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'public, max-age=60')
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag) || known.includes('*')) return reply.code(304).send()
  return reply.type(type).send(body)
}

export const lost = (reply: FastifyReply): FastifyReply =>
  reply
    .code(404)
    .header('cache-control', 'no-cache')
    .header('content-security-policy', POLICY)
    .type(HTML)
    .send(lostPage(STYLE_AT))

/** Null where there is no such contest. */
export async function orNull<T>(make: () => Promise<T | null>): Promise<T | null> {
  try {
    return await make()
  } catch (error) {
    if (isXinyuError(error) && error.code === 'NOT_FOUND') return null
    throw error
  }
}

/** As the reader's browser wrote it, where it looks like a host; nothing else comes into a page. */
export function originOf(request: FastifyRequest): string {
  const { host, protocol } = request
  return /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i.test(host)
    ? `${protocol}://${host.toLowerCase()}`
    : ''
}

/** What may be the code of a contest in an address. */
export const isCode = (text: string): boolean => /^[a-z0-9-]{2,40}$/.test(text)
