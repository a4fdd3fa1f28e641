import { type Disclosure, levelOf, type Policy } from '../../flow/policy/index.ts'
import type { InspectTerms } from '../check/index.ts'
import type { OutputKind } from '../run/index.ts'
import type { FileKind } from './model.ts'

/** People who look at what a seat gives out, whatever a contract says less. */
export const LEAST_CHECKERS = 2
/** Forms that the machine understands whole; what is drawn, packed or written needs a person. */
const PLAIN = /\.(csv|tsv|json)$/i

export interface JudgedFile {
  readonly path: string
  readonly kind: FileKind
  readonly verdict: 'pass' | 'review' | 'fail' | null
  readonly findings: number
}

/**
 * How many opinions a request needs. 0 only where every contract names the kind of every file as safe, and no rule of
 * the machine found anything in any of them.
 */
export function checkersFor(terms: readonly Disclosure[], files: readonly JudgedFile[]): number {
  const most = Math.max(LEAST_CHECKERS, ...terms.map(({ checkers }) => checkers))
  if (terms.length === 0 || files.length === 0) return most
  const automatic = files.every(
    ({ path, kind, verdict, findings }) =>
      verdict === 'pass' &&
      findings === 0 &&
      PLAIN.test(path) &&
      terms.every(({ automatic: safe }) => (safe as readonly string[] | undefined)?.includes(kind) ?? false),
  )
  return automatic ? 0 : most
}

/** What the machine looks by: the strictest of all contracts. */
export function inspectTerms(
  policies: readonly Policy[],
  more: Pick<InspectTerms, 'known' | 'maxBytes'>,
): InspectTerms {
  const roundings = policies.map(({ disclosure }) => disclosure.rounding)
  return {
    minGroup: Math.max(2, ...policies.map(({ minGroup }) => minGroup)),
    rounding: roundings.includes('midpoint6') ? 'midpoint6' : roundings.includes('base5') ? 'base5' : 'none',
    identifying: identifyingOf(policies),
    ...more,
  }
}

/** Columns that tell who a row is about never leave, under whatever name the contract gave them to the seat. */
function identifyingOf(policies: readonly Policy[]): string[] {
  const names = policies.flatMap((policy) =>
    Object.entries(policy.columns).flatMap(([table, columns]) =>
      Object.keys(columns).filter((column) =>
        ['identity', 'join'].includes(levelOf(policy, { table, column })),
      ),
    ),
  )
  return [...new Set(['psn_no', 'certno', 'psn_name', ...names])]
}

/** What a file is in the words of a policy. */
export const OUTPUT_OF: Readonly<Record<FileKind, OutputKind>> = {
  table: 'table',
  statistics: 'table',
  chart: 'chart',
  image: 'chart',
  text: 'report',
  report: 'report',
  model: 'model',
  notebook: 'file',
  archive: 'file',
  other: 'file',
}
