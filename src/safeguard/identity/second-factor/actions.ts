import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { type ErrorCode, isXinyuError, type UserActor, XinyuError } from '../../../kernel/index.ts'
import { type ActionScope, act } from '../../evidence/index.ts'
import type { CurrentSession } from '../authenticate.ts'
import type { Identity } from '../identity.ts'
import { isPrivileged } from '../rules.ts'
import { endSession, endSessions, openSession } from '../sessions.ts'
import type { SignedIn } from '../sign-in.ts'
import { usersWithSecondFactor } from '../store.ts'
import { beginAttempt, succeeded } from '../throttle.ts'
import { lockedUser } from '../users.ts'
import { type Site, verifyAuthentication, verifyRegistration } from './passkey.ts'
import { useRecoveryCode, writeRecoveryCodes } from './recovery.ts'
import { useTotp } from './totp.ts'

export type Proof =
  | { readonly kind: 'totp'; readonly code: string }
  | { readonly kind: 'recovery'; readonly code: string }
  | { readonly kind: 'passkey'; readonly response: AuthenticationResponseJSON; readonly site: Site }

const actorOf = ({ userId, participantId, roles }: CurrentSession): UserActor => ({
  kind: 'user',
  userId,
  participantId,
  roles,
})

/**
 * Gives the second factor: the half-open session ends and a new one opens under a new token.
 * @throws XinyuError NOT_SIGNED_IN, SECOND_FACTOR_WRONG, SIGN_IN_LOCKED after too many wrong ones
 */
export async function giveSecondFactor(
  identity: Identity,
  session: CurrentSession | null,
  proof: Proof,
  agent: string,
): Promise<SignedIn> {
  if (session?.pending !== 'second-factor') throw new XinyuError('NOT_SIGNED_IN')
  return tried(identity, session, async () => {
    const passkey =
      proof.kind === 'passkey'
        ? await verifyAuthentication(identity, session, proof.site, proof.response)
        : null
    const acted = await act(identity.core, actorOf(session), async (scope) => {
      await lockedUser(scope, session.userId)
      const right =
        proof.kind === 'totp'
          ? await useTotp(identity, scope, session.userId, proof.code, 'confirmed')
          : proof.kind === 'recovery'
            ? await useRecoveryCode(scope, session.userId, proof.code)
            : ((await passkey?.write(scope)) ?? false)
      if (!right) throw new XinyuError('SECOND_FACTOR_WRONG')
      return promote(identity, scope, session, proof.kind, agent)
    })
    return acted.value
  })
}

export interface Added {
  /** Given with the first factor only. */
  readonly recoveryCodes: readonly string[]
  /** The full session that replaces one that was pending set-up. */
  readonly opened: SignedIn | null
}

/** Shows that the app has the secret; from now on codes count. @throws XinyuError SECOND_FACTOR_WRONG, SIGN_IN_LOCKED */
export async function confirmTotp(
  identity: Identity,
  session: CurrentSession,
  code: string,
  agent: string,
): Promise<Added> {
  return tried(identity, session, () =>
    add(identity, session, 'totp', agent, async (scope) => {
      if (!(await useTotp(identity, scope, session.userId, code, 'unconfirmed')))
        throw new XinyuError('SECOND_FACTOR_WRONG')
    }),
  )
}

/** @throws XinyuError PASSKEY_INVALID */
export async function addPasskey(
  identity: Identity,
  session: CurrentSession,
  site: Site,
  { response, label }: { response: RegistrationResponseJSON; label: string },
  agent: string,
): Promise<Added> {
  const checked = await verifyRegistration(identity, session, site, response)
  return add(identity, session, 'passkey', agent, async (scope) => {
    await checked.write(scope, label)
  })
}

