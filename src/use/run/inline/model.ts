import type { Json } from '../../../kernel/canonical.ts'
import type { Action } from '../../../flow/policy/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import type { RunView } from '../model.ts'
import { environmentOf, NO_ORIGIN, type Origin, type Use } from '../use.ts'

/** A use that is one pure function inside one transaction: a verification or a settlement. */
export interface InlineUse<T> {
  readonly contractId: string
  /** What it is, such as `enrolment`: stands in the record in place of a query's text. */
  readonly name: string
  /** `read` where left out. */
  readonly action?: Action
  /** Dense number of the person whose data it is; 0 for somebody unknown; null where it is about no single person. */
  readonly insured: number | null
  /** First and last day of the data; needed where a consent names a period. */
  readonly period?: { readonly from: string; readonly until: string } | undefined
  /** `table.column` that it opens. */
  readonly fields: readonly string[]
  readonly origin?: Origin | null
  /** What was asked, for the evidence: no personal identifier. */
  readonly asked: Json
  /** Opens the data. `rows` and `bytes` are what goes out; `output` is what the receipt's hash is over. */
  answer(tx: Tx): Promise<{ value: T; rows: number; bytes: number; output: Json }>
}

export interface InlineAnswer<T> {
  readonly run: RunView
  /** Null where the use was not allowed, or failed. */
  readonly value: T | null
}

/** Longest time that an inline use may hold its contract: a suspension waits no longer than that. */
export const INLINE_MS = 1_500
/** The most that an inline use can give out; what the counters set aside for it until it has answered. */
const MOST = { rows: 1_000, bytes: 1_048_576 } as const

/** The use as it is decided on and recorded. */
export const useOf = <T>(inline: InlineUse<T>): Use => ({
  kind: 'inline',
  action: inline.action ?? 'read',
  title: null,
  text: inline.name,
  fields: inline.fields,
  environment: environmentOf(inline.origin ?? NO_ORIGIN, `xinyu/${inline.name}`),
  facts: {
    person: inline.insured === null ? null : { insured: inline.insured, period: inline.period },
    most: MOST,
    enforceable: [],
  },
})
