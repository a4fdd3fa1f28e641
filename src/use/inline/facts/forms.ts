import type { Span } from '../rules.ts'

/** Months of one valid contribution 缴费, both ends: `202401`. */
export interface Paid {
  readonly f: string
  readonly u: string
}
/** What a person paid oneself in one calendar year, in 分; refunds are taken off. */
export interface Spent {
  readonly y: string
  readonly c: number
}

/** What is kept of one person of a version, as short as an answer needs it. */
export interface FactForms {
  readonly enrolment: Span[]
  readonly contributions: Paid[]
  /** Days of birth that the register names: one, unless the register is wrong. */
  readonly birth: string[]
  readonly expense: Spent[]
}
export type FactForm = keyof FactForms

/** National tables that single persons may be verified by, and what is kept of each. */
export const FORM_OF: Readonly<Record<string, FactForm>> = {
  psn_insu_d: 'enrolment',
  staf_psn_clct_detl_d: 'contributions',
  rsdt_psn_clct_detl_d: 'contributions',
  psn_info_b: 'birth',
  setl_d: 'expense',
}
