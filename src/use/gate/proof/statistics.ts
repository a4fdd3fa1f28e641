import type { Row, RowExpr, Statistic, Value } from './model.ts'
import { rounded, usable } from './values.ts'

/** Statistics of a group of rows, each by its definition in a textbook. */

export const personsOf = (rows: readonly Row[]): number =>
  new Set(rows.flatMap(({ person }) => (person === null ? [] : [person]))).size

function statistic(rows: readonly Row[], value: Value, slack = 0, ...of: readonly RowExpr[]): Statistic {
  // Who adds nothing but the constant of an ELSE hides nobody: a sum of 1 for two of twenty persons tells of two.
  const own = rows.filter((row) => of.every((one) => one.rests?.(row) ?? true))
  return { value, slack, support: personsOf(own), split: own.length < rows.length }
}

/**
 * A mean or count over CASE … ELSE 0 counts those of ELSE too: withheld where they are few, and so where they are none.
 * So does a sum with a constant in it, which is a sum and a count.
 */
const counted = (one: Statistic, ...of: readonly RowExpr[]): Statistic => ({
  ...one,
  split: one.split || of.some(({ rests }) => rests !== undefined),
})

export const present = (rows: readonly Row[], ...of: readonly RowExpr[]): Row[] =>
  rows.filter((row) => of.every((one) => usable(one.of(row))))

export const countRows = (rows: readonly Row[]): Statistic => statistic(rows, rows.length)

export function countOf(of: RowExpr, rows: readonly Row[]): Statistic {
  const there = present(rows, of)
  return counted(statistic(there, there.length), of)
}

/** Distinct values, each of `least` persons or more: a value of one person tells that it is there. */
export function distinctOf(of: RowExpr, rows: readonly Row[], least: number | null): Statistic {
  const there = present(rows, of)
  const values = [...Map.groupBy(there, (row) => of.of(row)).values()]
  return statistic(there, values.filter((own) => personsOf(own) >= (least ?? 0)).length)
}

