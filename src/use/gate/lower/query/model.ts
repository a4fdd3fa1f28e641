import type { After } from '../../plan/after.ts'
import type { Relation } from '../../plan/row.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import type { Source, SourceColumn } from '../scope.ts'

/** What a query gives: rows that no one may see yet, or released values. */
export type Result = RowResult | ReleasedResult

/** Rows of persons (or of code tables): columns are expressions over the sources of `relation`. */
export interface RowResult {
  readonly world: 'rows'
  readonly relation: Relation
  readonly persons: boolean
  /** Does each row stand for one person? */
  readonly rowsArePersons: boolean
  readonly columns: readonly SourceColumn[]
}

export interface ReleasedColumn {
  readonly name: string
  readonly type: string
  readonly role: 'key' | 'statistic'
}

export interface ReleasedResult {
  readonly world: 'released'
  readonly after: After
  readonly columns: readonly ReleasedColumn[]
}

/** FROM over rows. */
export interface RowFrom {
  readonly world: 'rows'
  readonly relation: Relation
  readonly persons: boolean
  readonly rowsArePersons: boolean
  readonly sources: readonly Source[]
}

export interface ReleasedSource {
  readonly alias: string
  readonly table: string
  /** Place of the first column in the input. */
  readonly from: number
  readonly columns: readonly ReleasedColumn[]
  readonly merged: readonly string[]
}

/** FROM over released values. */
export interface ReleasedFrom {
  readonly world: 'released'
  readonly after: After
  readonly sources: readonly ReleasedSource[]
}

/** A query of WITH: lowered anew for each use over rows (its own sources), once where it gives released values. */
export interface Cte {
  readonly node: Node
  readonly aliases: readonly string[]
  readonly env: Env
  released?: ReleasedResult
  used?: boolean
}

/** Where a query stands. */
export interface Env {
  readonly ctx: Context
  /** By lower-case name. */
  readonly ctes: ReadonlyMap<string, Cte>
  /** Queries around it. */
  readonly depth: number
  /** Is its result what is shown? Then its rows cannot be rows of persons. */
  readonly shown: boolean
}
