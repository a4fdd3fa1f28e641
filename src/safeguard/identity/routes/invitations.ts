import { z } from 'zod'
import { type App, route } from '../../../platform/http/index.ts'
import type { Identity } from '../identity.ts'
import { acceptInvitation, inviteUser, openInvitation, renewInvitation } from '../invitations.ts'
import { NewUser } from '../model.ts'
import { Secret, Token } from './shapes.ts'

const tag = 'invitations'

/** How a user gets in for the first time, or again after losing the password. */
export function invitationRoutes(app: App, identity: Identity): void {
  const ratePerMinute = identity.options.secretRatePerMinute
  route(app, {
    method: 'POST',
    url: '/invitations',
    access: ['system_administrator'],
    summary: 'Invite a new user, or renew the password of one by `userId`. The link is shown once.',
    tag,
    body: z.union([z.strictObject({ userId: z.uuid() }), NewUser]),
    response: z.object({ userId: z.uuid(), token: z.string(), path: z.string(), expiresAt: z.int() }),
    handler: async ({ actor, body }) => {
      const invited =
        'userId' in body
          ? await renewInvitation(identity, actor, body.userId)
          : await inviteUser(identity, actor, body)
      return { ...invited, path: `/invitation/${invited.token}` }
    },
  })
  route(app, {
    method: 'GET',
    url: '/invitations/:token',
    access: 'public',
    summary: 'Whom a link is for.',
    tag,
    params: z.strictObject({ token: Token }),
    response: z.object({
      displayName: z.string(),
      participantNameZh: z.string(),
      participantNameEn: z.string(),
      expiresAt: z.int(),
    }),
    ratePerMinute,
    handler: async ({ params }) => openInvitation(identity.core, params.token),
  })
  route(app, {
    method: 'POST',
    url: '/invitations/:token/accept',
    access: 'public',
    summary: 'Set the password and use the link up; tells the login name to sign in with.',
    tag,
    params: z.strictObject({ token: Token }),
    body: z.strictObject({ password: Secret }),
    response: z.object({ login: z.string() }),
    ratePerMinute,
    handler: async ({ params, body }) => ({
      login: await acceptInvitation(identity, params.token, body.password),
    }),
  })
}
