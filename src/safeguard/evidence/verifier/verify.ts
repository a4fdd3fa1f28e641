import { sha256 } from '@noble/hashes/sha2.js'
import { canonical } from '../../../kernel/canonical.ts'
import { fromBase64, hex, joinBytes, utf8 } from './bytes.ts'
import { parseEntry, type EntryView } from './entry.ts'
import { verifyInclusion } from './inclusion.ts'
import { isRecord, readReceipt, type ReceiptFile } from './receipt-file.ts'
import { sm3 } from './sm3.ts'
import {
  fail,
  isFailure,
  type Failure,
  type GoodProof,
  type GoodReceipt,
  type Refused,
  type Verdict,
  type VerifyOptions,
  type Where,
} from './verdict.ts'

/** The hash of each payload algorithm. */
const HASHES = { 'sha256-salted': sha256, 'sm3-salted': sm3 } as const

/**
 * Verifies a receipt file offline: form → entry → payload → key → signature → checkpoint → proof → 国密 → policy. The
 * file must be, byte for byte, the one canonical form of what it says. Never throws.
 */
export function verifyReceipt(bytes: Uint8Array, options: VerifyOptions = {}): Verdict {
  const held: Where[] = []
  const verdict = judge(bytes, options, held)
  return verdict.ok ? verdict : { ...verdict, held }
}

function judge(bytes: Uint8Array, options: VerifyOptions, held: Where[]): GoodReceipt | Failure {
  const file = readReceipt(bytes)
  if (typeof file === 'string') return fail('format', file)
  held.push('format')
  const entry = parseEntry(file.entry)
  if (typeof entry === 'string') return fail('entry', entry)
  held.push('entry')
  const wrongPayload = checkPayload(entry, file.payload)
  if (wrongPayload) return wrongPayload
  if (file.payload) held.push('payload')
  const proof = verifyInclusion(file.proof, utf8(file.entry), file, options, held)
  return isFailure(proof) ? proof : { ...proof, entry, payload: file.payload?.body }
}

/**
 * Verifies a bare `.tlog-proof` file for the bytes of an entry. It carries no key: one must be pinned, or named by the
 * policy. Never throws.
 */
export function verifyLogProof(proof: string, leaf: Uint8Array, options: VerifyOptions): GoodProof | Refused {
  const held: Where[] = []
  const verdict = verifyInclusion(proof, leaf, null, options, held)
  return verdict.ok ? verdict : { ...verdict, held }
}

/**
 * Whether `result` is the file whose digest (hex) stands in the receipt's payload under `result.digest`; the hash is
 * that of the payload. Receipts of before name it `result.sha256`.
 */
export function verifyResult(
  receipt: Pick<GoodReceipt, 'entry' | 'payload'>,
  result: Uint8Array,
): { ok: true } | Failure {
  const stated = isRecord(receipt.payload) ? receipt.payload['result'] : undefined
  const { digest, sha256: old } = isRecord(stated) ? stated : {}
  const hash = digest === undefined ? sha256 : HASHES[receipt.entry.payload?.alg ?? 'sha256-salted']
  const expected = digest ?? old
  if (typeof expected !== 'string') return fail('payload', 'the receipt names no result')
  return hex(hash(result)) === expected
    ? { ok: true }
    : fail('payload', 'the result is another than the one recorded')
}

function checkPayload(entry: EntryView, payload: ReceiptFile['payload']): Failure | null {
  if (!payload) return null
  if (!entry.payload) return fail('payload', 'the entry has no payload')
  const salt = fromBase64(payload.salt)
  if (salt?.length !== 32) return fail('payload', 'the salt is not 32 bytes')
  const body = utf8(canonical(payload.body))
  if (body.length !== entry.payload.bytes) return fail('payload', 'the payload has another length')
  if (hex(HASHES[entry.payload.alg](joinBytes(salt, body))) !== entry.payload.hash) {
    return fail('payload', 'the payload is another than the one recorded')
  }
  return null
}
