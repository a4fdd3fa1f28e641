import { sha256 } from '@noble/hashes/sha2.js'
import { canonical, type Json } from '../../../kernel/canonical.ts'
import { fromBase64, hex, joinBytes, sameBytes, utf8, utf8Text } from './bytes.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { isCanonical, parseEntry, type EntryView } from './entry.ts'
import { isConsistent, leafHash, rootFromInclusion } from './merkle.ts'
import { checkSignature, parseKey, parseNote, type NoteKey } from './note.ts'
import { parseProof } from './proof.ts'

export type Where = 'format' | 'entry' | 'payload' | 'proof' | 'checkpoint' | 'signature' | 'key'

/** What a good receipt says, or the first place where it fails. */
export type Verdict = GoodReceipt | Failure

export interface GoodReceipt {
  readonly ok: true
  readonly entry: EntryView
  /** What lies beside the log under the entry's salted hash; undefined where the receipt carries none. */
  readonly payload: Json | undefined
  readonly leaf: number
  readonly size: number
  /** The log that vouches. */
  readonly origin: string
  /** The verifier key that signed. */
  readonly signer: string
  /** False when the key came from the receipt itself: then the file is whole, but who made it is not known. */
  readonly pinned: boolean
}

export interface Failure {
  readonly ok: false
  readonly where: Where
  readonly why: string
}

export interface VerifyOptions {
  /** The verifier keys that the reader trusts, obtained by another way than the receipt. */
  readonly vkey?: string | readonly string[]
}

export const RECEIPT_FORMAT = 'xinyu-receipt/1'
/** No honest receipt comes near; a hostile one is not parsed. */
const MAX_RECEIPT_BYTES = 64 * 1024 * 1024

interface ReceiptFile {
  readonly entry: string
  readonly proof: string
  readonly vkey: string
  readonly payload: { readonly salt: string; readonly body: Json } | undefined
}

const fail = (where: Where, why: string): Failure => ({ ok: false, where, why })
const isFailure = (value: object): value is Failure => 'ok' in value && value.ok === false

/**
 * Verifies a receipt file offline: form → entry → payload → key → signature → checkpoint → proof. The file must be,
 * byte for byte, the one canonical form of what it says.
 */
export function verifyReceipt(bytes: Uint8Array, options: VerifyOptions = {}): Verdict {
  const file = readReceipt(bytes)
  if (isFailure(file)) return file
  const entry = parseEntry(file.entry)
  if (typeof entry === 'string') return fail('entry', entry)
  const wrongPayload = checkPayload(entry, file.payload)
  if (wrongPayload) return wrongPayload
  const key = trustedKey(file.vkey, options.vkey)
  if (isFailure(key)) return key
  const proof = parseProof(file.proof)
  if (!proof) return fail('proof', 'not a c2sp.org/tlog-proof@v1 text')
  if (proof.extra) return fail('proof', 'a receipt carries no unauthenticated extra data')
  const checkpoint = openCheckpoint(proof.checkpoint, key)
  if (isFailure(checkpoint)) return checkpoint
  const root = rootFromInclusion(leafHash(utf8(file.entry)), proof.index, checkpoint.size, proof.hashes)
  if (!root)
    return fail('proof', `the proof does not fit leaf ${proof.index} of a tree of ${checkpoint.size}`)
  if (!sameBytes(root, checkpoint.root)) return fail('proof', 'entry and proof lead to another root')
  return {
    ok: true,
    entry,
    payload: file.payload?.body,
    leaf: proof.index,
    size: checkpoint.size,
    origin: checkpoint.origin,
    signer: file.vkey,
    pinned: options.vkey !== undefined,
  }
}

/** Whether the tree of `second` only appended to that of `first`; both are signed checkpoint notes of one log. */
export function verifyConsistency(
  first: string,
  second: string,
  proof: readonly Uint8Array[],
  vkey: string,
): { ok: true; from: number; to: number } | Failure {
  const key = parseKey(vkey)
  if (!key) return fail('key', 'not a verifier key')
  const older = openCheckpoint(first, key)
  if (isFailure(older)) return older
  const newer = openCheckpoint(second, key)
  if (isFailure(newer)) return newer
  if (!isConsistent(older, newer, proof)) {
    return fail('proof', `the tree of ${newer.size} is not shown to continue the tree of ${older.size}`)
  }
  return { ok: true, from: older.size, to: newer.size }
}

