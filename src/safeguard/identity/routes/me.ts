import { z } from 'zod'
import { XinyuError } from '../../../kernel/index.ts'
import { type App, Id, route } from '../../../platform/http/index.ts'
import type { CurrentSession } from '../authenticate.ts'
import type { Identity } from '../identity.ts'
import { Session } from '../model.ts'
import { changePassword, provePassword } from '../passwords.ts'
import {
  type Added,
  addPasskey,
  confirmTotp,
  removeFactor,
  renewRecoveryCodes,
} from '../second-factor/actions.ts'
import { registrationOptions } from '../second-factor/passkey.ts'
import { beginTotp } from '../second-factor/totp.ts'
import { closeSession, sessionsOf } from '../sessions.ts'
import { agentOf, mustHaveSession, setSessionCookie, siteOf } from './request.ts'
import { Code, RegistrationOptions, RegistrationResponse, Secret } from './shapes.ts'

const tag = 'me'
const Proven = z.strictObject({ password: Secret })
/** A session that waits to set up its first factor has given the password a moment ago. */
const MaybeProven = z.strictObject({ password: Secret.optional() })
const Codes = z.object({ recoveryCodes: z.array(z.string()) })

/** What a user does with the own account. */
export function meRoutes(app: App, identity: Identity): void {
  const { core, options } = identity
  const ratePerMinute = options.secretRatePerMinute
  route(app, {
    method: 'POST',
    url: '/me/password',
    access: 'signed-in',
    summary: 'Change the own password; other sessions end.',
    tag,
    body: z.strictObject({ current: Secret, next: Secret }),
    ratePerMinute,
    handler: async ({ actor, body, request }) => {
      const session = await mustHaveSession(identity, request)
      await changePassword(identity, actor, session.id, body)
    },
  })
  route(app, {
    method: 'GET',
    url: '/me/sessions',
    access: 'signed-in',
    summary: 'The own open sessions.',
    tag,
    response: z.object({ items: z.array(Session) }),
    handler: async ({ actor, request }) => {
      const session = await mustHaveSession(identity, request)
      return { items: await sessionsOf(identity, actor.userId, session.id) }
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/me/sessions/:id',
    access: 'signed-in',
    summary: 'End one of the own sessions.',
    tag,
    params: Id,
    handler: async ({ actor, params }) => closeSession(core, actor, actor.userId, params.id),
  })
  totpRoutes(app, identity, ratePerMinute)
  passkeyRoutes(app, identity, ratePerMinute)
  route(app, {
    method: 'POST',
    url: '/me/recovery-codes',
    access: 'signed-in',
    summary: 'Ten new recovery codes; the old ones die.',
    tag,
    body: Proven,
    response: Codes,
    ratePerMinute,
    handler: async ({ body, request }) => {
      const session = await mustHaveSession(identity, request)
      await provePassword(identity, session.userId, body.password)
      return { recoveryCodes: await renewRecoveryCodes(identity, session) }
    },
  })
}

function totpRoutes(app: App, identity: Identity, ratePerMinute: number): void {
  route(app, {
    method: 'POST',
    url: '/me/totp/begin',
    access: 'signed-in',
    summary: 'A secret for one-time codes, not yet in force.',
    tag,
    body: MaybeProven,
    response: z.object({ secret: z.string(), uri: z.string() }),
    ratePerMinute,
    handler: async ({ body, request }) => {
      const session = await mustHaveSession(identity, request)
      await proveAgain(identity, session, body.password)
      return beginTotp(identity, session.userId)
    },
  })
  route(app, {
    method: 'POST',
    url: '/me/totp/confirm',
    access: 'signed-in',
    summary: 'Put one-time codes into force by showing one.',
    tag,
    body: z.strictObject({ code: Code }),
    response: Codes,
    ratePerMinute,
    handler: async ({ body, request, reply }) => {
      const session = await mustHaveSession(identity, request)
      const added = await confirmTotp(identity, session, body.code, agentOf(request))
      return codesOf(added, (opened) => setSessionCookie(request, reply, opened))
    },
  })
  route(app, {
    method: 'POST',
    url: '/me/totp/remove',
    access: 'signed-in',
    summary: 'Take one-time codes out of force.',
    tag,
    body: Proven,
    ratePerMinute,
    handler: async ({ body, request }) => {
      const session = await mustHaveSession(identity, request)
      await provePassword(identity, session.userId, body.password)
      await removeFactor(identity, session, { kind: 'totp' })
    },
  })
}

function passkeyRoutes(app: App, identity: Identity, ratePerMinute: number): void {
  const { db } = identity.core
  route(app, {
    method: 'POST',
    url: '/me/passkeys/options',
    access: 'signed-in',
    summary: 'A challenge for a new passkey.',
    tag,
    body: MaybeProven,
    response: RegistrationOptions,
    ratePerMinute,
    handler: async ({ body, request }) => {
      const session = await mustHaveSession(identity, request)
      await proveAgain(identity, session, body.password)
      return registrationOptions(identity, session, siteOf(identity, request))
    },
  })
  route(app, {
    method: 'POST',
    url: '/me/passkeys/verify',
    access: 'signed-in',
    summary: 'Add the new passkey.',
    tag,
    body: z.strictObject({ response: RegistrationResponse, label: z.string().trim().min(1).max(60) }),
    response: Codes,
    ratePerMinute,
    handler: async ({ body, request, reply }) => {
      const session = await mustHaveSession(identity, request)
      const added = await addPasskey(identity, session, siteOf(identity, request), body, agentOf(request))
      return codesOf(added, (opened) => setSessionCookie(request, reply, opened))
    },
  })
  route(app, {
    method: 'GET',
    url: '/me/passkeys',
    access: 'signed-in',
    summary: 'The own passkeys.',
    tag,
    response: z.object({
      items: z.array(
        z.object({ id: z.uuid(), label: z.string(), createdAt: z.int(), usedAt: z.int().nullable() }),
      ),
    }),
    handler: async ({ actor }) => ({
      items: await db
        .selectFrom('user_passkey')
        .select(['id', 'label', 'created_at as createdAt', 'used_at as usedAt'])
        .where('user_id', '=', actor.userId)
        .orderBy('id')
        .execute(),
    }),
  })
  route(app, {
    method: 'POST',
    url: '/me/passkeys/:id/remove',
    access: 'signed-in',
    summary: 'Remove one of the own passkeys.',
    tag,
    params: Id,
    body: Proven,
    ratePerMinute,
    handler: async ({ body, params, request }) => {
      const session = await mustHaveSession(identity, request)
      await provePassword(identity, session.userId, body.password)
      await removeFactor(identity, session, { kind: 'passkey', id: params.id })
    },
  })
}

async function proveAgain(
  identity: Identity,
  session: CurrentSession,
  password: string | undefined,
): Promise<void> {
  if (session.pending === 'second-factor-setup') return
  if (password === undefined) throw new XinyuError('PASSWORD_WRONG')
  await provePassword(identity, session.userId, password)
}

function codesOf({ opened, recoveryCodes }: Added, set: (opened: NonNullable<Added['opened']>) => void) {
  if (opened) set(opened)
  return { recoveryCodes: [...recoveryCodes] }
}
