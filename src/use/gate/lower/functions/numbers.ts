import type { Expr, RowFunction } from '../../plan/row.ts'
import { wholeOf } from '../node.ts'
import { familyOf, isNumber, productType } from '../types.ts'
import type { Value } from '../value.ts'
import { type Call, linear, type Lowering, plain, textExpr, wholeExpr } from './model.ts'
import { mustBe } from './typed.ts'

const number = (call: Call, index: number) => mustBe(call, call.row(call.args[index]!), isNumber, NUMBERS)
const NUMBERS = { zh: '数值', en: 'a number' }

function both(call: Call): [Value, Value] {
  if (call.args.length !== 2) return call.misused()
  return [number(call, 0), number(call, 1)]
}

const integers = (values: readonly Value[]) => values.every(({ type }) => familyOf(type) === 'integer')

/** Whole numbers that leave the type, and decimals, are never an error: they are missing, or a DOUBLE. */
const sumType = (values: readonly Value[]) => (integers(values) ? 'BIGINT' : 'DOUBLE')

/** Days between two dates: DATE − DATE. */
function difference(call: Call): Value {
  if (call.args.length === 1) return negate(call)
  const [left, right] = [call.row(call.args[0]!), call.args[1] ? call.row(call.args[1]) : call.misused()]
  if (familyOf(left.type) === 'date' && familyOf(right.type) === 'date')
    return plain(call, 'date_diff', [left, right], {
      type: 'BIGINT',
      args: [textExpr('day'), right.expr, left.expr],
    })
  return linear(call, 'subtract', both(call), { type: sumType([left, right]), nullable: true })
}

function negate(call: Call): Value {
  const value = number(call, 0)
  return linear(call, 'negate', [value], { type: sumType([value]), nullable: true })
}

/** A constant divisor other than 0 keeps a measure linear; any other quotient is for group columns. */
function quotient(call: Call): Value {
  const [left, right] = both(call)
  const constant = right.raw && Number(right.raw.value) !== 0
  const make = constant ? linear : plain
  return make(call, 'divide', [left, right], { type: 'DOUBLE', nullable: true })
}

const rounding =
  (fn: RowFunction): Lowering =>
  (call) => {
    const value = number(call, 0)
    const places = call.args[1] ? wholeOf(call.args[1]) : undefined
    const ok = call.args.length === 1 || (fn === 'round' && call.args.length === 2 && places !== undefined)
    if (!ok || Math.abs(places ?? 0) > 18) return call.misused()
    const args: Expr[] = places === undefined ? [value.expr] : [value.expr, wholeExpr(places)]
    return plain(call, fn, [value], { type: integers([value]) ? 'BIGINT' : 'DOUBLE', nullable: true, args })
  }

export const NUMBER_FUNCTIONS: readonly (readonly [name: string, Lowering])[] = [
  ['+', (call) => (call.args.length === 1 ? number(call, 0) : addition(call))],
  ['-', difference],
  [
    '*',
    (call) => {
      const values = both(call)
      return linear(call, 'multiply', values, {
        type: productType(values.map((value) => value.type)),
        nullable: true,
      })
    },
  ],
  ['/', quotient],
  [
    '%',
    (call) => {
      const values = both(call)
      return plain(call, 'modulo', values, { type: sumType(values), nullable: true })
    },
  ],
  ['abs', rounding('abs')],
  ['round', rounding('round')],
  ['floor', rounding('floor')],
  ['ceil', rounding('ceil')],
  ['ceiling', rounding('ceil')],
]

function addition(call: Call): Value {
  const values = both(call)
  return linear(call, 'add', values, { type: sumType(values), nullable: true })
}
