import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base64, fromBase64, hex, joinBytes, sameBytes, utf8 } from './bytes.ts'

/** C2SP signed-note v1: text, blank line, signature lines. */
export interface Note {
  /** What is signed, with its final newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly name: string
  /** Four bytes that tell keys of one name apart; no security rests on them. */
  readonly keyId: Uint8Array
  readonly signature: Uint8Array
}

/** A public key with its name, as written in a `.vkey` file: `name+keyid+base64(type || key)`. */
export interface NoteKey {
  readonly name: string
  readonly keyId: Uint8Array
  readonly publicKey: Uint8Array
}

export const ED25519 = 0x01
const MAX_SIGNATURES = 64
const isKeyName = (name: string) => name.length > 0 && !/[\s\p{White_Space}+]/u.test(name)

/** SHA-256(name || 0x0A || 0x01 || key), first four bytes. */
export function noteKeyId(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(joinBytes(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey)).slice(0, 4)
}

export function printKey(name: string, publicKey: Uint8Array): string {
  const key = base64(joinBytes(Uint8Array.of(ED25519), publicKey))
  return `${name}+${hex(noteKeyId(name, publicKey))}+${key}`
}

/** Reads a verifier key; null when it is not exactly one, or when its key id does not belong to it. */
export function parseKey(text: string): NoteKey | null {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text)
  const [, name = '', id = '', encoded = ''] = match ?? []
  const key = fromBase64(encoded)
  if (!isKeyName(name) || key?.length !== 33 || key[0] !== ED25519) return null
  const publicKey = key.slice(1)
  const keyId = noteKeyId(name, publicKey)
  return hex(keyId) === id ? { name, keyId, publicKey } : null
}

export const printSignature = (name: string, keyId: Uint8Array, signature: Uint8Array): string =>
  `— ${name} ${base64(joinBytes(keyId, signature))}\n`

/** Reads a signed note. Signatures of unknown keys are kept: witnesses and rotated keys sign beside the log. */
export function parseNote(note: string): Note | string {
  // oxlint-disable-next-line no-control-regex -- the format forbids exactly these
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) return 'control character in a note'
  const border = note.lastIndexOf('\n\n')
  if (border < 0) return 'no blank line before the signatures'
  if (!note.endsWith('\n')) return 'no newline at the end'
  const lines = note.slice(border + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) return 'too many signatures'
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const signature = parseSignature(line)
    if (!signature) return `not a signature line: ${line.slice(0, 80)}`
    signatures.push(signature)
  }
  return { text: note.slice(0, border + 1), signatures }
}

function parseSignature(line: string): NoteSignature | null {
  const [dash, name = '', encoded = '', ...more] = line.split(' ')
  if (dash !== '—' || more.length > 0 || !isKeyName(name)) return null
  const bytes = fromBase64(encoded)
  if (!bytes || bytes.length < 5) return null
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }
}

/** `verified`, `unknown` when the key did not sign, `false` when a signature in its name does not hold. */
export function checkSignature(note: Note, key: NoteKey): 'verified' | 'unknown' | 'false' {
  const own = note.signatures.filter((one) => one.name === key.name && sameBytes(one.keyId, key.keyId))
  if (own.length === 0) return 'unknown'
  const message = utf8(note.text)
  return own.every((one) => holds(one.signature, message, key.publicKey)) ? 'verified' : 'false'
}

function holds(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    // Strict RFC 8032: no small-order keys, so that one signature cannot fit two messages.
    return signature.length === 64 && ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}
