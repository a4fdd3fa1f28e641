import { z } from 'zod'

/**
 * The lower half of the closed plan: rows of persons. Every row rests on at most one insured person: joins of two
 * tables with persons stay within a person, and a derived table carries its person along. Nothing here is ever shown.
 */

/** A column of a table of the contract. `type` is DuckDB's name; `table` and `column` are the contract's spelling. */
export const ColumnExpr = z.strictObject({
  kind: z.literal('column'),
  /** Number of the source in this query: `t0`, `t1`, … in the printed SQL. */
  scan: z.int(),
  table: z.string(),
  column: z.string(),
  type: z.string(),
  nullable: z.boolean(),
})
export type ColumnExpr = z.output<typeof ColumnExpr>

/** Column `index` of a derived table (a subquery, CTE, union or grouping per person): `t5.c2`. */
export const DerivedExpr = z.strictObject({
  kind: z.literal('derived'),
  scan: z.int(),
  index: z.int(),
  name: z.string(),
  type: z.string(),
  nullable: z.boolean(),
})
export type DerivedExpr = z.output<typeof DerivedExpr>

/** A typed constant; `value` is exact text in the canonical form of its type. */
export const Literal = z.strictObject({
  kind: z.literal('literal'),
  type: z.enum(['text', 'integer', 'decimal', 'double', 'date', 'timestamp', 'boolean']),
  value: z.string(),
})
export type Literal = z.output<typeof Literal>

/** Functions over values of one row. None of them can fail on a row, quote one, or read anything else. */
export const ROW_FUNCTIONS = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'modulo',
  'negate',
  'abs',
  'round',
  'floor',
  'ceil',
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'dayofweek',
  'hour',
  'date_trunc',
  'date_diff',
  'lower',
  'upper',
  'trim',
  'left',
  'right',
  'substring',
  'length',
  'concat',
  'coalesce',
  'nullif',
  'least',
  'greatest',
  'to_text',
  'to_integer',
  'to_double',
  'to_date',
] as const
export type RowFunction = (typeof ROW_FUNCTIONS)[number]

export type Expr =
  | ColumnExpr
  | DerivedExpr
  | Literal
  | { kind: 'call'; fn: RowFunction; args: Expr[]; type: string; nullable: boolean }
  | { kind: 'case'; branches: { when: Condition; then: Expr }[]; otherwise: Expr | null; type: string }

export const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='] as const
export type Comparison = (typeof COMPARISONS)[number]

export type Condition =
  | { kind: 'and' | 'or'; of: Condition[] }
  | { kind: 'not'; of: Condition }
  /** False or unknown: what is not surely so. */
  | { kind: 'untrue'; of: Condition }
  | { kind: 'compare'; op: Comparison; left: Expr; right: Expr }
  | { kind: 'in'; negated: boolean; left: Expr; values: Literal[] }
  | { kind: 'between'; left: Expr; low: Expr; high: Expr }
  | { kind: 'null'; negated: boolean; left: Expr }
  | { kind: 'like'; negated: boolean; left: Expr; pattern: string }

export const Expr: z.ZodType<Expr> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    ColumnExpr,
    DerivedExpr,
    Literal,
    z.strictObject({
      kind: z.literal('call'),
      fn: z.enum(ROW_FUNCTIONS),
      args: z.array(Expr),
      type: z.string(),
      nullable: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal('case'),
      // oxlint-disable-next-line unicorn/no-thenable -- a plan is data and never awaited
      branches: z.array(z.strictObject({ when: Condition, then: Expr })).min(1),
      otherwise: Expr.nullable(),
      type: z.string(),
    }),
  ]),
)

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['and', 'or']), of: z.array(Condition).min(1) }),
    z.strictObject({ kind: z.literal('not'), of: Condition }),
    z.strictObject({ kind: z.literal('untrue'), of: Condition }),
    z.strictObject({ kind: z.literal('compare'), op: z.enum(COMPARISONS), left: Expr, right: Expr }),
    z.strictObject({
      kind: z.literal('in'),
      negated: z.boolean(),
      left: Expr,
      values: z.array(Literal).min(1),
    }),
    z.strictObject({ kind: z.literal('between'), left: Expr, low: Expr, high: Expr }),
    z.strictObject({ kind: z.literal('null'), negated: z.boolean(), left: Expr }),
    z.strictObject({ kind: z.literal('like'), negated: z.boolean(), left: Expr, pattern: z.string() }),
  ]),
)

/** A statistic within one person, in a grouping per person: its value is a column of one row, never shown. */
export const InnerStatistic = z.strictObject({
  fn: z.enum(['count_rows', 'count', 'count_distinct', 'sum', 'avg', 'min', 'max']),
  of: Expr.nullable(),
})
export type InnerStatistic = z.output<typeof InnerStatistic>

export type Relation =
  | {
      op: 'scan'
      scan: number
      table: string
      persons: boolean
      /** The rows that the contract lets be seen; left out: all. */
      rows?: Condition | undefined
    }
  /** A derived table: its columns are `c0`, `c1`, … */
  | { op: 'project'; scan: number; input: Relation; columns: Expr[] }
  /** GROUP BY the insured person (and more): columns are the keys, then the statistics. Each row is one person. */
  | { op: 'perPerson'; scan: number; input: Relation; keys: Expr[]; cells: InnerStatistic[] }
  | { op: 'union'; scan: number; inputs: { input: Relation; columns: Expr[] }[] }
  /** Where both sides have persons, the printed join also asks for the same person on both. */
  | {
      op: 'join'
      kind: 'inner' | 'left'
      left: Relation
      right: Relation
      on: { left: ColumnExpr | DerivedExpr; right: ColumnExpr | DerivedExpr }[]
    }
  | { op: 'filter'; input: Relation; where: Condition }

const Key = z.union([ColumnExpr, DerivedExpr])

export const Relation: z.ZodType<Relation> = z.lazy(() =>
  z.discriminatedUnion('op', [
    z.strictObject({
      op: z.literal('scan'),
      scan: z.int(),
      table: z.string(),
      persons: z.boolean(),
      rows: Condition.optional(),
    }),
    z.strictObject({
      op: z.literal('project'),
      scan: z.int(),
      input: Relation,
      columns: z.array(Expr).min(1),
    }),
    z.strictObject({
      op: z.literal('perPerson'),
      scan: z.int(),
      input: Relation,
      keys: z.array(Expr),
      cells: z.array(InnerStatistic),
    }),
    z.strictObject({
      op: z.literal('union'),
      scan: z.int(),
      inputs: z.array(z.strictObject({ input: Relation, columns: z.array(Expr).min(1) })).min(2),
    }),
    z.strictObject({
      op: z.literal('join'),
      kind: z.enum(['inner', 'left']),
      left: Relation,
      right: Relation,
      on: z.array(z.strictObject({ left: Key, right: Key })).min(1),
    }),
    z.strictObject({ op: z.literal('filter'), input: Relation, where: Condition }),
  ]),
)
