import { sql } from 'kysely'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { countAttempt, FORGET_AFTER_MS, forgetAttempts } from '../../../safeguard/identity/index.ts'

/**
 * The brake of the insured door: failures are counted for a person and for an address, known and unknown persons alike.
 * Its rows are no facts about the space, so they are written outside of actions; that a lock fell is evidence.
 */
const ALLOWED = { person: 5, address: 30 } as const
export type BrakeKind = keyof typeof ALLOWED

const PAUSE = { baseMs: 15 * 60_000, maxMs: 24 * 3_600_000 }
const TABLE = 'insured_throttle'

const keyOf = (kind: BrakeKind, text: string): string => digestOf(`${kind}:${text}`)

/**
 * Counts an attempt as failed before anything is compared, so that parallel guesses are counted guesses. True when this
 * one, if it fails, is the one that locks.
 * @throws XinyuError INSURED_LOCKED
 */
export async function brake(core: Core, kind: BrakeKind, text: string): Promise<boolean> {
  const rule = { table: TABLE, allowed: ALLOWED[kind], pause: PAUSE, code: 'INSURED_LOCKED' } as const
  return (await countAttempt(core, rule, keyOf(kind, text))).last
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
  await forgetAttempts(core, TABLE)
  await core.db.deleteFrom('insured_challenge').where('expires_at', '<', now).execute()
  await core.db
    .deleteFrom('insured_session')
    .where('expires_at', '<', now - FORGET_AFTER_MS)
    .execute()
}
