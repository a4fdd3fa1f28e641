import { sha256 } from '@noble/hashes/sha2.js'
import { base64, fromBase64, hex, joinBytes, sameBytes, utf8 } from './bytes.ts'
import { SM2_POINT_BYTES } from './sm2.ts'

/** Signature types of C2SP signed-note: a log's Ed25519, a witness's cosignature, and the one left to others. */
export const ED25519 = 0x01
export const COSIGNATURE = 0x04
export const SM2 = 0xff
export type NoteKeyType = typeof ED25519 | typeof COSIGNATURE | typeof SM2

/** signed-note: 0xff is followed by a longer name, so that it means one thing only. */
const SM2_IDENTIFIER = utf8('sm2-sm3.xinyu')
const ED25519_KEY_BYTES = 32
/** A name that no honest log has; a hostile key text is not read. */
const MAX_KEY_TEXT = 1024

/** A public key with its name, as written in a `.vkey` file: `name+keyid+base64(type || key)`. */
export interface NoteKey {
  readonly name: string
  readonly type: NoteKeyType
  /** Four bytes that tell keys of one name apart; no security rests on them. */
  readonly keyId: Uint8Array
  readonly publicKey: Uint8Array
}

/**
 * Non-empty UTF-8 without white space and plus (signed-note). A lone surrogate has no UTF-8, and no note may hold the
 * control characters of ASCII: a name with one could never sign.
 */
export const isKeyName = (name: string): boolean =>
  // oxlint-disable-next-line no-control-regex -- the format forbids exactly these
  name.length > 0 && !/[\s\p{White_Space}+\p{Surrogate}\u0000-\u001f]/u.test(name)

/** SHA-256(name || 0x0A || type || key), first four bytes. */
export function noteKeyId(name: string, publicKey: Uint8Array, type: NoteKeyType = ED25519): Uint8Array {
  return sha256(joinBytes(utf8(`${name}\n`), encoded(type, publicKey))).slice(0, 4)
}

/** The verifier key of a log's Ed25519 key (32 bytes). */
export const printKey = (name: string, publicKey: Uint8Array): string => print(name, publicKey, ED25519)

/** The verifier key of a witness (Ed25519, 32 bytes). */
export const printCosignerKey = (name: string, publicKey: Uint8Array): string =>
  print(name, publicKey, COSIGNATURE)

/** The verifier key of a log's SM2 key (04, x, y: 65 bytes). */
export const printSm2Key = (name: string, publicKey: Uint8Array): string => print(name, publicKey, SM2)

/** The text that {@link parseKey} reads. */
export const printNoteKey = (key: NoteKey): string => print(key.name, key.publicKey, key.type)

/** Reads a verifier key; null when it is not exactly one, or when its key id does not belong to it. */
export function parseKey(text: string): NoteKey | null {
  if (text.length > MAX_KEY_TEXT) return null
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  const [, name = '', id = '', key = ''] = match ?? []
  const bytes = fromBase64(key)
  const read = bytes && isKeyName(name) ? decoded(bytes) : null
  if (!read) return null
  const keyId = noteKeyId(name, read.publicKey, read.type)
  return hex(keyId) === id ? { name, keyId, ...read } : null
}

/** The same key pair, whatever it is called. */
export const isSameKey = (a: NoteKey, b: NoteKey): boolean => sameBytes(a.publicKey, b.publicKey)

function print(name: string, publicKey: Uint8Array, type: NoteKeyType): string {
  const id = hex(noteKeyId(name, publicKey, type))
  return `${name}+${id}+${base64(encoded(type, publicKey))}`
}

const encoded = (type: NoteKeyType, publicKey: Uint8Array): Uint8Array =>
  joinBytes(Uint8Array.of(type), type === SM2 ? SM2_IDENTIFIER : new Uint8Array(), publicKey)

function decoded(bytes: Uint8Array): Pick<NoteKey, 'type' | 'publicKey'> | null {
  const [type] = bytes
  if (type === SM2) {
    const publicKey = bytes.slice(1 + SM2_IDENTIFIER.length)
    const isOurs = sameBytes(bytes.slice(1, 1 + SM2_IDENTIFIER.length), SM2_IDENTIFIER)
    return isOurs && publicKey.length === SM2_POINT_BYTES && publicKey[0] === 4 ? { type, publicKey } : null
  }
  if (type !== ED25519 && type !== COSIGNATURE) return null
  return bytes.length === 1 + ED25519_KEY_BYTES ? { type, publicKey: bytes.slice(1) } : null
}
