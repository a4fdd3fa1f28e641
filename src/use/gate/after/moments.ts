import type { AfterExpr, MomentFunction } from '../plan/index.ts'
import type { Apply } from './functions.ts'
import { REST, WITHHELD } from '../../check/index.ts'
import { isExact, isNumeric, tenTo, type Value } from './value.ts'

/**
 * Moments from additive statistics. Σx² − (Σx)² ÷ n cancels: in doubles the variance of 15-digit amounts is noise, or
 * negative. So everything is one fraction of whole numbers, and only the last division rounds.
 */
interface Ratio {
  readonly num: bigint
  readonly den: bigint
}
type Numeric = Parameters<typeof ratio>[0]

function ratio(value: number | { readonly digits: bigint; readonly scale: number }): Ratio {
  if (isExact(value)) return { num: value.digits, den: tenTo(value.scale) }
  // A double is a whole number times a power of two.
  let [whole, power] = [value, 0]
  while (!Number.isInteger(whole)) {
    whole *= 2
    power++
  }
  return { num: BigInt(whole), den: 1n << BigInt(power) }
}

const times = (a: Ratio, b: Ratio): Ratio => ({ num: a.num * b.num, den: a.den * b.den })
const minus = (a: Ratio, b: Ratio): Ratio => ({ num: a.num * b.den - b.num * a.den, den: a.den * b.den })
const bits = (value: bigint): number => (value < 0n ? -value : value).toString(16).length * 4

/** The nearest double. */
function toNumber({ num, den }: Ratio): number {
  if (num === 0n) return 0
  const shift = 70 - bits(num) + bits(den)
  const quotient = shift >= 0 ? (num << BigInt(shift)) / den : num / (den << BigInt(-shift))
  const half = Math.trunc(shift / 2)
  return (Number(quotient) * 2 ** -half) / 2 ** (shift - half)
}
const divided = (a: Ratio, b: Ratio): number =>
  toNumber({ num: a.num * b.den * sign(b), den: a.den * b.num * sign(b) })
const sign = ({ num }: Ratio): bigint => (num < 0n ? -1n : 1n)

const isFinite = (value: Numeric): boolean => isExact(value) || Number.isFinite(value)
const ONE: Ratio = { num: 1n, den: 1n }

/** Σx ÷ n; missing for no rows. */
export function avg(n: Numeric, x: Numeric): number | null {
  if (!isFinite(n) || !isFinite(x)) return null
  const count = ratio(n)
  return count.num <= 0n ? null : divided(ratio(x), count)
}

/** n · Σab − Σa · Σb: n² times the covariance of the whole population. */
const centred = (n: Ratio, a: Ratio, b: Ratio, ab: Ratio): Ratio => minus(times(n, ab), times(a, b))

/**
 * A centred sum of squares. Squares of doubles were rounded before they were added up, each by 2⁻⁵³ of itself: what
 * that alone can make is no spread. One row's is none, where a rounded square would give it a correlation.
 */
function spreadOf(n: Ratio, x: Ratio, squares: Numeric): Ratio {
  const xx = ratio(squares)
  const found = centred(n, x, x, xx)
  if (isExact(squares) || Number.isSafeInteger(squares)) return found
  const noise = times(times(n, n), { num: xx.num, den: xx.den << 51n })
  return minus(found, noise).num <= 0n ? { num: 0n, den: 1n } : found
}

/** A variance by n − `less`; never negative, also where released values were rounded. */
export function variance(n: Numeric, x: Numeric, xx: Numeric, less: 0 | 1): number | null {
  if (![n, x, xx].every(isFinite)) return null
  const spread = over(spreadOf(ratio(n), ratio(x), xx), ratio(n), less)
  return spread === null ? null : Math.max(0, spread)
}

export function deviation(n: Numeric, x: Numeric, xx: Numeric, less: 0 | 1): number | null {
  const found = variance(n, x, xx, less)
  return found === null ? null : Math.sqrt(found)
}

/** A centred sum by n · (n − `less`); missing where that is nothing. */
export function over(sum: Ratio, n: Ratio, less: 0 | 1 = 0): number | null {
  const others = less === 0 ? n : minus(n, ONE)
  return n.num <= 0n || others.num <= 0n ? null : divided(sum, times(n, others))
}

interface Joint {
  readonly n: Ratio
  readonly x: Ratio
  readonly y: Ratio
  /** Centred sums of squares and products. */
  readonly spreadX: Ratio
  readonly spreadY: Ratio
  readonly cross: Ratio
}

/** A function over (n, Σx, Σy, Σx², Σy², Σxy). */
export const joint =
  (of: (moments: Joint) => number | null): Apply =>
  (values): Value => {
    if (values.includes(WITHHELD) || values.includes(REST)) return WITHHELD
    if (!values.every(isNumeric) || values.length !== 6 || !values.every(isFinite)) return null
    const [n, x, y, , , xy] = values.map(ratio) as [Ratio, Ratio, Ratio, Ratio, Ratio, Ratio]
    if (n.num <= 0n) return null
    return of({
      n,
      x,
      y,
      spreadX: spreadOf(n, x, values[3]!),
      spreadY: spreadOf(n, y, values[4]!),
      cross: centred(n, x, y, xy),
    })
  }

/** r² as a fraction, at most 1. */
function squared({ cross, spreadX, spreadY }: Joint): number {
  return Math.min(1, divided(times(cross, cross), times(spreadX, spreadY)))
}

/** What does not vary has no correlation and no slope: missing, where DuckDB has NaN for two of the four. */
export function correlation(moments: Joint): number | null {
  const { cross, spreadX, spreadY } = moments
  if (spreadX.num <= 0n || spreadY.num <= 0n) return null
  return Number(sign(cross)) * Math.sqrt(squared(moments))
}
export const slope = ({ cross, spreadX }: Joint): number | null =>
  spreadX.num <= 0n ? null : divided(cross, spreadX)
export const intercept = ({ n, x, y, cross, spreadX }: Joint): number | null =>
  spreadX.num <= 0n ? null : divided(minus(times(y, spreadX), times(cross, x)), times(n, spreadX))
export function determination(moments: Joint): number | null {
  if (moments.spreadX.num <= 0n) return null
  return moments.spreadY.num <= 0n ? 1 : squared(moments)
}

const call = (fn: MomentFunction, args: AfterExpr[]): AfterExpr => ({ kind: 'call', fn, args })

/** Σx ÷ n as DOUBLE. The parts are columns of statistics or exact linear combinations of such. */
export const avgOf = ({ n, x }: { n: AfterExpr; x: AfterExpr }): AfterExpr => call('avg', [n, x])

export type SpreadFunction = 'var_samp' | 'var_pop' | 'stddev_samp' | 'stddev_pop'
/** Variance or deviation from count, sum and sum of squares. */
export const varianceOf = (
  fn: SpreadFunction,
  { n, x, xx }: { n: AfterExpr; x: AfterExpr; xx: AfterExpr },
): AfterExpr => call(fn, [n, x, xx])

export type JointFunction = Exclude<MomentFunction, SpreadFunction | 'avg'>
/** Sums over rows where both are present. In SQL `regr_slope(y, x)`: x explains y. */
export interface JointSums {
  readonly n: AfterExpr
  readonly x: AfterExpr
  readonly y: AfterExpr
  readonly xx: AfterExpr
  readonly yy: AfterExpr
  readonly xy: AfterExpr
}
export const jointOf = (fn: JointFunction, { n, x, y, xx, yy, xy }: JointSums): AfterExpr =>
  call(fn, [n, x, y, xx, yy, xy])
