import type { Random } from '../../kernel/random.ts'
import { suite } from './in-force.ts'
import type { Suite } from './suite.ts'

const NONCE_BYTES = 12

/** Seals a few bytes under a key of 32 bytes: nonce, body, tag. `owner` is bound in: a swapped row does not open. */
export const sealBox = (key: Uint8Array, owner: string, bytes: Uint8Array, random: Random): Buffer =>
  sealBoxOf(suite(), key, owner, bytes, random)

/** @throws Error when it was sealed by another key, for another owner, or was changed */
export const openBox = (key: Uint8Array, owner: string, sealed: Uint8Array): Buffer =>
  openBoxOf(suite(), key, owner, sealed)

/** The same for a box that says itself whose cipher sealed it. */
export function sealBoxOf(
  { cipher }: Suite,
  key: Uint8Array,
  owner: string,
  bytes: Uint8Array,
  random: Random,
): Buffer {
  const nonce = random.bytes(NONCE_BYTES)
  return Buffer.concat([nonce, cipher.seal(key, nonce, Buffer.from(owner), bytes)])
}

export function openBoxOf({ cipher }: Suite, key: Uint8Array, owner: string, sealed: Uint8Array): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  return cipher.open(key, nonce, Buffer.from(owner), sealed.subarray(NONCE_BYTES))
}