async function add(
  identity: Identity,
  session: CurrentSession,
  kind: 'totp' | 'passkey',
  agent: string,
  write: (scope: ActionScope) => Promise<void>,
): Promise<Added> {
  const { userId } = session
  const acted = await act(identity.core, actorOf(session), async (scope) => {
    await lockedUser(scope, userId)
    const first = !(await usersWithSecondFactor(scope.tx, [userId])).has(userId)
    // A session that waits to set up its first factor must not add one beside another's.
    if (session.pending && !first) throw new XinyuError('NOT_SIGNED_IN')
    await write(scope)
    scope.note({ kind: 'second_factor.added', subject: { user: userId }, payload: { factor: kind } })
    const recoveryCodes = first ? await writeRecoveryCodes(identity, scope, userId) : []
    await endSessions(scope, userId, session.id)
    const opened = session.pending ? await promote(identity, scope, session, kind, agent) : null
    return { recoveryCodes, opened }
  })
  return acted.value
}

export type Factor = { readonly kind: 'totp' } | { readonly kind: 'passkey'; readonly id: string }

/** @throws XinyuError SECOND_FACTOR_REQUIRED when it is a privileged user's last, PASSKEY_NOT_FOUND */
export async function removeFactor(
  identity: Identity,
  session: CurrentSession,
  factor: Factor,
): Promise<void> {
  const { userId } = session
  await act(identity.core, actorOf(session), async (scope) => {
    // The row lock makes two removals at once come one after the other.
    const user = await lockedUser(scope, userId)
    const removed =
      factor.kind === 'totp'
        ? await scope.tx.deleteFrom('user_totp').where('user_id', '=', userId).returning('user_id').execute()
        : await scope.tx
            .deleteFrom('user_passkey')
            .where('user_id', '=', userId)
            .where('id', '=', factor.id)
            .returning('user_id')
            .execute()
    if (factor.kind === 'passkey' && removed.length === 0) throw new XinyuError('PASSKEY_NOT_FOUND')
    const left = (await usersWithSecondFactor(scope.tx, [userId])).has(userId)
    if (!left && isPrivileged(user.roles) && !identity.options.demo)
      throw new XinyuError('SECOND_FACTOR_REQUIRED')
    if (!left) await scope.tx.deleteFrom('user_recovery_code').where('user_id', '=', userId).execute()
    scope.note({ kind: 'second_factor.removed', subject: { user: userId }, payload: { factor: factor.kind } })
  })
}

/** Ten new recovery codes in place of the old. */
export async function renewRecoveryCodes(identity: Identity, session: CurrentSession): Promise<string[]> {
  return (
    await act(identity.core, actorOf(session), (scope) => writeRecoveryCodes(identity, scope, session.userId))
  ).value
}

/** From half-open to open, never under the same token (session fixation). */
async function promote(
  identity: Identity,
  scope: ActionScope,
  session: CurrentSession,
  factor: Proof['kind'],
  agent: string,
): Promise<SignedIn> {
  const { userId } = session
  if (!(await endSession(scope, userId, session.id))) throw new XinyuError('NOT_SIGNED_IN')
  const begun = await scope.tx
    .selectFrom('user_session')
    .select(['place', 'method'])
    .where('id', '=', session.id)
    .executeTakeFirst()
  const place = begun?.place ?? null
  const first = begun?.method === 'certificate' ? 'certificate' : 'password'
  const method = `${first}+${factor}` as const
  const opened = await openSession(identity, scope, { userId, method, pending: null, agent, place })
  return { ...opened, userId, pending: null }
}

const WRONG: ReadonlySet<ErrorCode> = new Set(['SECOND_FACTOR_WRONG', 'PASSKEY_INVALID'])

/** Counts an attempt at a second factor. A lock is evidence and ends the half-open session. */
async function tried<T>(identity: Identity, session: CurrentSession, attempt: () => Promise<T>): Promise<T> {
  const { userId } = session
  const counted = await beginAttempt(identity, 'factor', userId)
  try {
    const value = await attempt()
    await succeeded(identity, 'factor', userId, counted)
    return value
  } catch (error) {
    if (!isXinyuError(error) || !WRONG.has(error.code)) throw error
    await act(identity.core, actorOf(session), async (scope) => {
      if (counted.last && session.pending) await endSession(scope, userId, session.id)
      const kind = counted.last ? 'second_factor.locked' : 'second_factor.failed'
      scope.note({
        kind,
        subject: { user: userId, session: session.id },
        payload: { failures: counted.failures },
      })
    })
    throw error
  }
}
