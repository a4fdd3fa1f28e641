import type { ColumnLevel } from '../run/index.ts'

/** One valid enrolment 参保关系 of a person, as short as the index keeps it. Days are `2025-01-31`. */
export interface Span {
  /** insutype 险种. */
  readonly t: string
  /** insu_admdvs 参保地医保区划. */
  readonly a: string
  /** psn_insu_stas: 1 normal, 2 paused, 4 ended (facts/medical-insurance, unverified codes). */
  readonly s: string
  /** psn_insu_date: first covered day. */
  readonly f: string
  /** paus_insu_date: first day that is not covered any more; null: none is written. */
  readonly u: string | null
}

export const TABLE = 'psn_insu_d'
/** Needed for any answer, and what may come on top of it. */
const BASE = ['psn_insu_stas', 'psn_insu_date', 'paus_insu_date', 'vali_flag'] as const
const MORE = { insutypes: 'insutype', regions: 'insu_admdvs' } as const

/** Columns of an answer by what the contract opens; null: not even the plain answer may be given. */
export function fieldsOf(
  levels: Readonly<Record<string, ColumnLevel>>,
): { base: string[]; insutypes: string | null; regions: string | null } | null {
  const open = (column: string) => (levels[column] ?? 'hidden') !== 'hidden'
  if (!BASE.every(open)) return null
  const more = (column: string) => (open(column) ? `${TABLE}.${column}` : null)
  return {
    base: BASE.map((column) => `${TABLE}.${column}`),
    insutypes: more(MORE.insutypes),
    regions: more(MORE.regions),
  }
}

/** What is told: null where contract or consent do not open it, so that every answer has the same shape. */
export interface EnrolmentAnswer {
  readonly enrolled: boolean
  readonly insutypes: string[] | null
  readonly regions: string[] | null
}

/**
 * Is somebody with these enrolments covered on that day? From the first day on, up to the day before the pause. An
 * enrolment that is paused or ended without a day says nothing about any day and does not count.
 * A person without enrolments and one that no register knows get the same answer.
 */
export function answerOf(
  spans: readonly Span[],
  date: string,
  tell: { readonly insutypes: boolean; readonly regions: boolean },
): EnrolmentAnswer {
  const covering = spans.filter(
    (span) => span.f <= date && (span.u === null ? span.s === '1' : date < span.u),
  )
  const distinct = (values: string[]) => [...new Set(values)].toSorted()
  return {
    enrolled: covering.length > 0,
    insutypes: tell.insutypes ? distinct(covering.map((span) => span.t)) : null,
    regions: tell.regions ? distinct(covering.map((span) => span.a)) : null,
  }
}
