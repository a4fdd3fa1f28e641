import { digestOf } from '../../crypto/index.ts'
import type { Identity } from '../identity.ts'

/** Long enough for a key device and for copying by hand, too short to be collected. */
const LIFE_MS = 2 * 60_000
const NONCE_BYTES = 32

/** What a signature is asked for: one for binding must never open a session, nor the other way round. */
export type Asked =
  | { readonly purpose: 'login'; readonly origin: string }
  | { readonly purpose: 'bind'; readonly origin: string; readonly sessionId: string }

export interface Challenge {
  /** To be signed as it stands, in UTF-8 and without an end of line. */
  readonly text: string
  readonly expiresAt: number
}

/** The text names the place, so that whoever signs can see what for, and a signature for one place is none for another. */
const beginningOf = ({ purpose, origin }: Asked): string => `xinyu-${purpose}:v1:${origin}:`

const sessionOf = (asked: Asked): string | null => (asked.purpose === 'bind' ? asked.sessionId : null)

export async function makeChallenge({ core }: Identity, asked: Asked): Promise<Challenge> {
  const now = core.clock.now()
  const expiresAt = now + LIFE_MS
  const nonce = Buffer.from(core.random.bytes(NONCE_BYTES)).toString('base64url')
  const text = `${beginningOf(asked)}${nonce}:${expiresAt}`
  await core.db.deleteFrom('certificate_challenge').where('expires_at', '<', now).execute()
  await core.db
    .insertInto('certificate_challenge')
    .values({
      text_hash: digestOf(text),
      purpose: asked.purpose,
      session_id: sessionOf(asked),
      expires_at: expiresAt,
    })
    .execute()
  return { text, expiresAt }
}

/** Takes the challenge away before anything is checked, so that it is answered once. False: it is not what was asked. */
export async function takeChallenge({ core }: Identity, asked: Asked, text: string): Promise<boolean> {
  const row = await core.db
    .deleteFrom('certificate_challenge')
    .where('text_hash', '=', digestOf(text))
    .returningAll()
    .executeTakeFirst()
  return (
    row !== undefined &&
    row.purpose === asked.purpose &&
    row.session_id === sessionOf(asked) &&
    row.expires_at > core.clock.now() &&
    text.startsWith(beginningOf(asked))
  )
}
