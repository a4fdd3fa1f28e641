import { z } from 'zod'
import { type App, Id, route } from '../../../platform/http/index.ts'
import { bindCertificate, mustBeOn, unbindCertificate } from '../certificate/bind.ts'
import { makeChallenge } from '../certificate/challenge.ts'
import { signInByCertificate } from '../certificate/sign-in.ts'
import { certificatesOf } from '../certificate/store.ts'
import type { Identity } from '../identity.ts'
import { meOf } from '../me.ts'
import { Me } from '../model.ts'
import { provePassword } from '../passwords.ts'
import { mustNotBeLocked } from '../throttle.ts'
import { mustHaveSession, originOf, setSessionCookie, siteOf } from './request.ts'
import { Secret } from './shapes.ts'

/** Whatever a stranger puts in them is answered alike, so they are bounded here and no more. */
const Proof = {
  challenge: z.string().min(1).max(1000),
  certificate: z.string().min(1).max(32_768),
  signature: z.string().min(1).max(4096),
}
const Challenge = z.object({ text: z.string(), expiresAt: z.int() })
const Certificate = z.object({
  id: z.uuid(),
  label: z.string(),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  algorithm: z.string(),
  fingerprint: z.string(),
  notAfter: z.int(),
  createdAt: z.int(),
  usedAt: z.int().nullable(),
})

export function certificateRoutes(app: App, identity: Identity): void {
  const ratePerMinute = identity.options.secretRatePerMinute
  route(app, {
    method: 'GET',
    url: '/session/certificate',
    access: 'public',
    summary: 'Whether there is a log-in by certificate here.',
    tag: 'session',
    response: z.object({ on: z.boolean() }),
    handler: async () => ({ on: identity.trust.on }),
  })
  route(app, {
    method: 'POST',
    url: '/session/certificate/challenge',
    access: 'public',
    summary: 'A text for the key of a certificate to sign; good once, for two minutes.',
    tag: 'session',
    response: Challenge,
    ratePerMinute,
    handler: async ({ request }) => {
      mustBeOn(identity)
      await mustNotBeLocked(identity, 'address', request.ip)
      return makeChallenge(identity, { purpose: 'login', origin: siteOf(identity, request).origin })
    },
  })
  route(app, {
    method: 'POST',
    url: '/session/certificate',
    access: 'public',
    summary:
      'Sign in by certificate; `pending` tells whether a second factor is still to be given or set up.',
    tag: 'session',
    body: z.strictObject(Proof),
    response: Me,
    ratePerMinute,
    handler: async ({ body, request, reply }) => {
      const origin = await originOf(identity, request)
      const opened = await signInByCertificate(identity, body, origin, siteOf(identity, request).origin)
      setSessionCookie(request, reply, opened)
      return meOf(identity, opened)
    },
  })
  ownRoutes(app, identity, ratePerMinute)
}

function ownRoutes(app: App, identity: Identity, ratePerMinute: number): void {
  const tag = 'me'
  route(app, {
    method: 'GET',
    url: '/me/certificates',
    access: 'signed-in',
    summary: 'The own certificates, and whether one signs in with them here.',
    tag,
    response: z.object({ on: z.boolean(), items: z.array(Certificate) }),
    handler: async ({ actor }) => {
      const rows = await certificatesOf(identity.core.db, actor.userId)
      const items = rows.map(({ not_after, created_at, used_at, ...row }) => ({
        ...row,
        notAfter: not_after,
        createdAt: created_at,
        usedAt: used_at,
      }))
      return { on: identity.trust.on, items }
    },
  })
  route(app, {
    method: 'POST',
    url: '/me/certificates/challenge',
    access: 'signed-in',
    summary: 'A text for the key of a new certificate to sign.',
    tag,
    body: z.strictObject({ password: Secret }),
    response: Challenge,
    ratePerMinute,
    handler: async ({ body, request }) => {
      mustBeOn(identity)
      const session = await mustHaveSession(identity, request)
      await provePassword(identity, session.userId, body.password)
      const { origin } = siteOf(identity, request)
      return makeChallenge(identity, { purpose: 'bind', origin, sessionId: session.id })
    },
  })
  route(app, {
    method: 'POST',
    url: '/me/certificates',
    access: 'signed-in',
    summary: 'Bind a certificate whose key signed the text; other sessions end.',
    tag,
    body: z.strictObject({ ...Proof, label: z.string().trim().min(1).max(60) }),
    response: z.object({ id: z.uuid() }),
    ratePerMinute,
    handler: async ({ body, request }) => {
      const session = await mustHaveSession(identity, request)
      return { id: await bindCertificate(identity, session, siteOf(identity, request).origin, body) }
    },
  })
  route(app, {
    method: 'POST',
    url: '/me/certificates/:id/remove',
    access: 'signed-in',
    summary: 'Remove one of the own certificates; other sessions end.',
    tag,
    params: Id,
    body: z.strictObject({ password: Secret }),
    ratePerMinute,
    handler: async ({ body, params, request }) => {
      const session = await mustHaveSession(identity, request)
      await provePassword(identity, session.userId, body.password)
      await unbindCertificate(identity, session, params.id)
    },
  })
}
