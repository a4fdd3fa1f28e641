import { z } from 'zod'

/**
 * The closed plan: everything a query may mean here, as plain JSON. What has no node below does not exist. A later
 * version of the language adds relations (`op`) and expressions (`kind`); it never widens the meaning of one.
 */

/** A column of one scan. `type` is DuckDB's name, `table` and `column` are the contract's own spelling. */
export const ColumnExpr = z.strictObject({
  kind: z.literal('column'),
  scan: z.int(),
  table: z.string(),
  column: z.string(),
  type: z.string(),
  nullable: z.boolean(),
})
export type ColumnExpr = z.output<typeof ColumnExpr>

export const DATE_PARTS = ['year', 'quarter', 'month'] as const
export const DATE_UNITS = ['year', 'quarter', 'month', 'week', 'day'] as const

/** What may be a grouping key or be filtered: a column, or one safe derivation of it. */
export const GroupExpr = z.discriminatedUnion('kind', [
  ColumnExpr,
  z.strictObject({ kind: z.literal('part'), part: z.enum(DATE_PARTS), of: ColumnExpr }),
  z.strictObject({ kind: z.literal('trunc'), unit: z.enum(DATE_UNITS), of: ColumnExpr }),
  z.strictObject({ kind: z.literal('prefix'), length: z.int().min(1).max(255), of: ColumnExpr }),
])
export type GroupExpr = z.output<typeof GroupExpr>

/** A typed constant; `value` is exact text in the canonical form of its type. */
export const Literal = z.strictObject({
  kind: z.literal('literal'),
  type: z.enum(['text', 'integer', 'decimal', 'double', 'date', 'timestamp', 'boolean']),
  value: z.string(),
})
export type Literal = z.output<typeof Literal>

export const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='] as const
export type Comparison = (typeof COMPARISONS)[number]

const operand = z.union([GroupExpr, Literal])

export type Condition =
  | { kind: 'and' | 'or'; of: Condition[] }
  | { kind: 'not'; of: Condition }
  /** False or unknown: what is not surely so. */
  | { kind: 'untrue'; of: Condition }
  | { kind: 'compare'; op: Comparison; left: GroupExpr; right: GroupExpr | Literal }
  | { kind: 'in'; negated: boolean; left: GroupExpr; values: Literal[] }
  | { kind: 'between'; left: GroupExpr; low: Literal; high: Literal }
  | { kind: 'null'; negated: boolean; left: GroupExpr }
  | { kind: 'like'; negated: boolean; left: GroupExpr; pattern: string }

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(['and', 'or']), of: z.array(Condition).min(1) }),
    z.strictObject({ kind: z.literal('not'), of: Condition }),
    z.strictObject({ kind: z.literal('untrue'), of: Condition }),
    z.strictObject({ kind: z.literal('compare'), op: z.enum(COMPARISONS), left: GroupExpr, right: operand }),
    z.strictObject({
      kind: z.literal('in'),
      negated: z.boolean(),
      left: GroupExpr,
      values: z.array(Literal).min(1),
    }),
    z.strictObject({ kind: z.literal('between'), left: GroupExpr, low: Literal, high: Literal }),
    z.strictObject({ kind: z.literal('null'), negated: z.boolean(), left: GroupExpr }),
    z.strictObject({ kind: z.literal('like'), negated: z.boolean(), left: GroupExpr, pattern: z.string() }),
  ]),
)

export type Relation =
  | {
      op: 'scan'
      scan: number
      table: string
      persons: boolean
      /** The rows that the contract lets be seen; left out: all. */
      rows?: Condition | undefined
    }
  | {
      op: 'join'
      kind: 'inner'
      left: Relation
      right: Relation
      on: { left: ColumnExpr; right: ColumnExpr }[]
    }
  | { op: 'filter'; input: Relation; where: Condition }

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
      op: z.literal('join'),
      kind: z.literal('inner'),
      left: Relation,
      right: Relation,
      on: z.array(z.strictObject({ left: ColumnExpr, right: ColumnExpr })).min(1),
    }),
    z.strictObject({ op: z.literal('filter'), input: Relation, where: Condition }),
  ]),
)

export const AGGREGATES = ['count', 'count_distinct', 'sum', 'avg'] as const

/** One statistic. `count_rows` is `count(*)`; the others leave out missing values, and non-finite numbers with them. */
export const Statistic = z.discriminatedUnion('fn', [
  z.strictObject({ fn: z.literal('count_rows') }),
  z.strictObject({ fn: z.enum(AGGREGATES), of: ColumnExpr }),
])
export type Statistic = z.output<typeof Statistic>

export const Aggregate = z.strictObject({
  op: z.literal('aggregate'),
  input: Relation,
  keys: z.array(GroupExpr),
  cells: z.array(Statistic),
})
export type Aggregate = z.output<typeof Aggregate>

export const OutputColumn = z.strictObject({
  name: z.string(),
  from: z.enum(['key', 'cell']),
  index: z.int(),
})
export type OutputColumn = z.output<typeof OutputColumn>

export const OrderItem = z.strictObject({
  /** Place in `output`. */
  output: z.int(),
  descending: z.boolean(),
  nullsFirst: z.boolean(),
})
export type OrderItem = z.output<typeof OrderItem>

export const Plan = z.strictObject({
  plan: z.literal('xinyu/1'),
  root: Aggregate,
  output: z.array(OutputColumn).min(1),
  /** Applied after withholding, never by the engine. */
  order: z.array(OrderItem),
  limit: z.int().min(0).nullable(),
})
export type Plan = z.output<typeof Plan>
