import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Random } from '../../kernel/random.ts'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Seals a few bytes under a key of 32 bytes (AES-256-GCM): nonce, tag, body. `owner` is bound in: a swapped row does not open. */
export function sealBox(key: Uint8Array, owner: string, bytes: Uint8Array, random: Random): Buffer {
  const iv = random.bytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(owner))
  const body = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** @throws Error when it was sealed by another key, for another owner, or was changed */
export function openBox(key: Uint8Array, owner: string, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(owner))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
}
