import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { XinyuError } from '../../kernel/index.ts'
import type { Identity } from './identity.ts'

/**
 * Counting of failures. Its rows are no facts about the space but a brake, so they are written outside of actions;
 * that a lock fell is evidence and written by whoever calls.
 */
export type ThrottleKind = 'login' | 'address' | 'factor'

const FORGET_AFTER_MS = 24 * 3_600_000

/** Login names and addresses are personal: the brake needs only to know them again. */
export const throttleKey = (kind: ThrottleKind, text: string): string =>
  createHash('sha256')
    .update(`${kind}:${kind === 'address' ? network(text) : text}`)
    .digest('hex')

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
  return createHash('sha256').update(`place:${place}`).digest('hex').slice(0, 32)
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

export interface Attempt {
  /** True when this attempt, if it fails, is the one that locks. */
  readonly last: boolean
  /** Failures in the present row, this one included. */
  readonly failures: number
}

/**
 * Counts an attempt as failed before the secret is looked at, so that a thousand parallel guesses are a thousand
 * counted ones. Who turns out right takes it back by `succeeded`.
 * @throws XinyuError SIGN_IN_LOCKED, for known and unknown names alike
 */
export async function beginAttempt(identity: Identity, kind: ThrottleKind, text: string): Promise<Attempt> {
  const { core, options } = identity
  const { loginFailures, addressFailures, baseMs, maxMs } = options.lockout
  const allowed = kind === 'address' ? addressFailures : loginFailures
  const now = core.clock.now()
  const key = throttleKey(kind, text)
  // One statement, so that the row lock orders parallel attempts: locked → unchanged; else one failure more.
  const { rows } = await sql<{ failures: number; locked_until: number; counted: boolean }>`
    insert into sign_in_throttle as t (key, failures, lockouts, locked_until, updated_at)
    values (${key}, 1, 0, 0, ${now})
    on conflict (key) do update set
      failures = case
        when t.locked_until > ${now} then ${allowed} + 1
        when t.updated_at < ${now - FORGET_AFTER_MS} or t.failures >= ${allowed} then 1
        else t.failures + 1 end,
      lockouts = case
        when t.locked_until > ${now} then t.lockouts
        when t.updated_at < ${now - FORGET_AFTER_MS} then 0
        when t.failures + 1 = ${allowed} then t.lockouts + 1
        else t.lockouts end,
      locked_until = case
        when t.locked_until > ${now} then t.locked_until
        when t.updated_at >= ${now - FORGET_AFTER_MS} and t.failures + 1 = ${allowed}
          then ${now} + least(${maxMs}::float8, ${baseMs} * power(2, least(t.lockouts, 20)))::bigint
        else t.locked_until end,
      updated_at = case when t.locked_until > ${now} then t.updated_at else ${now} end
    returning failures, locked_until, failures <= ${allowed} as counted`.execute(core.db)
  const row = rows[0]!
  if (!row.counted) {
    throw new XinyuError('SIGN_IN_LOCKED', {
      minutes: Math.max(1, Math.ceil((row.locked_until - now) / 60_000)),
    })
  }
  return { last: row.failures === allowed, failures: row.failures }
}

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

/** Forgets what is too old to matter, so that made-up login names do not fill the table. */
export async function forgetOldAttempts(identity: Pick<Identity, 'core'>): Promise<void> {
  const now = identity.core.clock.now()
  await identity.core.db
    .deleteFrom('sign_in_throttle')
    .where('updated_at', '<', now - FORGET_AFTER_MS)
    .where('locked_until', '<', now)
    .execute()
}
