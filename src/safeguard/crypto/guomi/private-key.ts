import { createECDH, type KeyObject } from 'node:crypto'
import { bytes32, inverse, N, numberOf } from './curve.ts'

/** What signing needs of a private key, read once. */
export interface Scalar {
  readonly d: bigint
  /** (1 + d)⁻¹ mod n of GB/T 32918.2 §6.1 A6. */
  readonly inverse: bigint
  /** 04 ‖ x ‖ y. */
  readonly publicKey: Buffer
}

/** OID 1.2.156.10197.1.301, sm2p256v1. */
const CURVE = Buffer.from('06082a811ccf5501822d', 'hex')
const read = new WeakMap<KeyObject, Scalar>()

/**
 * The number inside PKCS #8. Node is asked for nothing but the bytes: as a signing key it takes the same file for an
 * ECDSA key when it made it, and for an SM2 key without an identity when it read it.
 * @throws TypeError when it is no SM2 key
 */
export function scalarOf(key: KeyObject): Scalar {
  const found = read.get(key)
  if (found) return found
  const der = key.export({ format: 'der', type: 'pkcs8' })
  const d = numberOf(numberInside(der))
  // n - 1 is no key: 1 + d would have no inverse.
  if (d < 1n || d >= N - 1n) throw new TypeError('not an SM2 key')
  const pair = createECDH('SM2')
  pair.setPrivateKey(bytes32(d))
  const scalar = { d, inverse: inverse(1n + d), publicKey: pair.getPublicKey() }
  read.set(key, scalar)
  return scalar
}

/** PrivateKeyInfo (RFC 5958) → OCTET STRING → ECPrivateKey (RFC 5915) → OCTET STRING. */
function numberInside(der: Buffer): Buffer {
  if (!der.includes(CURVE)) throw new TypeError('not an SM2 key')
  const info = element(der, 0)
  const version = element(der, info.start)
  const algorithm = element(der, version.end)
  const inner = element(der, algorithm.end)
  const ec = element(der, inner.start)
  const one = element(der, ec.start)
  const secret = element(der, one.end)
  if (inner.tag !== 0x04 || secret.tag !== 0x04 || secret.end - secret.start > 32)
    throw new TypeError('not an SM2 key')
  return der.subarray(secret.start, secret.end)
}

/** One DER element at a place: OpenSSL wrote it, lengths of one to three bytes suffice. */
function element(der: Buffer, at: number): { tag: number; start: number; end: number } {
  const first = der[at + 1] ?? 0
  const more = first & 0x80 ? first & 0x7f : 0
  const length = more === 0 ? first : der.readUIntBE(at + 2, more)
  const start = at + 2 + more
  return { tag: der[at] ?? 0, start, end: start + length }
}
