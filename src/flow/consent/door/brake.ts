import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

/**
 * The brake of the insured door: failures are counted for a person and for an address, known and unknown persons alike.
 * Its rows are no facts about the space, so they are written outside of actions; that a lock fell is evidence.
 */
const ALLOWED = { person: 5, address: 30 } as const
export type BrakeKind = keyof typeof ALLOWED

const PAUSE_MS = 15 * 60_000
const LONGEST_MS = 24 * 3_600_000
const FORGET_MS = 24 * 3_600_000

const keyOf = (kind: BrakeKind, text: string): string =>
  createHash('sha256').update(`${kind}:${text}`).digest('hex')

/**
 * Counts an attempt as failed before anything is compared, so that parallel guesses are counted guesses. True when this
 * one, if it fails, is the one that locks.
 * @throws XinyuError INSURED_LOCKED
 */
export async function brake(core: Core, kind: BrakeKind, text: string): Promise<boolean> {
  const allowed = ALLOWED[kind]
  const now = core.clock.now()
  const { rows } = await sql<{ failures: number; locked_until: number }>`
    insert into insured_throttle as t (key, failures, lockouts, locked_until, updated_at)
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
  if (failures > allowed) {
    const minutes = Math.max(1, Math.ceil((locked_until - now) / 60_000))
    throw new XinyuError('INSURED_LOCKED', { minutes })
  }
  return failures === allowed
}

/** The attempt was right: the person starts anew, the address gets this attempt back. */
export async function release(core: Core, person: string, address: string): Promise<void> {
  await core.db.deleteFrom('insured_throttle').where('key', '=', keyOf('person', person)).execute()
  await core.db
    .updateTable('insured_throttle')
    .set({ failures: sql<number>`greatest(failures - 1, 0)`, locked_until: 0 })
    .where('key', '=', keyOf('address', address))
    .execute()
}

/** Forgets what is too old to matter: brakes, challenges and sessions that are over. */
export async function tidyDoor(core: Core): Promise<void> {
  const now = core.clock.now()
  await core.db
    .deleteFrom('insured_throttle')
    .where('updated_at', '<', now - FORGET_MS)
    .where('locked_until', '<', now)
    .execute()
  await core.db.deleteFrom('insured_challenge').where('expires_at', '<', now).execute()
  await core.db
    .deleteFrom('insured_session')
    .where('expires_at', '<', now - FORGET_MS)
    .execute()
}
