import type { KeyObject } from 'node:crypto'

/**
 * A family of algorithms that a space works with. It holds what is used today; the 国密 suite stands beside the
 * international one behind the same words.
 */
export interface Suite {
  readonly name: 'international'
  readonly hash: { readonly name: 'sha256'; of(...parts: readonly Uint8Array[]): Buffer }
  readonly signature: SignatureScheme
}

export interface SignatureScheme {
  readonly name: 'ed25519'
  generate(): KeyObject
  /** Raw public key of a private one: 32 bytes. */
  publicKey(key: KeyObject): Buffer
  sign(key: KeyObject, message: Uint8Array): Buffer
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}
