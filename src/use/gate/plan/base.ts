import { z } from 'zod'
import { Expr, Relation } from './row.ts'

/**
 * The middle of the closed plan: what the engine computes over rows of persons, and the check looks at. A base is the
 * only thing that an engine is asked for; whatever a query does with statistics afterwards works on what was released.
 */

/**
 * One statistic of a base. The additive ones (`count_rows`, `count`, `sum`) are all that moments need: the lowering
 * writes avg as sum ÷ count, variance by the sum of squares, corr and regr by sums of products, and takes constant
 * factors and terms out of a sum, so that `sum(2 * x + 3)` rests on `sum(x)` and `count(x)` as `sum(x)` itself does.
 * Missing values are left out, and non-finite numbers with them. `quantile` gives the mean of the k values around it.
 */
export const BaseCell = z.strictObject({
  fn: z.enum(['count_rows', 'count', 'sum', 'count_distinct', 'quantile']),
  of: Expr.nullable(),
  /** quantile: its place between 0 and 1, as text. */
  at: z.string().optional(),
  /**
   * What history compares: equal for all ways of writing the same statistic, such as `count`, `sum:setl_d.cost`,
   * `distinct:setl_d.hosp`, `quantile:0.5:setl_d.cost`. It names columns of the contract, never conditions or aliases.
   */
  family: z.string(),
})
export type BaseCell = z.output<typeof BaseCell>

export const isAdditive = ({ fn }: Pick<BaseCell, 'fn'>): boolean =>
  fn === 'count_rows' || fn === 'count' || fn === 'sum'

/** Groups of persons with their statistics. Without keys: one row. */
export const Aggregate = z.strictObject({
  op: z.literal('aggregate'),
  input: Relation,
  keys: z.array(Expr),
  /** Grouping sets as places in `keys`; the first is the finest and has all. ROLLUP (a, b): [[0, 1], [0], []]. */
  sets: z.array(z.array(z.int())).min(1),
  cells: z.array(BaseCell),
})
export type Aggregate = z.output<typeof Aggregate>

/** Rows as they are, of tables without persons and columns of level `open` alone: code tables. */
export const Listing = z.strictObject({
  op: z.literal('listing'),
  input: Relation,
  columns: z.array(Expr).min(1),
})
export type Listing = z.output<typeof Listing>

export const Base = z.discriminatedUnion('op', [Aggregate, Listing])
export type Base = z.output<typeof Base>
