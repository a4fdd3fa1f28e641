import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { digestOf } from '../crypto/index.ts'
import { type Attempt, countAttempt, forgetAttempts, mustNotBePaused } from './brake.ts'
import type { Identity } from './identity.ts'

/**
 * Counting of failures. Its rows are no facts about the space but a brake, so they are written outside of actions;
 * that a lock fell is evidence and written by whoever calls.
 */
export type ThrottleKind = 'login' | 'address' | 'factor' | 'certificate'

/** Login names and addresses are personal: the brake needs only to know them again. */
export const throttleKey = (kind: ThrottleKind, text: string): string =>
  digestOf(`${kind}:${kind === 'address' ? network(text) : text}`)

/**
 * Where a session is opened from, told apart and no more: a neighbourhood of addresses (/24, /64), since phones and
 * offices change theirs within it. This machine is one place under all of its names.
 */
export function placeOf(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  const loopback = plain === '::1' || plain.startsWith('127.')
  const place = loopback
    ? 'here'
    : plain.includes('.')
      ? plain.split('.').slice(0, 3).join('.')
      : network(plain)
  return digestOf(`place:${place}`).slice(0, 32)
}

/** One IPv6 customer owns a whole /64, so that is what counts as one address. */
function network(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail = ''] = address.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const groups = address.includes('::')
    ? [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right]
    : left
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** @throws XinyuError SIGN_IN_LOCKED, for known and unknown names alike */
export function beginAttempt(identity: Identity, kind: ThrottleKind, text: string): Promise<Attempt> {
  const { loginFailures, addressFailures, baseMs, maxMs } = identity.options.lockout
  const allowed = kind === 'address' ? addressFailures : loginFailures
  const rule = {
    table: 'sign_in_throttle',
    allowed,
    pause: { baseMs, maxMs },
    code: 'SIGN_IN_LOCKED',
  } as const
  return countAttempt(identity.core, rule, throttleKey(kind, text))
}

/** Counts nothing: for what costs us something and is no attempt yet. @throws XinyuError SIGN_IN_LOCKED */
export const mustNotBeLocked = (
  { core }: Pick<Identity, 'core'>,
  kind: ThrottleKind,
  text: string,
): Promise<void> =>
  mustNotBePaused(core, { table: 'sign_in_throttle', code: 'SIGN_IN_LOCKED' }, throttleKey(kind, text))

/** The attempt was right: a login starts anew; an address gets back this one attempt (else one own log-in frees it). */
export async function succeeded(
  identity: Identity,
  kind: ThrottleKind,
  text: string,
  attempt: Attempt,
): Promise<void> {
  const key = throttleKey(kind, text)
  const { db } = identity.core
  if (kind !== 'address') {
    await db.deleteFrom('sign_in_throttle').where('key', '=', key).execute()
    return
  }
  await db
    .updateTable('sign_in_throttle')
    .set({
      failures: sql<number>`greatest(failures - 1, 0)`,
      ...(attempt.last ? { locked_until: 0, lockouts: sql<number>`greatest(lockouts - 1, 0)` } : {}),
    })
    .where('key', '=', key)
    .execute()
}

/** Which of the logins are locked now. */
export async function lockedLogins(
  identity: Pick<Identity, 'core'>,
  logins: readonly string[],
): Promise<Set<string>> {
  if (logins.length === 0) return new Set()
  const byKey = new Map(logins.map((login) => [throttleKey('login', login), login]))
  const rows = await identity.core.db
    .selectFrom('sign_in_throttle')
    .select('key')
    .where('key', 'in', [...byKey.keys()])
    .where('locked_until', '>', identity.core.clock.now())
    .execute()
  return new Set(rows.map((row) => byKey.get(row.key)!))
}

export const forgetOldAttempts = (identity: Pick<Identity, 'core'>): Promise<void> =>
  forgetAttempts(identity.core, 'sign_in_throttle')
