import { type UserActor, XinyuError } from '../../kernel/index.ts'
import { type ActionScope, act } from '../evidence/index.ts'
import type { Identity } from './identity.ts'
import { mustBeStrong } from './secret/password-rules.ts'
import { endSessions } from './sessions.ts'
import { beginAttempt, succeeded } from './throttle.ts'
import { revokeInvitations } from './users.ts'

/** A password that is hashed already, so that the slow part stays outside of the transaction. */
interface PreparedPassword {
  write(scope: ActionScope): Promise<void>
}

/** @throws XinyuError PASSWORD_REUSED when it is among the last ones */
export async function preparePassword(
  identity: Identity,
  userId: string,
  password: string,
): Promise<PreparedPassword> {
  const { core, hasher, options } = identity
  const count = options.password.history
  const past = await core.db
    .selectFrom('user_password')
    .select('password')
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .limit(count)
    .execute()
  for (const row of past) {
    if (await hasher.verify(password, row.password)) throw new XinyuError('PASSWORD_REUSED', { count })
  }
  const encoded = await hasher.hash(password)
  return {
    async write(scope) {
      const { tx, now } = scope
      await tx
        .insertInto('user_password')
        .values({ id: scope.id(), user_id: userId, password: encoded, created_at: now })
        .execute()
      await tx
        .updateTable('app_user')
        .set({ password: encoded, updated_at: now })
        .where('id', '=', userId)
        .execute()
      await forgetOldPasswords(tx, userId, count)
    },
  }
}

async function forgetOldPasswords(tx: ActionScope['tx'], userId: string, keep: number): Promise<void> {
  const kept = tx
    .selectFrom('user_password')
    .select('id')
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(keep)
  await tx.deleteFrom('user_password').where('user_id', '=', userId).where('id', 'not in', kept).execute()
}

/**
 * Changes one's own password; all other sessions end.
 * @throws XinyuError PASSWORD_WRONG, PASSWORD_…, SIGN_IN_LOCKED after too many wrong ones
 */
export async function changePassword(
  identity: Identity,
  actor: UserActor,
  sessionId: string,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const login = await provePassword(identity, actor.userId, current)
  mustBeStrong(next, login, identity.options.password.policy)
  const prepared = await preparePassword(identity, actor.userId, next)
  await act(identity.core, actor, async (scope) => {
    await prepared.write(scope)
    await revokeInvitations(scope, actor.userId)
    await endSessions(scope, actor.userId, sessionId)
    scope.note({ kind: 'password.changed', subject: { user: actor.userId } })
  })
}

/**
 * Asks for the password again before what a thief of an open session must not do. Returns the login name.
 * @throws XinyuError PASSWORD_WRONG, SIGN_IN_LOCKED
 */
export async function provePassword(identity: Identity, userId: string, password: string): Promise<string> {
  const user = await identity.core.db
    .selectFrom('app_user')
    .select(['login', 'password'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const attempt = await beginAttempt(identity, 'login', user.login)
  if (!(await identity.hasher.verify(password, user.password))) throw new XinyuError('PASSWORD_WRONG')
  await succeeded(identity, 'login', user.login, attempt)
  return user.login
}
