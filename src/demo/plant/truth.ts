import type { BureauTable } from '../tables.ts'

/** The eight quality classes (our names for the eight of the seeds), and 监管 for planted misuse. */
export type PlantClass =
  | '完整性'
  | '唯一性'
  | '准确性'
  | '规范性'
  | '一致性'
  | '时效性'
  | '关联性'
  | '逻辑性'
  | '监管'

/**
 * What else a checker finds because of a planting. Convention: a missing or malformed value is found once, as
 * such, and is not compared any further; a well-formed wrong value is found by every comparison it takes part in.
 */
export interface Implied {
  readonly class: PlantClass
  readonly kind: string
  readonly table: BureauTable | 'natural_person'
  readonly column: string
  /** Which rows: those whose column `by` holds `key`; `rows` of them. */
  readonly by: string
  readonly key: string
  readonly rows: number
}

/** One line of `truth.jsonl`. */
export interface Truth {
  readonly bureau: string
  readonly table: BureauTable
  /** `rid` of the row as written; for misuse the `rid` of the row that a finding names first. */
  readonly key: string
  /** The row's own id (psn_no, setl_id, …), as it is when correct. */
  readonly id: string
  /** Empty when the whole row is at fault (a duplicate) or several rows are (misuse). */
  readonly column: string
  readonly class: PlantClass
  readonly kind: string
  readonly before: string
  readonly after: string
  /** True when the other columns or sources determine the right value. */
  readonly determined: boolean
  /** What determines it; empty when nothing does. */
  readonly by: string
  readonly implies: readonly Implied[]
  /** Misuse only: ids of the rows that belong to it (setl_id or bkkp_sn). */
  readonly rows?: readonly string[]
}
