import type { App } from '../../platform/http/index.ts'
import type { Core } from '../evidence/index.ts'
import { type Identity, openIdentity } from './identity.ts'
import type { IdentitySettings } from './options.ts'
import { certificateRoutes } from './routes/certificates.ts'
import { invitationRoutes } from './routes/invitations.ts'
import { meRoutes } from './routes/me.ts'
import { participantRoutes } from './routes/participants.ts'
import { sessionRoutes } from './routes/session.ts'
import { userRoutes } from './routes/users.ts'

/** All routes of the room. Returns what they work with, so that a shutdown can wait for `background.settled()`. */
export function identityRoutes(app: App, core: Core, settings: IdentitySettings = {}): Identity {
  const identity = openIdentity(core, settings)
  sessionRoutes(app, identity)
  meRoutes(app, identity)
  certificateRoutes(app, identity)
  participantRoutes(app, identity)
  userRoutes(app, identity)
  invitationRoutes(app, identity)
  return identity
}
