import { canonical, type Json } from '../../kernel/canonical.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import type { InspectTerms } from '../check/index.ts'
import { asJson } from './move.ts'
import { type FileRow, numberOf, type OpinionRow, type RequestRow } from './store.ts'

export interface Looked {
  readonly verdict: 'pass' | 'review' | 'fail'
  readonly findings: Json
  readonly rules: Json
}

/** What the machine made of a file: rules, inputs, results. No value of the file stands in it. */
export const inspectedRecord = (row: RequestRow, file: FileRow, terms: InspectTerms, looked: Looked): Json =>
  asJson({
    format: 'xinyu-disclosure-record-1',
    request: { id: row.id, number: numberOf(row), project: row.project_id, consumer: row.consumer_id },
    file: { id: file.id, path: file.path, bytes: file.bytes, digest: file.digest },
    context: file.context,
    contracts: [...file.contract_ids].sort(),
    terms: { minGroup: terms.minGroup, rounding: terms.rounding, identifying: terms.identifying },
    machine: looked,
  })

/** The same with who decided, and why. Made when the last opinion is in, and not before. */
export function decidedRecord(
  record: Json,
  fileId: string,
  round: number,
  needed: number,
  opinions: readonly OpinionRow[],
): Json {
  const decided = opinions.map((one) => ({
    checker: one.checker_id,
    body: one.participant_id,
    decision: one.decision,
    reasons: one.reasons,
    text: one.text,
    file: one.per_file.find((file) => file.fileId === fileId) ?? null,
    at: one.at,
  }))
  return asJson({ ...(record as Record<string, Json>), people: { round, needed, opinions: decided } })
}

export const recordHash = (record: Json): string => digestOf(canonical(record))
