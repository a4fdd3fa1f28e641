import { z } from 'zod'
import { USER_ROLES, XinyuError } from '../../../kernel/index.ts'
import { type App, route } from '../../../platform/http/index.ts'
import { sessionOf } from '../authenticate.ts'
import { demoLogins } from '../demo.ts'
import type { Identity } from '../identity.ts'
import { meOf, nobody } from '../me.ts'
import { Me } from '../model.ts'
import { giveSecondFactor, type Proof } from '../second-factor/actions.ts'
import { authenticationOptions } from '../second-factor/passkey.ts'
import { closeSession } from '../sessions.ts'
import { signIn, signInDemo } from '../sign-in.ts'
import {
  agentOf,
  clearSessionCookie,
  isLoopbackHost,
  mustHaveSession,
  originOf,
  setSessionCookie,
  siteOf,
} from './request.ts'
import { AuthenticationOptions, AuthenticationResponse, Code, RecoveryCode, Secret } from './shapes.ts'

const tag = 'session'

/** Signing in and out. All public: whoever signs in is nobody yet; what they change is bound to the cookie's session. */
export function sessionRoutes(app: App, identity: Identity): void {
  const ratePerMinute = identity.options.secretRatePerMinute
  route(app, {
    method: 'GET',
    url: '/session',
    access: 'public',
    summary: 'Who is signed in; user is null for nobody.',
    tag,
    response: Me,
    handler: async ({ request }) => {
      const session = await sessionOf(identity.core, identity.options, request)
      return session ? meOf(identity, session) : nobody(identity)
    },
  })
  route(app, {
    method: 'POST',
    url: '/session',
    access: 'public',
    summary: 'Sign in by password; `pending` tells whether a second factor is still to be given or set up.',
    tag,
    body: z.strictObject({ login: z.string().min(1).max(200), password: Secret }),
    response: Me,
    ratePerMinute,
    handler: async ({ body, request, reply }) => {
      const opened = await signIn(identity, body, await originOf(identity, request))
      setSessionCookie(request, reply, opened)
      return meOf(identity, opened)
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/session',
    access: 'public',
    summary: 'Sign out.',
    tag,
    handler: async ({ request, reply }) => {
      const session = await sessionOf(identity.core, identity.options, request)
      clearSessionCookie(request, reply)
      if (!session) return
      const { userId, participantId, roles } = session
      await closeSession(identity.core, { kind: 'user', userId, participantId, roles }, userId, session.id)
    },
  })
  secondFactorRoutes(app, identity, ratePerMinute)
  demoRoutes(app, identity)
}

function secondFactorRoutes(app: App, identity: Identity, ratePerMinute: number): void {
  route(app, {
    method: 'POST',
    url: '/session/second-factor',
    access: 'public',
    summary: 'Give a one-time code or a recovery code for the half-open session.',
    tag,
    body: z.union([z.strictObject({ code: Code }), z.strictObject({ recoveryCode: RecoveryCode })]),
    response: Me,
    ratePerMinute,
    handler: async ({ body, request, reply }) => {
      const session = await mustHaveSession(identity, request)
      const proof: Proof =
        'code' in body ? { kind: 'totp', code: body.code } : { kind: 'recovery', code: body.recoveryCode }
      const opened = await giveSecondFactor(identity, session, proof, agentOf(request))
      setSessionCookie(request, reply, opened)
      return meOf(identity, opened)
    },
  })
  route(app, {
    method: 'POST',
    url: '/session/passkey/options',
    access: 'public',
    summary: 'A challenge for the passkeys of the half-open session.',
    tag,
    response: AuthenticationOptions,
    ratePerMinute,
    handler: async ({ request }) => {
      const session = await mustHaveSession(identity, request)
      if (session.pending !== 'second-factor') throw new XinyuError('NOT_SIGNED_IN')
      return authenticationOptions(identity, session, siteOf(identity, request))
    },
  })
  route(app, {
    method: 'POST',
    url: '/session/passkey/verify',
    access: 'public',
    summary: 'Give a passkey’s answer for the half-open session.',
    tag,
    body: z.strictObject({ response: AuthenticationResponse }),
    response: Me,
    ratePerMinute,
    handler: async ({ body, request, reply }) => {
      const session = await mustHaveSession(identity, request)
      const proof: Proof = { kind: 'passkey', response: body.response, site: siteOf(identity, request) }
      const opened = await giveSecondFactor(identity, session, proof, agentOf(request))
      setSessionCookie(request, reply, opened)
      return meOf(identity, opened)
    },
  })
}

/** Entering the demo without a password. Outside of a demo, or under another host's name, these do not exist. */
function demoRoutes(app: App, identity: Identity): void {
  const mustBeDemo = (request: Parameters<typeof isLoopbackHost>[0]) => {
    if (!identity.options.demo || !isLoopbackHost(request))
      throw new XinyuError('NOT_FOUND', { what: `${request.method} ${request.url.split('?')[0]}` })
  }
  route(app, {
    method: 'GET',
    url: '/demo/logins',
    access: 'public',
    summary: 'The made-up users that can be entered in a demo space.',
    tag,
    response: z.object({
      items: z.array(
        z.object({
          login: z.string(),
          displayName: z.string(),
          roles: z.array(z.enum(USER_ROLES)),
          participantNameZh: z.string(),
          participantNameEn: z.string(),
        }),
      ),
    }),
    handler: async ({ request }) => {
      mustBeDemo(request)
      return { items: await demoLogins(identity.core) }
    },
  })
  route(app, {
    method: 'POST',
    url: '/demo/session',
    access: 'public',
    summary: 'Enter a demo space as one of its made-up users.',
    tag,
    body: z.strictObject({ login: z.string().min(1).max(200) }),
    response: Me,
    handler: async ({ body, request, reply }) => {
      mustBeDemo(request)
      const opened = await signInDemo(identity, body.login, await originOf(identity, request))
      setSessionCookie(request, reply, opened)
      return meOf(identity, opened)
    },
  })
}
