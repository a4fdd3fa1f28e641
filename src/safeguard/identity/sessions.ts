import { type Actor, XinyuError } from '../../kernel/index.ts'
import { type ActionScope, act, type Core } from '../evidence/index.ts'
import type { Identity } from './identity.ts'
import type { Session } from './model.ts'
import { newToken, tokenHash } from './secret/token.ts'
import type { Pending, SignInMethod } from './tables.ts'

const MAX_AGENT = 200

export interface NewSession {
  readonly userId: string
  readonly method: SignInMethod
  readonly pending: Pending | null
  readonly agent: string
  /** `placeOf` the address; null where nobody knows. */
  readonly place?: string | null
  /** Failures before this success, so that the owner can be told and the auditor can see it. */
  readonly failuresBefore?: number
}

export interface OpenedSession {
  readonly id: string
  /** Goes into the cookie and nowhere else. */
  readonly token: string
  readonly expiresAt: number
}

/** Makes a session with a fresh token. Never reuses one that the caller brought (session fixation). */
export async function openSession(
  identity: Identity,
  scope: ActionScope,
  { userId, method, pending, agent, place = null, failuresBefore = 0 }: NewSession,
): Promise<OpenedSession> {
  const { session } = identity.options
  const token = newToken(identity.core.random)
  const id = scope.id()
  const elsewhereMs = pending ? null : await lastElsewhere(scope, userId, place)
  const expiresAt = scope.now + (pending ? session.pendingMs : session.absoluteMs)
  await scope.tx
    .insertInto('user_session')
    .values({
      id,
      user_id: userId,
      token_hash: tokenHash(token),
      pending,
      method,
      agent: agent.slice(0, MAX_AGENT),
      created_at: scope.now,
      seen_at: scope.now,
      expires_at: expiresAt,
      ended_at: null,
      place,
    })
    .execute()
  scope.note({
    kind: pending ? 'session.begun' : 'session.opened',
    subject: { user: userId, session: id },
    payload: { method, pending, failuresBefore, elsewhereMs },
  })
  return { id, token, expiresAt }
}

/** How long ago an open session of the same user was in use from another place; null where there is none. */
async function lastElsewhere(
  { tx, now }: ActionScope,
  userId: string,
  place: string | null,
): Promise<number | null> {
  if (place === null) return null
  const row = await tx
    .selectFrom('user_session')
    .select((eb) => eb.fn.max('seen_at').as('seen'))
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('pending', 'is', null)
    .where('expires_at', '>', now)
    .where('place', '<>', place)
    .executeTakeFirst()
  return row?.seen ? now - row.seen : null
}

/** Ends all sessions of a user except one, inside another action. Returns their ids. */
export async function endSessions(scope: ActionScope, userId: string, except?: string): Promise<string[]> {
  let query = scope.tx
    .updateTable('user_session')
    .set({ ended_at: scope.now })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
  if (except) query = query.where('id', '!=', except)
  const rows = await query.returning('id').execute()
  // Told even when none was open: a cache may remember one that ran out.
  scope.stop('session.ended', { userId })
  return rows.map((row) => row.id)
}

/** Ends one session of a user; false when it is not his or ended already. */
export async function endSession(scope: ActionScope, userId: string, sessionId: string): Promise<boolean> {
  const row = await scope.tx
    .updateTable('user_session')
    .set({ ended_at: scope.now })
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!row) return false
  scope.note({ kind: 'session.closed', subject: { user: userId, session: sessionId } })
  scope.stop('session.ended', { userId })
  return true
}

/** Log-out, or closing one's session on another machine. @throws XinyuError SESSION_NOT_FOUND */
export async function closeSession(
  core: Core,
  actor: Actor,
  userId: string,
  sessionId: string,
): Promise<void> {
  await act(core, actor, async (scope) => {
    if (!(await endSession(scope, userId, sessionId))) throw new XinyuError('SESSION_NOT_FOUND')
  })
}

/** The open sessions of a user, newest first; `current` marks the one that asks. */
export async function sessionsOf(identity: Identity, userId: string, current: string): Promise<Session[]> {
  const { core, options } = identity
  const now = core.clock.now()
  const rows = await core.db
    .selectFrom('user_session')
    .selectAll()
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('pending', 'is', null)
    .where('expires_at', '>', now)
    .where('seen_at', '>', now - options.session.idleMs)
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    current: row.id === current,
    method: row.method,
    agent: row.agent,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
  }))
}
