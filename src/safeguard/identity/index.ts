import './tables.ts'

export { authenticate, SESSION_COOKIE } from './authenticate.ts'
export {
  type DemoBody,
  type DemoLogin,
  type DemoUser,
  demoLogins,
  seedDemo,
  type SeededDemo,
} from './demo.ts'
export { type Identity, openIdentity } from './identity.ts'
export { inviteUser, type Invited, renewInvitation } from './invitations.ts'
export { migrations, migrations as identityMigrations } from './migrations.ts'
export { NewParticipant, Participant, User } from './model.ts'
export { certificateFindings } from './certificate/health.ts'
export { createOfficers, type NewOfficer, type OfficerInvitation } from './officers.ts'
export { type IdentityOptions, type IdentitySettings, identityOptions } from './options.ts'
export {
  registerParticipant,
  restoreParticipant,
  suspendParticipant,
  updateParticipant,
} from './participants.ts'
export { changeRoles, resetSecondFactor, restoreUser, suspendUser } from './users.ts'
export { insertTechnicalUser } from './technical.ts'
export { rolesMayMeet, ROLE_RULES } from './rules.ts'
export { countAttempt, FORGET_AFTER_MS, forgetAttempts, mustNotBePaused } from './brake.ts'
export { createSeal, type Seal } from './secret/seal.ts'
export { identityRoutes } from './routes.ts'
export { doorCookie, freshToken, isCode, keptCode, keptToken, sixDigits } from './side-door.ts'
export { isSameOrigin } from './same-origin.ts'
export { participantById, participantsByIds, userById, type UserRow } from './store.ts'
