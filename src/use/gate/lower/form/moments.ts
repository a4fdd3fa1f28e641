import { avgOf, type JointFunction, jointOf, type SpreadFunction, varianceOf } from '../../after/moments.ts'
import type { AfterExpr } from '../../plan/after.ts'
import { paired, product, square } from './form.ts'
import type { Form } from './model.ts'
import { type Cells, countOf, sumOf } from './sum.ts'

/** Moments over additive statistics, so that bases hold nothing else. All give a DOUBLE. */

export const averageOf = (form: Form, cells: Cells): AfterExpr =>
  avgOf({ n: countOf(form, cells).expr, x: sumOf(form, cells).expr })

/** Null where squares cannot be summed. */
export function spreadOf(form: Form, fn: SpreadFunction, cells: Cells): AfterExpr | null {
  const squares = square(form)
  if (!squares) return null
  return varianceOf(fn, {
    n: countOf(form, cells).expr,
    x: sumOf(form, cells).expr,
    xx: sumOf(squares, cells).expr,
  })
}

export const PAIR_STATISTICS = [
  'corr',
  'covar_pop',
  'covar_samp',
  'regr_slope',
  'regr_intercept',
  'regr_r2',
  'regr_count',
] as const satisfies readonly (JointFunction | 'regr_count')[]
export type PairStatistic = (typeof PAIR_STATISTICS)[number]

/** Statistics of pairs (y, x) on the rows where both are there. Null where products cannot be summed. */
export function pairOf(y: Form, x: Form, statistic: PairStatistic, cells: Cells): AfterExpr | null {
  const [ys, xs, xy] = [paired(y, x, (a) => a), paired(y, x, (_, b) => b), product(y, x)]
  if (!ys || !xs || !xy) return null
  const n = countOf(ys, cells).expr
  if (statistic === 'regr_count') return n
  const [yy, xx] = [square(ys), square(xs)]
  if (!yy || !xx) return null
  const sum = (form: Form) => sumOf(form, cells).expr
  return jointOf(statistic, { n, x: sum(xs), y: sum(ys), xx: sum(xx), yy: sum(yy), xy: sum(xy) })
}
