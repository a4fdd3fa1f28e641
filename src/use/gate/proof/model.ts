/** What generator and oracle share: text and meaning of everything are drawn together. Used by tests alone. */

/** A value of one row: dates `2024-02-29`, timestamps `2024-02-29T10:00:00`, every number a double. */
export type Value = null | boolean | number | string
export type Truth = boolean | null

export type Kind = 'text' | 'integer' | 'decimal' | 'double' | 'date' | 'timestamp' | 'boolean'
export type Level = 'open' | 'group' | 'measure' | 'join' | 'compare' | 'identity'

/** One row and the one person whom it rests on. */
export interface Row {
  readonly person: number | null
  readonly values: readonly Value[]
}

export type TableName = 'setl_d' | 'fee_d' | 'psn_b' | 'hosp_b'
export type Data = Readonly<Record<TableName, readonly Row[]>>

/** An expression over rows: what the user writes, and what it means. */
export interface RowExpr {
  readonly sql: string
  readonly kind: Kind
  readonly level: Level
  readonly of: (row: Row) => Value
  /** Does the value come from the row's person, or is it the constant of an ELSE? Left out: from the person. */
  readonly rests?: (row: Row) => boolean
  /** 2 for a product of two measures, whose squares nobody sums; left out: 1. */
  readonly degree?: number
}

export interface Condition {
  readonly sql: string
  readonly of: (row: Row) => Truth
}

/** A column of a relation. `origin` says what it is in the contract, such as `setl_d.psn_no`; '' for computed ones. */
export interface Column extends RowExpr {
  readonly name: string
  readonly origin: string
}

export interface Relation {
  /** CTEs that its text needs, in order. */
  readonly ctes: readonly string[]
  readonly from: string
  readonly columns: readonly Column[]
  /** Values of a row: those of the columns, and what else is carried along. */
  readonly width: number
  readonly persons: boolean
  readonly rows: (data: Data) => Row[]
}

/** A statistic by the oracle. `slack` bounds what another way of adding may change; `support` counts persons. */
export interface Statistic {
  readonly value: Value
  readonly slack: number
  readonly support: number
  /** Some rows give the constant of an ELSE alone: each branch may be counted, and withheld, by itself. */
  readonly split: boolean
}

export interface Measured {
  readonly sql: string
  /** `moments`: from sums. `persons`: how many persons. Neither `distinct` nor `position` is known of a margin. */
  readonly kind: 'moments' | 'persons' | 'distinct' | 'position'
  /** The rows that it looks at (FILTER). */
  readonly over: (rows: readonly Row[]) => readonly Row[]
  /** `k`: of how many values a position is the mean, and of how many persons a distinct value is; null: unprotected. */
  readonly of: (rows: readonly Row[], k: number | null) => Statistic
}

/** One grouping over rows: the only thing that an engine is asked for. */
export interface Block {
  readonly relation: Relation
  readonly where: Condition | null
  readonly keys: readonly RowExpr[]
  /** Grouping sets as places in `keys`, the finest first. */
  readonly sets: readonly (readonly number[])[]
  readonly cells: readonly Measured[]
}

/** A value after the release: withheld, or the key of the rest, or plain. */
export interface Released {
  readonly value: Value
  readonly slack: number
  readonly mark?: 'withheld' | 'rest'
}

export interface ReleasedRow {
  readonly set: number
  readonly keys: readonly Released[]
  readonly cells: readonly Released[]
}

/** A whole query: its text, its groupings, and what is done with what was released of them. */
export interface Query {
  readonly sql: string
  readonly blocks: readonly Block[]
  readonly after: (released: readonly (readonly ReleasedRow[])[]) => Released[][]
  readonly ordered: boolean
  /** Rows of code tables as they are: there is no grouping. */
  readonly listing: ((data: Data) => Value[][]) | null
}

/** The meaning hangs on a tie that rounding could break either way: such a query proves nothing. */
export class Ambiguous extends Error {}
