import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { keyFolder } from '../../../safeguard/crypto/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { keyIdOf, publicKeyBytes, SIGNATURE_ALGORITHMS, verifies } from './rules.ts'

export const NewBodyKey = z.strictObject({
  algorithm: z.enum(SIGNATURE_ALGORITHMS),
  /** base64 of the raw key: 32 bytes of Ed25519, 65 of SM2 (04, x, y). */
  publicKey: z.string().max(100),
  title: z.string().trim().min(2).max(120),
  /** base64 of 64 bytes (SM2: r and s, under the identity 1234567812345678), the signature over `keyMessage(participantId)`: whoever registers a key holds it. */
  proof: z.string().max(200),
})
export type NewBodyKey = z.output<typeof NewBodyKey>

export const BodyKeyView = z.object({
  id: z.uuid(),
  keyId: z.string(),
  algorithm: z.enum(SIGNATURE_ALGORITHMS),
  publicKey: z.string(),
  label: z.enum(['space', 'demo', 'external', 'ca']),
  title: z.string(),
  createdAt: z.int(),
  revokedAt: z.int().nullable(),
})
export type BodyKeyView = z.output<typeof BodyKeyView>

/** What proves that a body holds the key that it registers. */
export const keyMessage = (participantId: string): Buffer => Buffer.from(`xinyu body key ${participantId}`)

/**
 * Registers a key that the body keeps itself; from then on the space no longer signs for it.
 * @throws XinyuError BODY_KEY_INVALID, BODY_KEY_KNOWN
 */
export async function registerKey(
  core: Core,
  actor: UserActor,
  input: NewBodyKey,
): Promise<Acted<{ id: string; keyId: string }>> {
  const publicKey = publicKeyBytes(input.publicKey)
  const proven = verifies({ ...input, value: input.proof }, keyMessage(actor.participantId))
  if (!publicKey || !proven) throw new XinyuError('BODY_KEY_INVALID')
  const keyId = keyIdOf(publicKey)
  return act(core, actor, async ({ tx, now, id, note }) => {
    const keyRow = id()
    const inserted = await tx
      .insertInto('body_key')
      .values({
        id: keyRow,
        participant_id: actor.participantId,
        key_id: keyId,
        algorithm: input.algorithm,
        public_key: input.publicKey,
        label: 'external',
        title: input.title,
        created_by: actor.userId,
        created_at: now,
        revoked_at: null,
      })
      .onConflict((conflict) => conflict.column('key_id').doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows !== 1n) throw new XinyuError('BODY_KEY_KNOWN')
    note({
      kind: 'body_key.registered',
      subject: { participant: actor.participantId, key: keyId },
      payload: { publicKey: input.publicKey, title: input.title },
    })
    return { id: keyRow, keyId }
  })
}

/**
 * Revokes a key of the own body. Signatures that it gave before stay valid; the private part of a key that the space
 * held is destroyed, and the next signature makes a new one. @throws XinyuError NOT_FOUND
 */
export async function revokeKey(core: Core, actor: UserActor, id: string): Promise<Acted<void>> {
  const acted = await act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .updateTable('body_key')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('participant_id', '=', actor.participantId)
      .where('revoked_at', 'is', null)
      .returning(['key_id', 'label'])
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'body key' })
    note({ kind: 'body_key.revoked', subject: { participant: actor.participantId, key: row.key_id } })
    return row
  })
  const { label } = acted.value
  if (label === 'space' || label === 'demo')
    await rm(join(keyFolder(core.home), 'bodies', `${actor.participantId}.key`), { force: true })
  return { value: undefined, entries: acted.entries }
}

/** Keys of one body, newest first. */
export async function keysOf(core: Core, participantId: string): Promise<BodyKeyView[]> {
  const rows = await core.db
    .selectFrom('body_key')
    .selectAll()
    .where('participant_id', '=', participantId)
    .orderBy('created_at', 'desc')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    keyId: row.key_id,
    algorithm: row.algorithm,
    publicKey: row.public_key,
    label: row.label,
    title: row.title,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }))
}
