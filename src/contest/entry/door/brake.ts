import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

/**
 * The brakes of the entrants' door, for known and unknown phones alike. Failed codes are counted for a phone and an
 * address, messages that cost money and disturb people for a phone and an address too: many teams of one campus come
 * from one address, so an address may do more. The rows are no facts about the space, hence written outside of actions.
 */
const ALLOWED = { code: 5, codes: 100, message: 5, messages: 300, identity: 10 } as const
export type BrakeKind = keyof typeof ALLOWED

const PAUSE_MS = 15 * 60_000
const LONGEST_MS = 24 * 3_600_000
const FORGET_MS = 24 * 3_600_000

const keyOf = (kind: BrakeKind, text: string): string =>
  createHash('sha256').update(`${kind}:${text}`).digest('hex')

/**
 * Counts an attempt before anything is compared or sent, so that parallel guesses are counted guesses. True when this one,
 * if it fails, is the one that locks.
 * @throws XinyuError ENTRANT_LOCKED
 */
export async function brake(core: Core, kind: BrakeKind, text: string): Promise<boolean> {
  const allowed = ALLOWED[kind]
  const now = core.clock.now()
  const { rows } = await sql<{ failures: number; locked_until: number }>`
    insert into contest_entrant_throttle as t (key, failures, lockouts, locked_until, updated_at)
    values (${keyOf(kind, text)}, 1, 0, 0, ${now})
    on conflict (key) do update set
      failures = case
        when t.locked_until > ${now} then ${allowed} + 1
        when t.updated_at < ${now - FORGET_MS} or t.failures >= ${allowed} then 1
        else t.failures + 1 end,
      lockouts = case
        when t.locked_until > ${now} then t.lockouts
        when t.updated_at < ${now - FORGET_MS} then 0
        when t.failures + 1 = ${allowed} then t.lockouts + 1
        else t.lockouts end,
      locked_until = case
        when t.locked_until > ${now} then t.locked_until
        when t.updated_at >= ${now - FORGET_MS} and t.failures + 1 = ${allowed}
          then ${now} + least(${LONGEST_MS}::float8, ${PAUSE_MS} * power(2, least(t.lockouts, 20)))::bigint
        else t.locked_until end,
      updated_at = case when t.locked_until > ${now} then t.updated_at else ${now} end
    returning failures, locked_until`.execute(core.db)
  const { failures, locked_until } = rows[0]!
  if (failures > allowed) throw locked(locked_until, now)
  return failures === allowed
}

/** Looks whether a brake holds, without counting. @throws XinyuError ENTRANT_LOCKED */
export async function mustNotBeBraked(core: Core, kind: BrakeKind, text: string): Promise<void> {
  const now = core.clock.now()
  const row = await core.db
    .selectFrom('contest_entrant_throttle')
    .select('locked_until')
    .where('key', '=', keyOf(kind, text))
    .where('locked_until', '>', now)
    .executeTakeFirst()
  if (row) throw locked(row.locked_until, now)
}

const locked = (until: number, now: number): XinyuError =>
  new XinyuError('ENTRANT_LOCKED', { minutes: Math.max(1, Math.ceil((until - now) / 60_000)) })

/** The attempt was right: the phone starts anew. */
export async function release(core: Core, phone: string): Promise<void> {
  const keys = [keyOf('code', phone), keyOf('message', phone)]
  await core.db.deleteFrom('contest_entrant_throttle').where('key', 'in', keys).execute()
}

/** Forgets what is too old to matter: brakes, challenges and sessions that are over. */
export async function tidyEntrantDoor(core: Core): Promise<void> {
  const now = core.clock.now()
  await core.db
    .deleteFrom('contest_entrant_throttle')
    .where('updated_at', '<', now - FORGET_MS)
    .where('locked_until', '<', now)
    .execute()
  await core.db.deleteFrom('contest_entrant_challenge').where('expires_at', '<', now).execute()
  await core.db
    .deleteFrom('contest_entrant_session')
    .where('expires_at', '<', now - FORGET_MS)
    .execute()
}
