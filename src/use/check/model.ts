import type { Cell } from '../../platform/engine/index.ts'

/**
 * A table of results before the output check: `support[row][column]` counts distinct insured persons per cell. From k
 * on it may be a lower bound that is itself at least k (for k up to 90): what is withheld is decided exactly.
 */
export interface RawTable {
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    readonly role: 'key' | 'statistic'
  }[]
  readonly rows: readonly (readonly Cell[])[]
  readonly support: readonly (readonly number[])[]
  /** True for one row without GROUP BY: it is shown as withheld instead of left out. */
  readonly scalar: boolean
}

/** A cell that rests on too few persons. */
export interface Withheld {
  readonly withheld: 'min-group'
}

/** What one rule looked at and decided, for the evidence. It never goes to the user: counts would tell. */
export interface CheckStep {
  readonly rule: 'min-group'
  readonly inputs: {
    readonly minGroup: number
    readonly rows: number
    readonly statistics: number
    readonly scalar: boolean
  }
  readonly result: { readonly rows: number; readonly rowsLeftOut: number; readonly cellsWithheld: number }
}

export type CheckRecord = readonly CheckStep[]

export interface Checked {
  readonly columns: RawTable['columns']
  readonly rows: readonly (readonly (Cell | Withheld)[])[]
  /**
   * `withheld` when not one statistic and not one row is shown. It depends on what is shown alone, so that it tells
   * nothing beyond: no rows, rows below k and a cell of nobody look the same.
   */
  readonly verdict: 'pass' | 'withheld'
  readonly record: CheckRecord
}

export interface CheckRules {
  /** k: what rests on fewer distinct insured persons is not shown. */
  readonly minGroup: number
}

/** Support of a table in which there are no persons at all: nothing to protect. */
export const NO_PERSONS = Number.MAX_SAFE_INTEGER
