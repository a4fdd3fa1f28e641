import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db } from '../../platform/postgres/index.ts'
import type { Log } from './log/index.ts'
import { payloadsOf, type PayloadVault } from './payload/index.ts'
import { findLeaf } from './store.ts'
import {
  base64,
  ED25519,
  type Failure,
  linesBy,
  parseEntry,
  parseKey,
  parseNote,
  printProof,
  printReceipt,
  type ReceiptFile,
  SM2,
  verifyLogProof,
  verifyReceipt,
} from './verifier/index.ts'

export interface ReceiptOptions {
  /** False leaves the payload out: for those who may know that it happened, and no more. True by default. */
  readonly payload?: boolean
}

/**
 * The receipt of one entry (its id or its leaf): a canonical JSON file that anyone verifies offline.
 * @throws XinyuError EVIDENCE_NOT_FOUND, EVIDENCE_LOG_DAMAGED
 */
export async function makeReceipt(
  log: Log,
  db: Db,
  vault: PayloadVault,
  which: string | number,
  { payload = true }: ReceiptOptions = {},
): Promise<Buffer> {
  const leaf = typeof which === 'number' ? which : await findLeaf(db, which)
  if (leaf === null) throw new XinyuError('EVIDENCE_NOT_FOUND', { id: which })
  const entry = (await log.reader.entry(leaf)).toString('utf8')
  const proven = await prove(log, leaf)
  const view = parseEntry(entry)
  const kept =
    payload && typeof view !== 'string' ? (await payloadsOf(db, vault, [view.id])).get(view.id) : undefined
  const bytes = printReceipt({
    ...proven,
    entry,
    payload: kept ? { salt: base64(kept.salt), body: JSON.parse(kept.body) as Json } : undefined,
  })
  // A damaged tile must not leave the house as a receipt.
  mustHold(leaf, verifyReceipt(bytes, { vkey: proven.vkey }))
  return Buffer.from(bytes)
}

/**
 * The same proof as a plain C2SP `.tlog-proof` text, for whoever has the entry already.
 * @throws XinyuError EVIDENCE_NOT_FOUND, EVIDENCE_LOG_DAMAGED
 */
export async function makeLogProof(log: Log, leaf: number): Promise<string> {
  const entry = await log.reader.entry(leaf)
  const { proof, vkey } = await prove(log, leaf)
  mustHold(leaf, verifyLogProof(proof, entry, { vkey }))
  return proof
}

type Proven = Pick<ReceiptFile, 'proof' | 'vkey' | 'guomi'>

async function prove(log: Log, leaf: number): Promise<Proven> {
  const { note, size } = await log.checkpoint(leaf + 1)
  const proof = printProof(leaf, await log.reader.inclusionProof(leaf, size), note)
  // The keys of this very note: a rotation may have come between.
  const vkeys = signersOf(note, log)
  const sm2 = vkeys.find((vkey) => parseKey(vkey)?.type === SM2)
  const path = sm2 === undefined ? undefined : await log.reader.sm3?.inclusionProof(leaf, size)
  return {
    proof,
    vkey: vkeys.find((vkey) => parseKey(vkey)?.type === ED25519) ?? log.signer.vkey,
    guomi: sm2 === undefined || !path ? undefined : { vkey: sm2, path: path.map(base64) },
  }
}

function signersOf(note: string, log: Log): string[] {
  const parsed = parseNote(note)
  if (typeof parsed === 'string') return []
  return log.knownKeys().filter((vkey) => linesBy(parsed, parseKey(vkey)!).length > 0)
}

function mustHold(leaf: number, verdict: { ok: true } | Failure): void {
  if (verdict.ok) return
  throw new XinyuError('EVIDENCE_LOG_DAMAGED', {
    file: `leaf ${leaf}`,
    why: `${verdict.where}: ${verdict.why}`,
  })
}
