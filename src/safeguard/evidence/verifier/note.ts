import { ed25519 } from '@noble/curves/ed25519.js'
import { base64, fromBase64, joinBytes, sameBytes, utf8 } from './bytes.ts'
import { cosignedMessage, openCosignature } from './cosignature.ts'
import { COSIGNATURE, isKeyName, SM2, type NoteKey } from './keys.ts'
import { verifySm2 } from './sm2.ts'

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

/** signed-note asks for at least 16. */
const MAX_SIGNATURES = 64
/** As much as the Go implementation takes. */
const MAX_NOTE = 1_000_000

export const printSignature = (name: string, keyId: Uint8Array, signature: Uint8Array): string =>
  `— ${name} ${base64(joinBytes(keyId, signature))}\n`

/** Reads a signed note. Signatures of unknown keys are kept: witnesses and rotated keys sign beside the log. */
export function parseNote(note: string): Note | string {
  if (note.length > MAX_NOTE) return 'too long for a note'
  // oxlint-disable-next-line no-control-regex -- the format forbids exactly these
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) return 'control character in a note'
  if (/\p{Surrogate}/u.test(note)) return 'not UTF-8'
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

/** The note with more signature lines behind its own; a line that is there already is not added again. */
export function addSignatures(note: string, lines: readonly string[]): string {
  const present = new Set(note.slice(note.lastIndexOf('\n\n') + 2).split('\n'))
  const more = lines.filter((line) => !present.has(line.trimEnd()))
  return note + more.join('')
}

/** The signature lines of a note that are by this name and key id. */
export const linesBy = (note: Note, key: NoteKey): NoteSignature[] =>
  note.signatures.filter((one) => one.name === key.name && sameBytes(one.keyId, key.keyId))

/** `verified`, `unknown` when the key did not sign, `false` when a signature in its name does not hold. */
export function checkSignature(note: Note, key: NoteKey): 'verified' | 'unknown' | 'false' {
  const lines = linesBy(note, key)
  // A line that stands there sixty times costs one look.
  const own = lines.filter((one, at) => isFirst(lines, one, at))
  if (own.length === 0) return 'unknown'
  return own.every((one) => holds(note.text, one.signature, key)) ? 'verified' : 'false'
}

const isFirst = (lines: readonly NoteSignature[], { signature }: NoteSignature, at: number): boolean =>
  lines.findIndex((other) => sameBytes(other.signature, signature)) === at

/** The same for a witness, with the time (seconds since 1970) that it signed; the newest of several. */
export function checkCosignature(note: Note, key: NoteKey): { readonly at: number } | 'unknown' | 'false' {
  if (key.type !== COSIGNATURE) return 'unknown'
  const state = checkSignature(note, key)
  if (state !== 'verified') return state
  return { at: Math.max(...linesBy(note, key).map((one) => openCosignature(one.signature)!.at)) }
}

function holds(text: string, signature: Uint8Array, key: NoteKey): boolean {
  if (key.type === SM2) return verifySm2(key.publicKey, utf8(text), signature)
  if (key.type !== COSIGNATURE) return verifyEd25519(key.publicKey, utf8(text), signature)
  const timed = openCosignature(signature)
  return timed !== null && verifyEd25519(key.publicKey, cosignedMessage(text, timed.at), timed.signature)
}

/** Strict RFC 8032: no small-order keys, so that one signature cannot fit two messages. Never throws. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return signature.length === 64 && ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}
