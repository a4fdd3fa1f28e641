import { existsSync } from 'node:fs'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { keyFolder, signingKey, suite } from '../../../safeguard/crypto/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { SignatureLabel } from '../model.ts'
import { keyIdOf, type SignatureAlgorithm } from './rules.ts'

/** A signature of a body, before it is bound to a contract. */
export interface BodySignature {
  readonly algorithm: SignatureAlgorithm
  readonly keyId: string
  /** base64 of the raw public key. */
  readonly publicKey: string
  /** base64. */
  readonly value: string
  readonly label: SignatureLabel
}

/**
 * The door to whoever signs for a body: the space's own keys here; a licensed CA's reliable electronic signature (label
 * `ca`) stands behind the same words. Never called inside an action: a driver may ask another machine.
 */
export interface Signer {
  sign(participantId: string, message: Uint8Array): Promise<BodySignature>
}

/** Signs with the keys that the space holds for its bodies, `HOME/keys/bodies/<id>.key`, made at first use. */
export function spaceSigner(core: Core): Signer {
  return {
    async sign(participantId, message) {
      const held = (await heldKey(core, participantId)) ?? (await makeKey(core, participantId))
      const key = await keyOf(core, participantId, true).catch((error: unknown) => {
        // Gone, or another body's file in its place: its seal names whose key it is.
        const lost = isXinyuError(error) && (error.code === 'KEY_MISSING' || error.code === 'KEY_UNREADABLE')
        throw lost ? new XinyuError('BODY_KEY_LOST', {}, { cause: error }) : error
      })
      const { publicKey, scheme } = key
      // A key file that was exchanged must not sign in silence.
      if (keyIdOf(publicKey) !== held.key_id) throw new XinyuError('BODY_KEY_LOST')
      return {
        algorithm: scheme,
        keyId: held.key_id,
        publicKey: publicKey.toString('base64'),
        value: (await key.sign(message)).toString('base64'),
        label: held.label,
      }
    },
  }
}

const nameOf = (participantId: string): string => join('bodies', participantId)

async function keyOf(core: Core, participantId: string, existing: boolean) {
  const folder = join(keyFolder(core.home), 'bodies')
  if (!existing) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
  }
  return signingKey(suite(), core.home, nameOf(participantId), { existing })
}

const heldKey = (core: Pick<Core, 'db'>, participantId: string) =>
  core.db
    .selectFrom('body_key')
    .select(['key_id', 'label'])
    .where('participant_id', '=', participantId)
    .where('label', 'in', ['space', 'demo'])
    .where('revoked_at', 'is', null)
    .executeTakeFirst()

/** Makes the body's key under a lock: two first signatures at once must not make two keys. */
async function makeKey(core: Core, participantId: string) {
  const demo = await isDemo(core)
  const made = await act(core, systemActor('signer'), async ({ tx, now, id, note }) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`body_key ${participantId}`}, 0))`.execute(tx)
    const found = await heldKey({ db: tx }, participantId)
    // A key that was revoked may have left its file behind, when the server was killed in between.
    if (!found) await dropRevoked(core, tx, participantId)
    const key = await keyOf(core, participantId, found !== undefined)
    const { publicKey, scheme } = key
    const row = found ?? { key_id: keyIdOf(publicKey), label: demo ? ('demo' as const) : ('space' as const) }
    note({
      kind: found ? 'body_key.found' : 'body_key.made',
      subject: { participant: participantId, key: row.key_id },
      payload: { publicKey: publicKey.toString('base64'), label: row.label },
    })
    if (found) return row
    await tx
      .insertInto('body_key')
      .values({
        id: id(),
        participant_id: participantId,
        key_id: row.key_id,
        algorithm: scheme,
        public_key: publicKey.toString('base64'),
        label: row.label,
        title: '',
        created_by: null,
        created_at: now,
        revoked_at: null,
      })
      .execute()
    return row
  })
  return made.value
}

async function dropRevoked(core: Core, tx: Tx, participantId: string): Promise<void> {
  const file = join(keyFolder(core.home), `${nameOf(participantId)}.key`)
  if (!existsSync(file)) return
  const keyId = keyIdOf((await keyOf(core, participantId, true)).publicKey)
  const known = await tx
    .selectFrom('body_key')
    .select('id')
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is not', null)
    .executeTakeFirst()
  if (known) await rm(file)
}

/** Demo signatures are labelled, so that nobody takes one for more. A database without a space (tests) is none. */
async function isDemo(core: Core): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('space') is not null as there`.execute(
    core.db,
  )
  if (!rows[0]?.there) return false
  const row = await core.db.selectFrom('space').select('demo').executeTakeFirst()
  return row?.demo ?? false
}

/** A live key of this body by its id. */
export const liveKey = (core: Pick<Core, 'db'>, participantId: string, keyId: string) =>
  core.db
    .selectFrom('body_key')
    .selectAll()
    .where('participant_id', '=', participantId)
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()

/** Does the body sign outside, with a key of its own? */
export async function signsOutside(core: Core, participantId: string): Promise<boolean> {
  const row = await core.db
    .selectFrom('body_key')
    .select('id')
    .where('participant_id', '=', participantId)
    .where('label', 'in', ['external', 'ca'])
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
