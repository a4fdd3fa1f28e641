import { suiteOf } from './in-force.ts'
import type { Suite } from './suite.ts'

/** The family that a raw public key is of: 32 bytes of Ed25519, 65 of SM2 (04, x, y). Null: neither. */
export function suiteOfKey(publicKey: Uint8Array): Suite | null {
  if (publicKey.length === 32) return suiteOf('international')
  return publicKey.length === 65 && publicKey[0] === 4 ? suiteOf('guomi') : null
}

/**
 * Hex fingerprint of a raw public key, by the hash of its own family: whoever holds the key alone counts the same,
 * whatever his space works with. What is no key at all has that of SHA-256 and fits nothing.
 */
export const fingerprintOf = (publicKey: Uint8Array): string =>
  (suiteOfKey(publicKey) ?? suiteOf('international')).hash.of(publicKey).toString('hex')
