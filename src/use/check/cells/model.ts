import type { Forest } from '../groups/forest.ts'
import type { CheckRules, RawBase } from '../model.ts'
import type { Measures } from './measure.ts'

/** What was withheld of one cell, counted for the record. */
export interface CellCounts {
  belowGroup: number
  dominance: number
  notAdditive: number
  complementary: number
}

/** One statistic of all groups, on the way to what is shown of it. */
export interface Protecting {
  readonly raw: RawBase
  /** Null: the row itself. */
  readonly cell: number | null
  readonly rules: CheckRules
  readonly forest: Forest
  readonly measures: Measures
  /** 1: this cell of this group is not shown. */
  readonly hidden: Uint8Array
  readonly counts: CellCounts
}
