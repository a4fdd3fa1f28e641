import { REST, WITHHELD } from '../../check/index.ts'
import type { AfterFunction } from '../plan/index.ts'
import { comparePlain } from './compare.ts'
import * as moments from './moments.ts'
import * as numbers from './numbers.ts'
import * as texts from './text.ts'
import { exact, isNumeric, isPlain, type Plain, toDouble, type Value } from './value.ts'

/** A function over the values of one row. `types` are those of its arguments. */
export type Apply = (values: readonly Value[], types: readonly string[]) => Value

/** What most functions are: withheld when any part is, else missing when any part is. */
const strict =
  (apply: (values: readonly Plain[], types: readonly string[]) => Value): Apply =>
  (values, types) => {
    if (values.includes(WITHHELD) || values.includes(REST)) return WITHHELD
    return values.every(isPlain) ? apply(values, types) : null
  }

const numeric = (apply: (...values: numbers.Numeric[]) => numbers.Numeric | null): Apply =>
  strict((values) => (values.every(isNumeric) ? apply(...(values as numbers.Numeric[])) : null))
const textual = (apply: (text: string, ...more: number[]) => string): Apply =>
  strict(([text, ...more]) =>
    typeof text === 'string' && more.every(isNumeric)
      ? apply(text, ...(more as numbers.Numeric[]).map(toDouble))
      : null,
  )
const compared = (holds: (order: number) => boolean): Apply =>
  strict(([a, b]) => {
    const order = comparePlain(a!, b!)
    return order === null ? null : holds(order)
  })

/** 其他 may be compared for equality alone: it equals itself and nothing else. */
const equal: Apply = ([a = null, b = null]) => {
  if (a === WITHHELD || b === WITHHELD) return WITHHELD
  if (a === null || b === null) return null
  if (a === REST || b === REST) return a === b
  const order = isPlain(a) && isPlain(b) ? comparePlain(a, b) : null
  return order === null ? null : order === 0
}

const not = (value: Value): Value => (typeof value === 'boolean' ? !value : value)

/** `decides` settles it whatever else is withheld or missing: the others need not be known. */
const joint =
  (decides: boolean): Apply =>
  (values) => {
    if (values.includes(decides)) return decides
    if (values.includes(WITHHELD) || values.includes(REST)) return WITHHELD
    return values.includes(null) ? null : !decides
  }

const isIn: Apply = ([left = null, ...options], types) => {
  const found = options.map((option) => equal([left, option], types))
  return joint(true)(found, types)
}

const isNull = (value: Value): Value => (value === WITHHELD ? WITHHELD : value === null)

const extreme =
  (sign: 1 | -1): Apply =>
  (values) => {
    if (values.includes(WITHHELD) || values.includes(REST)) return WITHHELD
    const plain = values.filter(isPlain)
    return plain.reduce<Value>(
      (best, value) => (best === null || (comparePlain(value, best as Plain) ?? 0) * sign > 0 ? value : best),
      null,
    )
  }

const coalesce: Apply = (values) => values.find((value) => value !== null) ?? null
const nullif: Apply = ([a = null, b = null], types) => {
  const same = b === null ? false : equal([a, b], types)
  return same === true ? null : same === WITHHELD ? WITHHELD : a
}

const places = (value: numbers.Numeric | undefined): number => (value === undefined ? 0 : toDouble(value))

/** Every function of the upper half. None of them fails on a row; beyond 38 digits: XinyuError GATE_OVERFLOW. */
export const APPLY: Readonly<Record<AfterFunction, Apply>> = {
  add: numeric((a, b) => numbers.add(a, b)),
  subtract: numeric((a, b) => numbers.subtract(a, b)),
  multiply: numeric((a, b) => numbers.multiply(a, b)),
  divide: numeric((a, b) => numbers.divide(a, b)),
  modulo: numeric((a, b) => numbers.modulo(a, b)),
  negate: numeric((a) => numbers.negate(a)),
  abs: numeric((a) => numbers.abs(a)),
  round: numeric((a, b) => numbers.round(a, places(b))),
  floor: numeric((a) => numbers.toWhole(a, false)),
  ceil: numeric((a) => numbers.toWhole(a, true)),
  sqrt: numeric((a) => numbers.sqrt(a)),
  ln: numeric((a) => numbers.ln(a)),
  exp: numeric((a) => numbers.exp(a)),
  power: numeric((a, b) => numbers.power(a, b)),
  least: extreme(-1),
  greatest: extreme(1),
  coalesce,
  nullif,
  concat: strict((values, types) =>
    texts.joined(values.map((value, i) => texts.textOfValue(value, types[i]!))),
  ),
  left: textual((text, count) => texts.left(text, count)),
  substring: textual((text, start, length) => texts.substring(text, start, length)),
  length: strict(([text]) => (typeof text === 'string' ? exact(BigInt(texts.lengthOf(text))) : null)),
  lower: textual(texts.lower),
  upper: textual(texts.upper),
  to_text: strict(([value], [type]) => texts.textOfValue(value!, type!)),
  to_integer: strict(([value]) => numbers.toInteger(value!)),
  to_double: strict(([value]) => numbers.toDoubleValue(value!)),
  eq: equal,
  ne: (values, types) => not(equal(values, types)),
  lt: compared((order) => order < 0),
  le: compared((order) => order <= 0),
  gt: compared((order) => order > 0),
  ge: compared((order) => order >= 0),
  and: joint(false),
  or: joint(true),
  not: ([value = null]) => (value === REST ? WITHHELD : not(value)),
  is_null: ([value = null]) => isNull(value),
  is_not_null: ([value = null]) => not(isNull(value)),
  in: isIn,
  like: strict(([text, pattern]) =>
    typeof text === 'string' && typeof pattern === 'string' ? texts.like(text, pattern) : null,
  ),
  avg: numeric((n, x) => moments.avg(n, x)),
  var_pop: numeric((n, x, xx) => moments.variance(n, x, xx, 0)),
  var_samp: numeric((n, x, xx) => moments.variance(n, x, xx, 1)),
  stddev_pop: numeric((n, x, xx) => moments.deviation(n, x, xx, 0)),
  stddev_samp: numeric((n, x, xx) => moments.deviation(n, x, xx, 1)),
  covar_pop: moments.joint(({ n, cross }) => moments.over(cross, n)),
  covar_samp: moments.joint(({ n, cross }) => moments.over(cross, n, 1)),
  corr: moments.joint(moments.correlation),
  regr_slope: moments.joint(moments.slope),
  regr_intercept: moments.joint(moments.intercept),
  regr_r2: moments.joint(moments.determination),
}
