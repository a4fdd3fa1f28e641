import { sql } from 'kysely'
import { type Actor, SEPARATED_OFFICERS, type UserRole, XinyuError } from '../../kernel/index.ts'
import { type ActionScope, act, type Core } from '../evidence/index.ts'
import { certificatesOf, dropCertificates } from './certificate/store.ts'
import { NewUser, UserRoles } from './model.ts'
import { lockedParticipant } from './participants.ts'
import { mustBeAnother, mustFit, mustGrant, mustHave } from './rules.ts'
import { endSessions } from './sessions.ts'
import type { UserTable } from './tables.ts'
import { throttleKey } from './throttle.ts'

/**
 * Makes a user inside another action; not yet able to sign in unless `demo`.
 * @throws XinyuError LOGIN_TAKEN, ROLES_SEPARATED, ROLE_NEEDS_BODY, ROLE_NOT_GRANTABLE, PARTICIPANT_STATE
 */
export async function insertUser(scope: ActionScope, input: NewUser, demo = false): Promise<string> {
  const { participantId, login, displayName, roles } = NewUser.parse(input)
  const body = await lockedParticipant(scope, participantId)
  if (body.state !== 'active') throw new XinyuError('PARTICIPANT_STATE', { state: body.state })
  mustGrant(scope.actor, [], roles)
  mustFit(roles, body.roles)
  const id = scope.id()
  const row = await scope.tx
    .insertInto('app_user')
    .values({
      id,
      participant_id: participantId,
      login,
      display_name: displayName,
      roles,
      state: demo ? 'active' : 'invited',
      password: null,
      demo,
      created_at: scope.now,
      updated_at: scope.now,
    })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new XinyuError('LOGIN_TAKEN')
  scope.note({
    kind: 'user.invited',
    subject: { user: id, participant: participantId },
    payload: { login, displayName, roles, demo },
  })
  return id
}

/**
 * Gives and takes roles; the user is signed out and signs in anew under the new ones.
 * @throws XinyuError OWN_ACCOUNT, ROLE_NOT_GRANTABLE, ROLES_SEPARATED, ROLE_NEEDS_BODY, LAST_OFFICER
 */
export async function changeRoles(
  core: Core,
  actor: Actor,
  id: string,
  roles: readonly UserRole[],
): Promise<void> {
  mustBeAnother(actor, id)
  const after = UserRoles.parse(roles)
  await act(core, actor, async (scope) => {
    await oneAtATime(scope)
    const body = await lockedParticipant(scope, await bodyOf(scope, id))
    const user = await lockedUser(scope, id)
    mustGrant(actor, user.roles, after)
    mustFit(after, body.roles)
    await mustLeaveOfficers(scope, user, after)
    await scope.tx
      .updateTable('app_user')
      .set({ roles: after, updated_at: scope.now })
      .where('id', '=', id)
      .execute()
    await endSessions(scope, id)
    scope.note({ kind: 'user.roles_changed', subject: { user: id }, payload: { before: user.roles, after } })
    scope.stop('user.roles_changed', { userId: id })
  })
}

/** Signs the user out and kills open invitations. @throws XinyuError OWN_ACCOUNT, USER_STATE, LAST_OFFICER */
export async function suspendUser(core: Core, actor: Actor, id: string, reason: string): Promise<void> {
  mustHave(actor, 'system_administrator', 'security_officer')
  mustBeAnother(actor, id)
  await act(core, actor, async (scope) => {
    await oneAtATime(scope)
    const user = await lockedUser(scope, id)
    if (user.state === 'suspended') throw new XinyuError('USER_STATE', { state: user.state })
    await mustLeaveOfficers(scope, user, [])
    await setUserState(scope, id, 'suspended')
    await revokeInvitations(scope, id)
    await endSessions(scope, id)
    scope.note({ kind: 'user.suspended', subject: { user: id }, payload: { reason } })
    scope.stop('user.suspended', { userId: id })
  })
}

