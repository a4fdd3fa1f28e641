import type { KeyObject } from 'node:crypto'

/** Both families are always there, so that each space verifies what the other kind signed. */
export const SUITES = ['international', 'guomi'] as const
export type SuiteName = (typeof SUITES)[number]

/** A family of algorithms that a space works with: SHA-256, Ed25519, AES-256-GCM, or 国密 SM3, SM2, SM4-GCM. */
export interface Suite {
  readonly name: SuiteName
  readonly hash: HashScheme
  /** HMAC (RFC 2104) with the hash of the suite: 32 bytes. */
  mac(key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Buffer
  /** HKDF (RFC 5869) with the hash of the suite. `info` names what the key is for; at most 8,160 bytes. */
  derive(key: Uint8Array, info: string, bytes: number, salt?: Uint8Array): Buffer
  readonly cipher: CipherScheme
  readonly signature: SignatureScheme
}

export interface HashScheme {
  readonly name: 'sha256' | 'sm3'
  /** 32 bytes. Text is taken as UTF-8. */
  of(...parts: readonly (Uint8Array | string)[]): Buffer
  /** For what comes in pieces. */
  begin(): RunningHash
}

export interface RunningHash {
  update(part: Uint8Array | string): RunningHash
  digest(): Buffer
}

/** Authenticated encryption in one piece. Keys are secrets of 32 bytes for both; SM4 works with 16 derived from them. */
export interface CipherScheme {
  readonly name: 'aes-256-gcm' | 'sm4-gcm'
  /** Body and then a tag of 16 bytes. A nonce of 12 bytes never serves twice under one key. */
  seal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, bytes: Uint8Array): Buffer
  /** @throws Error when key, nonce, aad or a byte is another one */
  open(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Buffer
}

export interface SignatureScheme {
  readonly name: 'ed25519' | 'sm2'
  generate(): KeyObject
  /** Raw public key of a private one: 32 bytes of Ed25519, 65 of SM2 (04, x, y). */
  publicKey(key: KeyObject): Buffer
  /** 64 bytes: R, S of Ed25519 (RFC 8032), r, s of SM2 (GB/T 32918.2) under the standard identity. */
  sign(key: KeyObject, message: Uint8Array): Buffer
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}
