import type { Cell } from '../../platform/engine/index.ts'

/**
 * What any run brings to the check before anything is shown: groups, their statistics, and who is in them. The gate
 * brings bases of a query; the airlock later brings tables that a seat made.
 */

/** Kinds of statistics as the output rules group them (statbarns of ACRO: Frequencies, LinearAggregations, Position). */
export type StatisticKind = 'frequency' | 'linear' | 'distinct' | 'position'

export interface ShapeOfCell {
  /** DuckDB's name of the type. */
  readonly type: string
  readonly kind: StatisticKind
  /** Frequency and linear: the value of a union of disjoint groups is the sum of theirs. */
  readonly additive: boolean
  /** distinct: what is counted are the insured persons themselves, so that a union is counted from its members. */
  readonly persons?: boolean
  /** What history compares: equal for all ways of writing the same statistic of the same columns. */
  readonly family: string
}

export interface RawCell {
  /** Exact: numbers where a double holds them, else text. */
  readonly value: Cell
  /** Distinct insured persons that it rests on; a lower bound that is itself at least k where `members` is null. */
  readonly support: number
  /** position: persons at or below, and at or above the value. */
  readonly sides?: readonly [number, number]
}

export interface RawRow {
  /** Place in `sets`: which keys this row is grouped by; rolled-up keys are null. */
  readonly set: number
  readonly keys: readonly Cell[]
  readonly cells: readonly RawCell[]
  /** Distinct insured persons of the row. */
  readonly support: number
  /** Distinct institutions, where the contract asks for them; a lower bound is allowed. */
  readonly institutions: number | null
}

/**
 * Who is in each row of the finest set, and with how much. The members of row r (in the order of the finest rows in
 * `rows`) stand at `start[r]` until `start[r + 1]`, each person once, in no order.
 */
export interface Members {
  readonly start: Uint32Array
  /** Dense insured numbers. They stay inside the domain: never shown, never in the log. */
  readonly person: Uint32Array
  /**
   * For each cell the person's part of it, aligned with `person`: rows, values, or the sum of values; for cells that
   * are not additive the number of values. NaN where the cell does not rest on the person.
   */
  readonly parts: readonly Float64Array[]
}

export interface RawBase {
  readonly keys: readonly { readonly name: string; readonly type: string }[]
  readonly cells: readonly ShapeOfCell[]
  /** Grouping sets as places in `keys`, the finest first. */
  readonly sets: readonly (readonly number[])[]
  readonly rows: readonly RawRow[]
  /** False where no table has persons: there is nothing to protect, and history keeps nothing. */
  readonly persons: boolean
  /** Null where only the minimum group is asked for (history off, no dominance, one grouping set). */
  readonly members: Members | null
}

/** A cell that is not shown. One word for every reason: which rule it was would tell about the data. */
export interface Withheld {
  readonly withheld: 'protected'
}
export const WITHHELD: Withheld = { withheld: 'protected' }

/** The key of the row that small groups were merged into, 其他. */
export interface Rest {
  readonly rest: true
}
export const REST: Rest = { rest: true }

export type Shown = Cell | Withheld | Rest

export const isWithheld = (value: unknown): value is Withheld =>
  typeof value === 'object' && value !== null && 'withheld' in value
export const isRest = (value: unknown): value is Rest =>
  typeof value === 'object' && value !== null && 'rest' in value

export interface CheckedRow {
  readonly keys: readonly (Cell | Rest)[]
  /** One flag per key: is it rolled up here? */
  readonly rolled: readonly boolean[]
  readonly cells: readonly (Cell | Withheld)[]
  /** Places among the finest raw rows that it is made of. History reads its persons from them. */
  readonly leaves: readonly number[]
}

export interface CheckedBase {
  readonly rows: readonly CheckedRow[]
}

/** What one rule looked at and decided, for the evidence. It never goes to the user: counts would tell. */
export interface CheckStep {
  readonly rule: string
  readonly inputs: Readonly<Record<string, string | number | boolean | null>>
  readonly result: Readonly<Record<string, string | number | boolean | null>>
}
export type CheckRecord = readonly CheckStep[]

export const ROUNDINGS = ['none', 'base5', 'midpoint6'] as const
export type Rounding = (typeof ROUNDINGS)[number]

/** The rules in force: the strictest of all contracts touched. */
export interface CheckRules {
  /** k: what rests on fewer distinct insured persons is not shown. */
  readonly minGroup: number
  /**
   * Each row needs up to this many persons more than k, drawn anew for each row and run, so that no single question
   * tells the last person of a set that was grown one by one to the edge of k. Left out: k is sharp.
   */
  readonly slack?: number
  /** Distinct institutions that every row must rest on; 0: no rule. */
  readonly minInstitutions: number
  /** (n, k): the n largest persons may not hold `percent` of a sum or more. */
  readonly dominance: { readonly n: number; readonly percent: number } | null
  /** p%: what is left without the two largest must be at least this share of the largest. */
  readonly pPercent: number | null
  readonly rounding: Rounding
  /** Small groups of one parent: left out, or merged into 其他 where together they are large enough. */
  readonly smallGroups: 'withhold' | 'merge'
}

export interface Checked {
  readonly bases: readonly CheckedBase[]
  readonly record: CheckRecord
}
