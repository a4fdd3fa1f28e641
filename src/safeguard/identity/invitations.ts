import { type Actor, type UserActor, XinyuError } from '../../kernel/index.ts'
import { type ActionScope, act, type Core } from '../evidence/index.ts'
import type { Identity } from './identity.ts'
import type { NewUser } from './model.ts'
import { preparePassword } from './passwords.ts'
import { isTechnical, mustBeAnother, mustHave, passwordIsRenewable } from './rules.ts'
import { mustBeStrong } from './secret/password-rules.ts'
import { newToken, tokenHash } from './secret/token.ts'
import { endSessions } from './sessions.ts'
import { usersWithSecondFactor } from './store.ts'
import { throttleKey } from './throttle.ts'
import { insertUser, lockedUser, revokeInvitations } from './users.ts'

export interface Invited {
  readonly userId: string
  /** The link's secret; shown once to the inviter, who hands it over. */
  readonly token: string
  readonly expiresAt: number
}

/** Makes a user and the link by which he sets his password. @throws XinyuError as `insertUser` */
export async function inviteUser(identity: Identity, actor: Actor, input: NewUser): Promise<Invited> {
  mustHave(actor, 'system_administrator')
  const { core, options } = identity
  const acted = await act(core, actor, async (scope) => {
    const userId = await insertUser(scope, input)
    return writeInvitation(core, scope, userId, 'join', options.invitationMs)
  })
  return acted.value
}

/**
 * A new link for a user who lost his password or let the first link run out. Older links die.
 * @throws XinyuError OWN_ACCOUNT, USER_STATE, USER_TECHNICAL, RENEWAL_REFUSED (see `passwordIsRenewable`; the space itself may)
 */
export async function renewInvitation(identity: Identity, actor: Actor, userId: string): Promise<Invited> {
  mustHave(actor, 'system_administrator')
  mustBeAnother(actor, userId)
  const { core, options } = identity
  const acted = await act(core, actor, async (scope) => {
    const user = await lockedUser(scope, userId)
    if (user.state === 'suspended') throw new XinyuError('USER_STATE', { state: user.state })
    // A door's own user never signs in: a link for it would make a person of it.
    if (isTechnical(user)) throw new XinyuError('USER_TECHNICAL')
    const guarded = (await usersWithSecondFactor(scope.tx, [userId])).has(userId)
    if (actor.kind === 'user' && !options.demo && !passwordIsRenewable(user.roles, guarded))
      throw new XinyuError('RENEWAL_REFUSED')
    await revokeInvitations(scope, userId)
    const purpose = user.state === 'invited' ? 'join' : 'password'
    scope.note({ kind: 'user.invitation_renewed', subject: { user: userId }, payload: { purpose } })
    return writeInvitation(core, scope, userId, purpose, options.invitationMs)
  })
  return acted.value
}

/** The row and its secret, inside another action. */
export async function writeInvitation(
  core: Pick<Core, 'random'>,
  scope: ActionScope,
  userId: string,
  purpose: 'join' | 'password',
  lifeMs: number,
): Promise<Invited> {
  const token = newToken(core.random)
  const expiresAt = scope.now + lifeMs
  await scope.tx
    .insertInto('user_invitation')
    .values({
      id: scope.id(),
      user_id: userId,
      token_hash: tokenHash(token),
      purpose,
      created_at: scope.now,
      expires_at: expiresAt,
      used_at: null,
      revoked_at: null,
    })
    .execute()
  return { userId, token, expiresAt }
}

interface OpenInvitation {
  readonly id: string
  readonly userId: string
  readonly participantId: string
  readonly login: string
  readonly displayName: string
  readonly participantNameZh: string
  readonly participantNameEn: string
  readonly purpose: 'join' | 'password'
  readonly expiresAt: number
}

/** @throws XinyuError INVITATION_INVALID, the same for unknown, used, revoked and expired */
export async function openInvitation(core: Core, token: string): Promise<OpenInvitation> {
  const row = await core.db
    .selectFrom('user_invitation as i')
    .innerJoin('app_user as u', 'u.id', 'i.user_id')
    .innerJoin('participant as p', 'p.id', 'u.participant_id')
    .select([
      'i.id',
      'i.user_id',
      'i.purpose',
      'i.expires_at',
      'u.login',
      'u.display_name',
      'u.participant_id',
    ])
    .select(['p.name_zh', 'p.name_en'])
    .where('i.token_hash', '=', tokenHash(token))
    .where('i.used_at', 'is', null)
    .where('i.revoked_at', 'is', null)
    .where('i.expires_at', '>', core.clock.now())
    .where('u.state', '!=', 'suspended')
    .where('p.state', '=', 'active')
    .executeTakeFirst()
  if (!row) throw new XinyuError('INVITATION_INVALID')
  return {
    id: row.id,
    userId: row.user_id,
    participantId: row.participant_id,
    login: row.login,
    displayName: row.display_name,
    participantNameZh: row.name_zh,
    participantNameEn: row.name_en,
    purpose: row.purpose,
    expiresAt: row.expires_at,
  }
}

/**
 * Sets the password and uses the link up. Signs nobody in: the first sign-in asks for the second factor too.
 * @throws XinyuError INVITATION_INVALID, PASSWORD_…
 */
export async function acceptInvitation(identity: Identity, token: string, password: string): Promise<string> {
  const { core, options } = identity
  const invitation = await openInvitation(core, token)
  const { userId, participantId, login } = invitation
  mustBeStrong(password, login, options.password.policy)
  const encoded = await preparePassword(identity, userId, password).catch(async (error: unknown) => {
    // Used up meanwhile: that the password is the one just set would be told to whoever holds a dead link.
    await openInvitation(core, token)
    throw error
  })
  const actor: UserActor = { kind: 'user', userId, participantId, roles: [] }
  await act(core, actor, async (scope) => {
    const { tx, now } = scope
    const user = await lockedUser(scope, userId)
    if (user.state === 'suspended') throw new XinyuError('INVITATION_INVALID')
    const used = await tx
      .updateTable('user_invitation')
      .set({ used_at: now })
      .where('id', '=', invitation.id)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!used) throw new XinyuError('INVITATION_INVALID')
    await encoded.write(scope)
    await tx.updateTable('app_user').set({ state: 'active' }).where('id', '=', userId).execute()
    await tx.deleteFrom('sign_in_throttle').where('key', '=', throttleKey('login', login)).execute()
    await endSessions(scope, userId)
    const kind = invitation.purpose === 'join' ? 'user.activated' : 'password.renewed'
    scope.note({ kind, subject: { user: userId } })
  })
  return login
}
