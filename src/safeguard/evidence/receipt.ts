import { canonical, type Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db } from '../../platform/postgres/index.ts'
import type { Log } from './log/index.ts'
import { findLeaf, payloadOf } from './store.ts'
import { base64, parseEntry, printProof, RECEIPT_FORMAT, verifyReceipt } from './verifier/index.ts'

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
  which: string | number,
  { payload = true }: ReceiptOptions = {},
): Promise<Buffer> {
  const leaf = typeof which === 'number' ? which : await findLeaf(db, which)
  if (leaf === null) throw new XinyuError('EVIDENCE_NOT_FOUND', { id: which })
  const entry = (await log.reader.entry(leaf)).toString('utf8')
  const { note, size } = await log.checkpoint(leaf + 1)
  const proof = printProof(leaf, await log.reader.inclusionProof(leaf, size), note)
  const view = parseEntry(entry)
  const kept = payload && typeof view !== 'string' ? await payloadOf(db, view.id) : null
  const file = {
    format: RECEIPT_FORMAT,
    entry,
    proof,
    vkey: log.signer.vkey,
    payload: kept ? { salt: base64(kept.salt), body: JSON.parse(kept.body) as Json } : undefined,
  }
  const bytes = Buffer.from(`${canonical(file)}\n`)
  // A damaged tile must not leave the house as a receipt.
  const verdict = verifyReceipt(bytes, { vkey: log.signer.vkey })
  if (!verdict.ok) {
    throw new XinyuError('EVIDENCE_LOG_DAMAGED', {
      file: `leaf ${leaf}`,
      why: `${verdict.where}: ${verdict.why}`,
    })
  }
  return bytes
}
