import type { Condition, Expr } from '../../plan/row.ts'
import type { Context } from '../context.ts'

/** What taking apart leans on. */
export interface Summing extends Pick<Context, 'terms' | 'origins'> {
  /** Are there rows of persons in FROM? */
  readonly persons: boolean
}

/** A column, or something as simple, whose sum is a statistic of its own. */
export interface Atom {
  readonly expr: Expr
  /** What its sum is named after: columns of the contract, never conditions or constants. */
  readonly name: string
  readonly nullable: boolean
  /** DuckDB's name of the type. */
  readonly type: string
  /** Is 0 nothing to add: a count of one person? Then its sum rests on those alone who have some. */
  readonly zeros: boolean
}

/** `times ÷ over` of the product of its atoms; none: a constant. */
export interface Term {
  readonly times: number
  readonly over: number
  readonly atoms: readonly Atom[]
}

/** What an expression is on the rows where `when` holds and all of its atoms are there. */
export interface Part {
  readonly when: readonly Condition[]
  readonly terms: readonly Term[]
  /** Atoms that must be there too, though no term names them. */
  readonly also: readonly Atom[]
}

/**
 * A numeric expression taken apart: a polynomial of at most the second degree on each of some disjoint sets of rows.
 * Its sum is then a combination of sums of columns and products, whatever way it was written.
 */
export interface Form {
  readonly parts: readonly Part[]
  /** Is there a value on every row? */
  readonly total: boolean
}

/** More parts than any person writes would only be a load. */
export const MAX_PARTS = 24