/** Whether `result` is the file whose SHA-256 (hex) stands in the receipt's payload under `result.sha256`. */
export function verifyResult(receipt: GoodReceipt, result: Uint8Array): { ok: true } | Failure {
  const payload = receipt.payload
  const stated = isRecord(payload) && isRecord(payload['result']) ? payload['result']['sha256'] : undefined
  if (typeof stated !== 'string') return fail('payload', 'the receipt names no result')
  return hex(sha256(result)) === stated
    ? { ok: true }
    : fail('payload', 'the result is another than the one recorded')
}

function readReceipt(bytes: Uint8Array): ReceiptFile | Failure {
  if (bytes.length > MAX_RECEIPT_BYTES) return fail('format', 'too large for a receipt')
  const text = utf8Text(bytes)
  if (text === null) return fail('format', 'not UTF-8')
  const value = parseJson(text)
  if (!isRecord(value)) return fail('format', 'not JSON')
  if (!isCanonical(value, text.slice(0, -1)) || !text.endsWith('\n'))
    return fail('format', 'not in canonical form')
  const { format, entry, proof, vkey, payload, ...more } = value
  if (format !== RECEIPT_FORMAT) return fail('format', `not a ${RECEIPT_FORMAT} file`)
  if (Object.keys(more).length > 0) return fail('format', `unknown part ${Object.keys(more)[0]}`)
  if (typeof entry !== 'string' || typeof proof !== 'string' || typeof vkey !== 'string') {
    return fail('format', 'entry, proof or vkey is missing')
  }
  if (payload === undefined) return { entry, proof, vkey, payload: undefined }
  if (!isRecord(payload)) return fail('format', 'payload is not an object')
  const { salt, body, ...others } = payload
  if (typeof salt !== 'string' || body === undefined || Object.keys(others).length > 0) {
    return fail('format', 'payload must hold salt and body')
  }
  return { entry, proof, vkey, payload: { salt, body } }
}

function checkPayload(entry: EntryView, payload: ReceiptFile['payload']): Failure | null {
  if (!payload) return null
  if (!entry.payload) return fail('payload', 'the entry has no payload')
  const salt = fromBase64(payload.salt)
  if (salt?.length !== 32) return fail('payload', 'the salt is not 32 bytes')
  const body = utf8(canonical(payload.body))
  if (body.length !== entry.payload.bytes) return fail('payload', 'the payload has another length')
  if (hex(sha256(joinBytes(salt, body))) !== entry.payload.hash) {
    return fail('payload', 'the payload is another than the one recorded')
  }
  return null
}

/** A key from the receipt proves only that the receipt is whole; trust needs a pinned one. */
function trustedKey(stated: string, pinned: string | readonly string[] | undefined): NoteKey | Failure {
  const key = parseKey(stated)
  if (!key) return fail('key', 'not a verifier key')
  if (pinned === undefined) return key
  const trusted = typeof pinned === 'string' ? [pinned] : pinned
  return trusted.some((one) => one.trim() === stated)
    ? key
    : fail('key', 'signed by a key that is not trusted here')
}

function openCheckpoint(text: string, key: NoteKey): Checkpoint | Failure {
  const note = parseNote(text)
  if (typeof note === 'string') return fail('checkpoint', note)
  const checkpoint = parseCheckpoint(note.text)
  if (!checkpoint) return fail('checkpoint', 'not a checkpoint')
  const signed = checkSignature(note, key)
  if (signed === 'unknown') return fail('signature', `not signed by ${key.name}`)
  if (signed === 'false') return fail('signature', `the signature of ${key.name} does not hold`)
  if (checkpoint.origin !== key.name) return fail('checkpoint', 'the key belongs to another log')
  return checkpoint
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