export function personsIn(of: RowExpr, rows: readonly Row[]): Statistic {
  const there = present(rows, of)
  return statistic(there, new Set(there.map((row) => of.of(row))).size)
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
/** What rounding of doubles may change: far below one part in a thousand million of the largest number involved. */
const slackOf = (...sizes: readonly number[]) => 1e-10 * Math.max(0, ...sizes.map(Math.abs))

/** As `draw-cells.ts` writes them: x * n - 1, n - x. */
const WITH_CONSTANT = / - /

export function sumOf(of: RowExpr, rows: readonly Row[]): Statistic {
  const there = present(rows, of)
  const values = there.map((row) => Number(of.of(row)))
  if (values.length === 0) return statistic(there, null, 0, of)
  const exact = values.every((one) => Number.isSafeInteger(one * 64))
  const total = statistic(there, sum(values), exact ? 0 : slackOf(sum(values.map(Math.abs))), of)
  return WITH_CONSTANT.test(of.sql) ? counted(total, of) : total
}

export function avgOf(of: RowExpr, rows: readonly Row[]): Statistic {
  const there = present(rows, of)
  const values = there.map((row) => Number(of.of(row)))
  if (values.length === 0) return statistic(there, null)
  const slack = slackOf(sum(values.map(Math.abs)) / values.length)
  return counted(statistic(there, sum(values) / values.length, slack, of), of)
}

export type Spread = 'stddev' | 'stddev_samp' | 'stddev_pop' | 'variance' | 'var_samp' | 'var_pop'

export function spreadOf(fn: Spread, of: RowExpr, rows: readonly Row[]): Statistic {
  const there = present(rows, of)
  const values = there.map((row) => Number(of.of(row)))
  const free = fn.endsWith('_pop') ? values.length : values.length - 1
  if (free <= 0) return counted(statistic(there, null, 0, of), of)
  const mean = sum(values) / values.length
  const variance = sum(values.map((one) => (one - mean) ** 2)) / free
  const slack = slackOf(sum(values.map((one) => one * one)) / free)
  if (!fn.startsWith('stddev')) return counted(statistic(there, variance, slack, of), of)
  // A root makes a small error near 0 a larger one.
  const wider = variance > slack ? slack / Math.sqrt(variance) : Math.sqrt(slack)
  return counted(statistic(there, Math.sqrt(variance), wider, of), of)
}

export type Joint =
  | 'corr'
  | 'covar_samp'
  | 'covar_pop'
  | 'regr_slope'
  | 'regr_intercept'
  | 'regr_r2'
  | 'regr_count'

/** Of pairs (y, x): `x` is the second argument, the independent one. */
export function jointOf(fn: Joint, y: RowExpr, x: RowExpr, rows: readonly Row[]): Statistic {
  const there = present(rows, y, x)
  const n = there.length
  const joint = (value: Value, slack = 0) => counted(statistic(there, value, slack, y, x), y, x)
  if (fn === 'regr_count') return joint(n)
  const [xs, ys] = [there.map((row) => Number(x.of(row))), there.map((row) => Number(y.of(row)))]
  if (n === 0 || (fn === 'covar_samp' && n < 2)) return joint(null)
  const [mx, my] = [sum(xs) / n, sum(ys) / n]
  const sxx = sum(xs.map((one) => (one - mx) ** 2))
  const syy = sum(ys.map((one) => (one - my) ** 2))
  const sxy = sum(xs.map((one, at) => (one - mx) * (ys[at]! - my)))
  const scale = slackOf(sum(xs.map((one, at) => Math.abs(one * ys[at]!))))
  if (fn === 'covar_pop') return joint(sxy / n, scale / n)
  if (fn === 'covar_samp') return joint(sxy / (n - 1), scale / (n - 1))
  const flat = (spread: number, of: readonly number[]) => spread <= slackOf(sum(of.map((one) => one * one)))
  const [noX, noY] = [flat(sxx, xs), flat(syy, ys)]
  // Missing by the standard; DuckDB calculates on with what is no number.
  if (noX || (fn === 'corr' && noY)) return joint(null, Number.POSITIVE_INFINITY)
  const slope = sxy / sxx
  const slack = 1e-6 * Math.max(1, Math.abs(slope))
  if (fn === 'regr_slope') return joint(slope, slack)
  if (fn === 'regr_intercept') return joint(my - slope * mx, slack * Math.max(1, Math.abs(mx)))
  if (fn === 'regr_r2') return joint(noY ? 1 : (sxy * sxy) / (sxx * syy), 1e-6)
  return joint(sxy / Math.sqrt(sxx * syy), 1e-6)
}

/**
 * A place in the order of values. `around` null: the smallest value with at least a share `at` of all at or below it,
 * or between two of them. Else what no value of one person shows through: the mean of the `around` values whose first
 * is number round(at · (n − 1) − (around − 1) ÷ 2), kept within the list.
 */
export function quantileOf(
  fn: 'quantile_cont' | 'quantile_disc',
  at: number,
  of: RowExpr,
  rows: readonly Row[],
  around: number | null,
): Statistic {
  const there = present(rows, of)
  const values = there.map((row) => Number(of.of(row))).sort((a, b) => a - b)
  const n = values.length
  if (n === 0) return statistic(there, null)
  if (around !== null) {
    const first = Math.max(0, Math.min(rounded(at * (n - 1) - (around - 1) / 2, 0), n - around))
    const middle = values.slice(first, first + around)
    return statistic(there, sum(middle) / middle.length, slackOf(sum(middle.map(Math.abs))))
  }
  if (fn === 'quantile_disc') return statistic(there, values[Math.max(0, Math.ceil(n * at) - 1)]!)
  const place = (n - 1) * at
  const [low, high] = [values[Math.floor(place)]!, values[Math.ceil(place)]!]
  // Between two decimals it is a decimal of as many digits.
  const slack = of.kind !== 'integer' ? 0.01 : slackOf(low, high)
  return statistic(there, low + (high - low) * (place - Math.floor(place)), slack)
}

/** Rows of one group, told apart by their keys; missing is a key like any other. */
export function grouped(rows: readonly Row[], keys: readonly RowExpr[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = JSON.stringify(keys.map((one) => one.of(row)))
    const known = groups.get(key)
    if (known) known.push(row)
    else groups.set(key, [row])
  }
  return groups
}
