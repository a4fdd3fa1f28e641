import { systemActor, type UserActor, XinyuError } from '../../kernel/index.ts'
import { type ActionScope, act } from '../evidence/index.ts'
import type { CurrentSession } from './authenticate.ts'
import type { Identity } from './identity.ts'
import { normalizeLogin } from './model.ts'
import { isPrivileged } from './rules.ts'
import { endSession, type OpenedSession, openSession } from './sessions.ts'
import { usersWithSecondFactor } from './store.ts'
import type { Pending, SignInMethod, UserTable } from './tables.ts'
import type { Attempt } from './brake.ts'
import { beginAttempt, forgetOldAttempts, placeOf, succeeded } from './throttle.ts'
import { lockedUser } from './users.ts'

/** From where one signs in. */
export interface Origin {
  readonly address: string
  readonly agent: string
  /** The session that the browser brought along: it ends, so that a planted one is worth nothing. */
  readonly previous: CurrentSession | null
}

export type SignedIn = OpenedSession & { readonly userId: string; readonly pending: Pending | null }

/**
 * Sign-in by password. For a known and an unknown login the same work is done and the same is said.
 * @throws XinyuError SIGN_IN_FAILED, SIGN_IN_LOCKED, TOO_MANY_REQUESTS
 */
export async function signIn(
  identity: Identity,
  input: { login: string; password: string },
  origin: Origin,
): Promise<SignedIn> {
  const login = normalizeLogin(input.login)
  const byAddress = await beginAttempt(identity, 'address', origin.address)
  const byLogin = await beginAttempt(identity, 'login', login)
  const user = await userToSignIn(identity, login)
  const right = await identity.hasher.verify(input.password, user?.password ?? null)
  if (!right || !user || user.state !== 'active' || user.bodyState !== 'active')
    return refuse(identity, user, byLogin, byAddress, origin)
  await succeeded(identity, 'login', login, byLogin)
  await succeeded(identity, 'address', origin.address, byAddress)
  const pending = await pendingFor(identity, user)
  const opening: Opening = { method: 'password', pending, failuresBefore: byLogin.failures - 1 }
  const opened = await begin(identity, user, opening, origin)
  if (user.password && identity.hasher.isOutdated(user.password)) await rehash(identity, user, input.password)
  return opened
}

/** What stands between the password, or the certificate in its place, and the open session. */
export async function pendingFor(identity: Identity, user: UserTable): Promise<Pending | null> {
  if ((await usersWithSecondFactor(identity.core.db, [user.id])).has(user.id)) return 'second-factor'
  return isPrivileged(user.roles) && !identity.options.demo ? 'second-factor-setup' : null
}

/** Entering a demo space as one of its made-up users. @throws XinyuError NOT_FOUND outside a demo, SIGN_IN_FAILED */
export async function signInDemo(identity: Identity, login: string, origin: Origin): Promise<SignedIn> {
  if (!identity.options.demo) throw new XinyuError('NOT_FOUND', { what: 'POST /api/demo/session' })
  const user = await userToSignIn(identity, normalizeLogin(login))
  if (!user?.demo || user.state !== 'active' || user.bodyState !== 'active')
    throw new XinyuError('SIGN_IN_FAILED')
  return begin(identity, user, { method: 'demo', pending: null, failuresBefore: 0 }, origin)
}

interface Opening {
  readonly method: SignInMethod
  readonly pending: Pending | null
  readonly failuresBefore: number
}

/** `stillRight` is asked under the lock of the user's row. @throws XinyuError `failure`, when something changed since */
export async function begin(
  identity: Identity,
  user: UserTable,
  opening: Opening,
  origin: Origin,
  failure: SignInFailure = 'SIGN_IN_FAILED',
  stillRight: (scope: ActionScope) => Promise<boolean> = async () => true,
): Promise<SignedIn> {
  const actor: UserActor = {
    kind: 'user',
    userId: user.id,
    participantId: user.participant_id,
    roles: user.roles,
  }
  await forgetOldAttempts(identity)
  const acted = await act(identity.core, actor, async (scope) => {
    if (!(await isUnchanged(scope, user)) || !(await stillRight(scope))) throw new XinyuError(failure)
    if (origin.previous) await endSession(scope, origin.previous.userId, origin.previous.id)
    const place = placeOf(origin.address)
    return openSession(identity, scope, { userId: user.id, agent: origin.agent, place, ...opening })
  })
  return { ...acted.value, userId: user.id, pending: opening.pending }
}

/**
 * What was decided on must still hold under the row lock: a user who is suspended or given power while the password
 * is hashed must not end up with a session of before.
 */
async function isUnchanged(scope: ActionScope, user: UserTable): Promise<boolean> {
  const now = await lockedUser(scope, user.id)
  const body = await scope.tx
    .selectFrom('participant')
    .select('state')
    .where('id', '=', user.participant_id)
    .executeTakeFirstOrThrow()
  const same = now.password === user.password && now.roles.join() === user.roles.join()
  return same && now.state === 'active' && body.state === 'active'
}

/** One answer for each way in, whatever was wrong. */
type SignInFailure = 'SIGN_IN_FAILED' | 'LOGIN_CERTIFICATE_FAILED'

export type UserToSignIn = UserTable & { readonly bodyState: 'active' | 'suspended' }

async function userToSignIn({ core }: Identity, login: string): Promise<UserToSignIn | undefined> {
  return core.db
    .selectFrom('app_user as u')
    .innerJoin('participant as p', 'p.id', 'u.participant_id')
    .selectAll('u')
    .select('p.state as bodyState')
    .where('u.login', '=', login)
    .executeTakeFirst()
}

/**
 * A lock is evidence, for unknown logins too: else the time of the sync would tell which exist. A single failure of
 * a privileged user is noted behind the answer for the same reason. What was typed as an unknown login is not kept:
 * it is often a password in the wrong field.
 */
export async function refuse(
  identity: Identity,
  user: UserToSignIn | undefined,
  byLogin: Attempt,
  byAddress: Attempt,
  { address }: Origin,
  failure: SignInFailure = 'SIGN_IN_FAILED',
): Promise<never> {
  const note = (kind: string) =>
    act(identity.core, systemActor('sign-in'), async (scope) => {
      const payload = {
        address,
        failures: byLogin.failures,
        login: byLogin.last,
        address_locked: byAddress.last,
        ...(failure === 'LOGIN_CERTIFICATE_FAILED' ? { method: 'certificate' } : {}),
      }
      scope.note({ kind, subject: user ? { user: user.id } : {}, payload })
    })
  if (byLogin.last || byAddress.last) await note('session.locked')
  else if (user && isPrivileged(user.roles)) identity.background.start(() => note('session.failed'))
  throw new XinyuError(failure)
}

/** The cost grew since the password was set: now that we see it, store it at today's cost. No change of password. */
async function rehash({ core, hasher }: Identity, user: UserTable, password: string): Promise<void> {
  const encoded = await hasher.hash(password)
  const actor: UserActor = {
    kind: 'user',
    userId: user.id,
    participantId: user.participant_id,
    roles: user.roles,
  }
  await act(core, actor, async (scope) => {
    await scope.tx
      .updateTable('app_user')
      .set({ password: encoded })
      .where('id', '=', user.id)
      .where('password', '=', user.password)
      .execute()
    scope.note({ kind: 'password.rehashed', subject: { user: user.id } })
  })
}