/** @throws XinyuError OWN_ACCOUNT, USER_STATE when not suspended */
export async function restoreUser(core: Core, actor: Actor, id: string): Promise<void> {
  mustHave(actor, 'security_officer')
  mustBeAnother(actor, id)
  await act(core, actor, async (scope) => {
    const user = await lockedUser(scope, id)
    if (user.state !== 'suspended') throw new XinyuError('USER_STATE', { state: user.state })
    await setUserState(scope, id, user.password !== null || user.demo ? 'active' : 'invited')
    scope.note({ kind: 'user.restored', subject: { user: id } })
  })
}

/** Ends the pause after failed sign-ins. @throws XinyuError OWN_ACCOUNT, USER_NOT_FOUND */
export async function unlockUser(core: Core, actor: Actor, id: string): Promise<void> {
  mustHave(actor, 'security_officer')
  mustBeAnother(actor, id)
  await act(core, actor, async (scope) => {
    const user = await lockedUser(scope, id)
    const certificates = await certificatesOf(scope.tx, id)
    const keys = [
      throttleKey('login', user.login),
      throttleKey('factor', id),
      ...certificates.map(({ fingerprint }) => throttleKey('certificate', fingerprint)),
    ]
    await scope.tx.deleteFrom('sign_in_throttle').where('key', 'in', keys).execute()
    scope.note({ kind: 'user.unlocked', subject: { user: id } })
  })
}

/**
 * Takes what was lost away, certificates too: a new second factor is set up at the next sign-in. No officer puts a
 * certificate there: his own would make him that user. @throws XinyuError OWN_ACCOUNT
 */
export async function resetSecondFactor(core: Core, actor: Actor, id: string): Promise<void> {
  mustHave(actor, 'security_officer')
  mustBeAnother(actor, id)
  await act(core, actor, async (scope) => {
    await lockedUser(scope, id)
    for (const table of ['user_totp', 'user_passkey', 'user_recovery_code'] as const)
      await scope.tx.deleteFrom(table).where('user_id', '=', id).execute()
    await dropCertificates(scope, id)
    await endSessions(scope, id)
    scope.note({ kind: 'second_factor.reset', subject: { user: id } })
  })
}

/** Notes that the actor saw who the user is; whoever shows open names calls it before. */
export async function noteUserViewed(core: Core, actor: Actor, id: string): Promise<void> {
  await act(core, actor, async (scope) => {
    scope.note({ kind: 'user.viewed', subject: { user: id } })
  })
}

/** Kills the links that were not used. */
export async function revokeInvitations({ tx, now }: ActionScope, userId: string): Promise<void> {
  await tx
    .updateTable('user_invitation')
    .set({ revoked_at: now })
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}

async function setUserState({ tx, now }: ActionScope, id: string, state: UserTable['state']): Promise<void> {
  await tx.updateTable('app_user').set({ state, updated_at: now }).where('id', '=', id).execute()
}

/** Reads a user and holds the row until the action ends. @throws XinyuError USER_NOT_FOUND */
export async function lockedUser({ tx }: Pick<ActionScope, 'tx'>, id: string): Promise<UserTable> {
  const row = await tx
    .selectFrom('app_user')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('USER_NOT_FOUND')
  return row
}

/** Two actions that each leave the other's officer as the last must not run side by side. */
async function oneAtATime({ tx }: ActionScope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('identity.officers'))`.execute(tx)
}

/** A user never changes the body, so this may be read before anything is held. */
async function bodyOf({ tx }: ActionScope, id: string): Promise<string> {
  const row = await tx.selectFrom('app_user').select('participant_id').where('id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('USER_NOT_FOUND')
  return row.participant_id
}

/** A space without one of its three officers could not be put right again from within. */
async function mustLeaveOfficers(
  { tx }: ActionScope,
  user: UserTable,
  after: readonly UserRole[],
): Promise<void> {
  const office = user.roles.find((role) => SEPARATED_OFFICERS.includes(role) && !after.includes(role))
  if (!office || user.state !== 'active') return
  const holders = await tx
    .selectFrom('app_user')
    .select('id')
    .where((e) => e(e.val(office), '=', e.fn.any('roles')))
    .where('state', '=', 'active')
    .execute()
  if (holders.length <= 1) throw new XinyuError('LAST_OFFICER', { role: office })
}
