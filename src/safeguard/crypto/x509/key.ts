import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { verifySignature } from '../schemes.ts'
import type { Der } from './der.ts'
import { X509Error } from './fault.ts'
import { bits, parts, rawSignature, SEQUENCE } from './signed.ts'

export type KeyKind = 'sm2' | 'p256' | 'p384' | 'rsa' | 'ed25519'

/** The public key of a certificate. */
export type CertificateKey =
  | { readonly kind: 'sm2'; readonly point: Buffer }
  | { readonly kind: Exclude<KeyKind, 'sm2'>; readonly object: KeyObject }

/** Shorter RSA keys are not taken (GB/T 39786, NIST SP 800-131A). */
const LEAST_RSA_BITS = 2048

const EC = '06072a8648ce3d0201'
/** DER of algorithm and curve, in hex. */
const KINDS: Readonly<Record<string, KeyKind>> = {
  [`${EC}06082a811ccf5501822d`]: 'sm2',
  [`${EC}06082a8648ce3d030107`]: 'p256',
  [`${EC}06052b81040022`]: 'p384',
  '06092a864886f70d0101010500': 'rsa',
  '06032b6570': 'ed25519',
}

/** Reads a `SubjectPublicKeyInfo`. @throws X509Error key */
export function readKey(spki: Der): CertificateKey {
  const [algorithm, key] = parts(spki, SEQUENCE)
  if (!algorithm || !key) throw new RangeError('not a public key')
  const kind = KINDS[algorithm.value.toString('hex')]
  if (kind === undefined) throw new X509Error('key', 'keys of this kind are not taken')
  // Node takes a key of this curve for one of ECDSA.
  if (kind === 'sm2') return { kind, point: bits(key) }
  const object = createPublicKey({ key: spki.whole, format: 'der', type: 'spki' })
  const length = object.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS
  if (length < LEAST_RSA_BITS) throw new X509Error('key', `an RSA key of ${length} bits is too short`)
  return { kind, object }
}

const HASHES = { p256: 'sha256', p384: 'sha384', rsa: 'sha256', ed25519: null } as const
/** Of each of the two numbers that a signature over a curve is; the others have one writing anyhow. */
const NUMBER_BYTES: Readonly<Partial<Record<KeyKind, number>>> = { sm2: 32, p256: 32, p384: 48 }

/**
 * Whether a message is signed by the key: SM2 with SM3 and the standard identity, ECDSA and RSA (PKCS #1 v1.5) with
 * SHA-2, Ed25519. Curves take DER as openssl writes it, or the bare r ‖ s of a key device. Never throws.
 */
export function signedBy(key: CertificateKey, message: Uint8Array, signature: Uint8Array): boolean {
  const bytes = NUMBER_BYTES[key.kind]
  const bare = bytes === undefined || signature.length === bytes * 2
  const raw = bare ? signature : rawSignature(signature, bytes)
  return raw !== null && rawHolds(key, key.kind === 'sm2' ? null : HASHES[key.kind], message, raw)
}

/** Signature algorithms of certificates and lists: DER in hex → kinds of keys and the hash. Nothing with SHA-1 or MD5. */
const ALGORITHMS: Readonly<Record<string, readonly [kinds: readonly KeyKind[], hash: string | null]>> = {
  '300a06082a811ccf55018375': [['sm2'], null],
  '300c06082a811ccf550183750500': [['sm2'], null],
  '300a06082a8648ce3d040302': [['p256', 'p384'], 'sha256'],
  '300a06082a8648ce3d040303': [['p256', 'p384'], 'sha384'],
  '300a06082a8648ce3d040304': [['p256', 'p384'], 'sha512'],
  '300d06092a864886f70d01010b0500': [['rsa'], 'sha256'],
  '300d06092a864886f70d01010c0500': [['rsa'], 'sha384'],
  '300d06092a864886f70d01010d0500': [['rsa'], 'sha512'],
  '300506032b6570': [['ed25519'], null],
}

/** Whether an issuer's key signed a body under the algorithm that stands with it. */
export function issuedUnder(
  key: CertificateKey,
  algorithm: Buffer,
  body: Uint8Array,
  signature: Uint8Array,
): boolean {
  const [kinds, hash] = ALGORITHMS[algorithm.toString('hex')] ?? [[], null]
  if (!kinds.includes(key.kind)) return false
  const bytes = NUMBER_BYTES[key.kind]
  const raw = bytes === undefined ? signature : rawSignature(signature, bytes)
  return raw !== null && rawHolds(key, hash, body, raw)
}

function rawHolds(
  key: CertificateKey,
  hash: string | null,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (key.kind === 'sm2') return verifySignature('sm2', key.point, message, signature)
  try {
    return verify(hash, message, { key: key.object, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}
