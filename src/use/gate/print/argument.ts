import type { Expr } from '../plan/index.ts'
import { familyOf } from '../lower/types.ts'
import type { Value } from './call.ts'
import { type Names, printCondition, printExpr, typeOf } from './expr.ts'
import { converted, decimalType, digitsOf, safeType } from './types.ts'

/**
 * What a statistic works on. Values that cannot be added up (not a number, infinite, beyond 10^250 or 26 digits) count
 * as missing: one of them would speak for its whole group, and an overflow would tell that it is there.
 */
export function argumentOf(of: Expr, names: Names, wanted?: string): Value {
  const { sql, type } = wanted === undefined ? summand(of, names) : plain(of, names, wanted)
  return familyOf(type) === 'double' ? { sql: finite(sql), type } : { sql, type }
}

const finite = (sql: string): string => `CASE WHEN abs(${sql}) < 1e250 THEN ${sql} END`

const plain = (of: Expr, names: Names, type: string): Value => ({
  sql: converted(printExpr(of, names), typeOf(of), type),
  type,
})

/** In a type whose sum over any number of rows has room. */
function summand(of: Expr, names: Names): Value {
  if (of.kind === 'call' && of.fn === 'multiply' && of.args.length === 2) {
    const [left, right] = of.args.map((arg) => plain(arg, names, exactType(typeOf(arg))))
    return product(left!, right!)
  }
  if (of.kind === 'case') return cases(of, names)
  const type = typeOf(of)
  return plain(of, names, safeType(type) ?? 'DOUBLE')
}

/** Whole numbers as decimals, so that a product has the digits of both. */
function exactType(type: string): string {
  const digits = digitsOf(type)
  return digits && digits.whole + digits.scale <= 38 ? decimalType(digits) : 'DOUBLE'
}

function product(left: Value, right: Value): Value {
  const [a, b] = [digitsOf(left.type), digitsOf(right.type)]
  const whole = a && b ? a.whole + b.whole : 0
  const scale = a && b ? a.scale + b.scale : 0
  const safe = a && b && whole + scale <= 38 ? safeType(decimalType({ whole, scale })) : null
  if (safe === null) {
    const [x, y] = [left, right].map((one) => converted(one.sql, one.type, 'DOUBLE'))
    return { sql: `(${x} * ${y})`, type: 'DOUBLE' }
  }
  return { sql: converted(`(${left.sql} * ${right.sql})`, decimalType({ whole, scale }), safe), type: safe }
}

/** CASE WHEN … THEN a summand: what the conditions leave out is missing. */
function cases({ branches, otherwise }: Extract<Expr, { kind: 'case' }>, names: Names): Value {
  const values = branches.map(({ then }) => summand(then, names))
  const last = otherwise ? summand(otherwise, names) : null
  const all = last ? [...values, last] : values
  const type = sumType(all.map((one) => one.type))
  const printed = branches.map(
    ({ when }, at) =>
      `WHEN ${printCondition(when, names)} THEN ${converted(values[at]!.sql, values[at]!.type, type)}`,
  )
  const rest = last ? ` ELSE ${converted(last.sql, last.type, type)}` : ''
  return { sql: `CASE ${printed.join(' ')}${rest} END`, type }
}

/** One type for all branches: exact where all are, with the most digits behind the point. */
function sumType(types: readonly string[]): string {
  if (types.every((type) => type === types[0])) return types[0]!
  const digits = types.map(digitsOf)
  if (digits.some((one) => one === null)) return 'DOUBLE'
  const scale = Math.max(...digits.map((one) => one!.scale))
  const whole = Math.max(...digits.map((one) => one!.whole))
  return safeType(decimalType({ whole: Math.min(whole, 38 - scale), scale })) ?? 'DOUBLE'
}
