import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import type { Json } from '../../kernel/canonical.ts'
import { errorText, isXinyuError, XinyuError } from '../../kernel/errors/index.ts'

/** RFC 9457 problem details as we send them. */
export interface Problem {
  readonly type: string
  readonly status: number
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly detail?: Json
  readonly requestId: string
}

/** Seconds after which to come again, where nothing was done. EVIDENCE_DELAYED must not be repeated blindly. */
const COME_AGAIN: Readonly<Record<string, number>> = { EVIDENCE_NOT_READY: 5 }

/** Turns any failure into problem+json. What we did not foresee is logged whole and told by number only. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asXinyuError(error, request)
  if (known.code === 'INTERNAL')
    request.log.error({ err: error, requestId: request.id }, 'unforeseen failure')
  const { status, zh, en } = errorText(known.code, known.params)
  const problem: Problem = {
    type: `urn:xinyu:error:${known.code}`,
    status,
    code: known.code,
    zh,
    en,
    ...(known.detail === undefined ? {} : { detail: known.detail }),
    requestId: request.id,
  }
  const again = COME_AGAIN[known.code]
  // Sent as text: the response schema of a route describes its success, not its failure.
  return reply
    .code(status)
    .headers(again === undefined ? {} : { 'retry-after': String(again) })
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(String)
    .send(JSON.stringify(problem))
}

function asXinyuError(error: unknown, request: FastifyRequest): XinyuError {
  if (isXinyuError(error)) return error
  if (isResponseSerializationError(error))
    return new XinyuError('INTERNAL', { id: request.id }, { cause: error })
  if (hasZodFastifySchemaValidationErrors(error)) return invalidInput(error)
  return fromFastify(error as FastifyFailure, request)
}

interface FastifyFailure {
  readonly code?: string
  readonly statusCode?: number
  readonly message?: string
}

function fromFastify(error: FastifyFailure, request: FastifyRequest): XinyuError {
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new XinyuError('BODY_NOT_JSON')
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new XinyuError('BODY_TOO_LARGE', { limit: request.routeOptions.bodyLimit ?? 0 })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new XinyuError('MEDIA_TYPE', {
        type: (request.headers['content-type'] ?? '-').slice(0, 80),
      })
  }
  // PostgreSQL keeps neither U+0000 nor half a character; what it refused was not done.
  if (error.code === '22021' || error.code === '22P05')
    return new XinyuError(
      'INPUT_INVALID',
      { where: 'text', why: 'it holds a character that cannot be kept (U+0000)' },
      { cause: error },
    )
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new XinyuError(
      'INPUT_INVALID',
      { where: 'request', why: error.message ?? 'malformed' },
      { cause: error },
    )
  }
  return new XinyuError('INTERNAL', { id: request.id }, { cause: error })
}

interface ValidationFailure {
  readonly validation: readonly { readonly instancePath: string; readonly message?: string }[]
  readonly validationContext?: string
}

function invalidInput(error: ValidationFailure): XinyuError {
  const first = error.validation[0]
  const where = `${error.validationContext ?? 'body'}${first?.instancePath ?? ''}`
  const issues = error.validation
    .slice(0, 20)
    .map((issue) => ({ path: issue.instancePath, why: issue.message ?? '' }))
  return new XinyuError('INPUT_INVALID', { where, why: first?.message ?? 'invalid' }, { detail: { issues } })
}
