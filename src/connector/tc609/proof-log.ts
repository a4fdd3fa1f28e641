import { z } from 'zod'
import { canonical, type Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import {
  type GoodReceipt,
  type VerifyOptions,
  verifyReceipt,
} from '../../safeguard/evidence/verifier/index.ts'

/**
 * The `log` of a fulfillmentProof 履约证明: the text leaves its inside open, this is ours. It carries the receipt of an
 * entry in the log of who proves; anyone verifies it with that log's public key.
 */
export const ProofLog = z.strictObject({
  v: z.literal(1),
  /** use: a result was kept under the contract; destruction: what was kept, or made for it, is gone. */
  kind: z.enum(['use', 'destruction']),
  /** Hex digest of the canonical terms. */
  contractHash: z.string().length(64),
  /** The run that the proof is about; null for a destruction. */
  run: z.uuid().nullable(),
  /** Hex digest of the results. */
  results: z.array(z.string().length(64)).max(100_000),
  /** A `xinyu-receipt/1` file. */
  receipt: z.string().min(1).max(4_000_000),
})
export type ProofLog = z.output<typeof ProofLog>

/** @throws XinyuError TC609_PROOF */
export function readProofLog(text: string): ProofLog {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new XinyuError('TC609_PROOF', { why: 'log: not JSON' })
  }
  const parsed = ProofLog.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  throw new XinyuError('TC609_PROOF', { why: `log.${issue.path.join('.')}: ${issue.message}` })
}

export const writeProofLog = (log: ProofLog): string => canonical(log)

/** What the payload of a proving entry must say, or the proof is of something else. */
export interface Expected {
  readonly contractHash: string
  readonly digest?: string | null
}

/**
 * Verifies a receipt against the keys that are trusted of the other log, and that it is about this contract.
 * @throws XinyuError TC609_PROOF naming where it fails
 */
export function mustProve(receipt: string, trust: VerifyOptions, expected: Expected): GoodReceipt {
  const verdict = verifyReceipt(Buffer.from(receipt), trust)
  if (!verdict.ok) throw new XinyuError('TC609_PROOF', { why: `${verdict.where}: ${verdict.why}` })
  const payload = fieldsOf(verdict.payload)
  // Entries of contracts themselves say `hash`.
  if ((payload['contractHash'] ?? payload['hash']) !== expected.contractHash)
    throw new XinyuError('TC609_PROOF', { why: 'payload: of another contract' })
  const stated = fieldsOf(payload['result'])['digest'] ?? payload['digest']
  if (expected.digest !== undefined && stated !== (expected.digest ?? undefined))
    throw new XinyuError('TC609_PROOF', { why: 'payload: of another result' })
  return verdict
}

const fieldsOf = (value: Json | undefined): Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
