import { z } from 'zod'
import { Literal } from './row.ts'

/**
 * The upper half of the closed plan: what is done with released values, in our own process, after the check and the
 * history. Since it sees nothing but what is released, no HAVING, order, limit, rank or join of it can tell more.
 * A withheld value stays withheld through every function; a condition on one is not true.
 */

export const AFTER_FUNCTIONS = [
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
  'sqrt',
  'ln',
  'exp',
  'power',
  'least',
  'greatest',
  'coalesce',
  'nullif',
  'concat',
  'left',
  'substring',
  'length',
  'lower',
  'upper',
  'to_text',
  'to_integer',
  'to_double',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'and',
  'or',
  'not',
  'is_null',
  'is_not_null',
  'in',
  'like',
] as const

/**
 * Moments from additive cells, each over the same rows: avg (count, sum); var_ and stddev_ (count, sum, sum of
 * squares); the others (count, Σx, Σy, Σx², Σy², Σxy), y being what is explained and x what explains. Nobody writes
 * them as such: the lowering takes avg, variance, corr … apart, and computes them exactly after the release.
 */
export const MOMENT_FUNCTIONS = [
  'avg',
  'var_samp',
  'var_pop',
  'stddev_samp',
  'stddev_pop',
  'covar_samp',
  'covar_pop',
  'corr',
  'regr_slope',
  'regr_intercept',
  'regr_r2',
] as const
export type MomentFunction = (typeof MOMENT_FUNCTIONS)[number]
export type AfterFunction = (typeof AFTER_FUNCTIONS)[number] | MomentFunction

export type AfterExpr =
  /** Column of the input. */
  | { kind: 'at'; column: number }
  | Literal
  | { kind: 'nothing' }
  | { kind: 'call'; fn: AfterFunction; args: AfterExpr[] }
  | { kind: 'case'; branches: { when: AfterExpr; then: AfterExpr }[]; otherwise: AfterExpr }

export const AfterExpr: z.ZodType<AfterExpr> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('at'), column: z.int() }),
    Literal,
    z.strictObject({ kind: z.literal('nothing') }),
    z.strictObject({
      kind: z.literal('call'),
      fn: z.enum([...AFTER_FUNCTIONS, ...MOMENT_FUNCTIONS]),
      args: z.array(AfterExpr),
    }),
    z.strictObject({
      kind: z.literal('case'),
      // oxlint-disable-next-line unicorn/no-thenable -- a plan is data and never awaited
      branches: z.array(z.strictObject({ when: AfterExpr, then: AfterExpr })).min(1),
      otherwise: AfterExpr,
    }),
  ]),
)

export const OrderItem = z.strictObject({
  /** Column of the input. */
  column: z.int(),
  descending: z.boolean(),
  nullsFirst: z.boolean(),
})
export type OrderItem = z.output<typeof OrderItem>

export const WINDOW_FUNCTIONS = [
  'row_number',
  'rank',
  'dense_rank',
  'percent_rank',
  'cume_dist',
  'ntile',
  'lag',
  'lead',
  'first_value',
  'last_value',
  'sum',
  'avg',
  'count',
  'min',
  'max',
] as const

/**
 * One window column. Ends of a frame count from the current row, -2: two rows (or values) before it; null ends are
 * unbounded. Without a frame: from the start of the partition to the last row that sorts equally.
 */
export const Window = z.strictObject({
  fn: z.enum(WINDOW_FUNCTIONS),
  /** Columns of the input; lag and lead may have a second one for what lies outside. count without any: rows. */
  args: z.array(z.int()),
  /** ntile: buckets; lag and lead: how far. */
  offset: z.int().optional(),
  partition: z.array(z.int()),
  order: z.array(OrderItem),
  frame: z
    .strictObject({ mode: z.enum(['rows', 'range']), from: z.int().nullable(), to: z.int().nullable() })
    .optional(),
})
export type Window = z.output<typeof Window>

export type After =
  /** The released rows of base `base`. Columns: its keys, its statistics, then one 0/1 per key: is it rolled up? */
  | { op: 'released'; base: number }
  | { op: 'select'; input: After; columns: AfterExpr[] }
  | { op: 'keep'; input: After; where: AfterExpr }
  /** Appends its columns to those of the input. */
  | { op: 'window'; input: After; columns: Window[] }
  | { op: 'join'; kind: 'inner' | 'left'; left: After; right: After; on: [number, number][] }
  | { op: 'union'; inputs: After[] }
  | { op: 'distinct'; input: After }
  /** Ties and no order at all fall back to all columns from the left: order never tells how rows lie on disk. */
  | { op: 'order'; input: After; by: OrderItem[]; limit: number | null; offset: number }

export const After: z.ZodType<After> = z.lazy(() =>
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.literal('released'), base: z.int() }),
    z.strictObject({ op: z.literal('select'), input: After, columns: z.array(AfterExpr).min(1) }),
    z.strictObject({ op: z.literal('keep'), input: After, where: AfterExpr }),
    z.strictObject({ op: z.literal('window'), input: After, columns: z.array(Window).min(1) }),
    z.strictObject({
      op: z.literal('join'),
      kind: z.enum(['inner', 'left']),
      left: After,
      right: After,
      on: z.array(z.tuple([z.int(), z.int()])).min(1),
    }),
    z.strictObject({ op: z.literal('union'), inputs: z.array(After).min(2) }),
    z.strictObject({ op: z.literal('distinct'), input: After }),
    z.strictObject({
      op: z.literal('order'),
      input: After,
      by: z.array(OrderItem),
      limit: z.int().min(0).nullable(),
      offset: z.int().min(0),
    }),
  ]),
)
