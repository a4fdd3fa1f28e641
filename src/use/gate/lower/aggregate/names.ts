import { isNode, type Node, textOf } from '../node.ts'
import type { Json } from '../../../../kernel/canonical.ts'
import type { Both } from '../refuse.ts'

/** The aggregates of the language, and those that people try and that are refused for a reason of their own. */
const KNOWN = [
  'count_star',
  'count',
  'sum',
  'avg',
  'mean',
  'median',
  'quantile',
  'quantile_cont',
  'quantile_disc',
  'stddev',
  'stddev_samp',
  'stddev_pop',
  'variance',
  'var_samp',
  'var_pop',
  'corr',
  'covar_samp',
  'covar_pop',
  'regr_slope',
  'regr_intercept',
  'regr_r2',
  'regr_count',
  'min',
  'max',
]

export const STATISTICS: Both = {
  zh: '可用的统计：count(*)、count(列)、count(distinct 列)、sum、avg、stddev、variance、median、quantile_cont(列, p)、corr、covar、regr_slope 等，可带 FILTER',
  en: 'statistics allowed: count(*), count(column), count(distinct column), sum, avg, stddev, variance, median, quantile_cont(column, p), corr, covar, regr_slope and kin, each with FILTER',
}

/** Why the smallest and the largest value are never shown. */
export const EXTREMES: Readonly<Record<string, Both>> = {
  min: { zh: 'min 会给出某一个人的原始值', en: 'min gives the raw value of one person' },
  max: { zh: 'max 会给出某一个人的原始值', en: 'max gives the raw value of one person' },
}

/** The name of the aggregate that a node calls; null where it calls none. */
export function aggregateName(node: Node): string | null {
  const name = node.class === 'FUNCTION' ? textOf(node.function_name).toLowerCase() : ''
  return KNOWN.includes(name) ? name : null
}

/** Is there an aggregate call anywhere in an expression, other than in a query of its own? */
export function hasAggregate(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasAggregate)
  if (!isNode(value) || value.class === 'SUBQUERY') return false
  if (aggregateName(value) || value.type === 'GROUPING_FUNCTION') return true
  return Object.values(value).some(hasAggregate)
}
