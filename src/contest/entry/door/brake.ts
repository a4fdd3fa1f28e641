import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import {
  countAttempt,
  FORGET_AFTER_MS,
  forgetAttempts,
  mustNotBePaused,
} from '../../../safeguard/identity/index.ts'

/**
 * The brakes of the entrants' door, for known and unknown phones alike. Failed codes are counted for a phone and an
 * address, messages that cost money and disturb people for a phone and an address too: many teams of one campus come
 * from one address, so an address may do more. The rows are no facts about the space, hence written outside of actions.
 */
const ALLOWED = { code: 5, codes: 100, message: 5, messages: 300, identity: 10 } as const
export type BrakeKind = keyof typeof ALLOWED

const PAUSE = { baseMs: 15 * 60_000, maxMs: 24 * 3_600_000 }
const TABLE = 'contest_entrant_throttle'

const keyOf = (kind: BrakeKind, text: string): string => digestOf(`${kind}:${text}`)

/**
 * Counts an attempt before anything is compared or sent, so that parallel guesses are counted guesses. True when this one,
 * if it fails, is the one that locks.
 * @throws XinyuError ENTRANT_LOCKED
 */
export async function brake(core: Core, kind: BrakeKind, text: string): Promise<boolean> {
  const rule = { table: TABLE, allowed: ALLOWED[kind], pause: PAUSE, code: 'ENTRANT_LOCKED' } as const
  return (await countAttempt(core, rule, keyOf(kind, text))).last
}

/** Looks whether a brake holds, without counting. @throws XinyuError ENTRANT_LOCKED */
export const mustNotBeBraked = (core: Core, kind: BrakeKind, text: string): Promise<void> =>
  mustNotBePaused(core, { table: TABLE, code: 'ENTRANT_LOCKED' }, keyOf(kind, text))

/** The attempt was right: the phone starts anew. */
export async function release(core: Core, phone: string): Promise<void> {
  const keys = [keyOf('code', phone), keyOf('message', phone)]
  await core.db.deleteFrom('contest_entrant_throttle').where('key', 'in', keys).execute()
}

/** Forgets what is too old to matter: brakes, challenges and sessions that are over. */
export async function tidyEntrantDoor(core: Core): Promise<void> {
  const now = core.clock.now()
  await forgetAttempts(core, TABLE)
  await core.db.deleteFrom('contest_entrant_challenge').where('expires_at', '<', now).execute()
  await core.db
    .deleteFrom('contest_entrant_session')
    .where('expires_at', '<', now - FORGET_AFTER_MS)
    .execute()
}
