import type { FastifyReply, FastifyRequest } from 'fastify'
import { XinyuError } from '../../../kernel/index.ts'
import { type CurrentSession, SESSION_COOKIE, sessionOf } from '../authenticate.ts'
import type { Identity } from '../identity.ts'
import type { Site } from '../second-factor/passkey.ts'
import type { OpenedSession } from '../sessions.ts'
import type { Origin } from '../sign-in.ts'

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

export const agentOf = (request: FastifyRequest): string => request.headers['user-agent'] ?? ''

export async function originOf(identity: Identity, request: FastifyRequest): Promise<Origin> {
  const previous = await sessionOf(identity.core, identity.options, request)
  return { address: request.ip, agent: agentOf(request), previous }
}

/** The caller's session, half-open ones included where the route lets them in. @throws XinyuError NOT_SIGNED_IN */
export async function mustHaveSession(identity: Identity, request: FastifyRequest): Promise<CurrentSession> {
  const session = await sessionOf(identity.core, identity.options, request)
  if (!session) throw new XinyuError('NOT_SIGNED_IN')
  return session
}

/** Where the portal is. A made-up Host header gains nothing: keys are checked against the host they were made for. */
export function siteOf(identity: Identity, request: FastifyRequest): Site {
  const origin = identity.options.publicOrigin ?? `${request.protocol}://${request.host}`
  return { origin, rpId: new URL(origin).hostname }
}

/** False when a name of someone else's points at this machine (DNS rebinding). */
export const isLoopbackHost = (request: FastifyRequest): boolean =>
  LOOPBACK_HOSTS.has(request.hostname.toLowerCase())

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, opened: OpenedSession): void {
  reply.setCookie(SESSION_COOKIE, opened.token, {
    ...cookieShape(request),
    expires: new Date(opened.expiresAt),
  })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, cookieShape(request))
}

const cookieShape = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const
