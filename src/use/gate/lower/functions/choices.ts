import type { RowFunction } from '../../plan/row.ts'
import { familyOf } from '../types.ts'
import { unify } from '../unify.ts'
import { type Call, linear, type Lowering, plain } from './model.ts'
import { mustBe } from './typed.ts'
import type { Value } from '../value.ts'

/** All arguments in one type. */
function unified(
  call: Call,
  fewest: number,
  most: number,
): { values: Value[]; type: string; args: Value['expr'][] } {
  if (call.args.length < fewest || call.args.length > most) return call.misused()
  const values = call.args.map((arg) => call.row(arg))
  const { type, exprs } = unify(values, call.scope.ctx.refuse)
  return { values, type, args: exprs }
}

/** coalesce(measure, constant) stays linear: missing values count as the constant. */
function coalesce(call: Call): Value {
  const { values, type, args } = unified(call, 1, 16)
  const nullable = values.every((value) => value.nullable)
  return linear(call, 'coalesce', values, { type, args, nullable })
}

function nullif(call: Call): Value {
  const { values, type, args } = unified(call, 2, 2)
  return plain(call, 'nullif', values, { type, args, nullable: true })
}

const extreme =
  (fn: RowFunction): Lowering =>
  (call) => {
    const { values, type, args } = unified(call, 2, 16)
    return plain(call, fn, values, { type, args })
  }

const known = { zh: '数值、文本、日期', en: 'numbers, text and dates' }

/** A conversion that cannot fail: what does not convert is missing. */
const conversion =
  (fn: RowFunction, type: string): Lowering =>
  (call) => {
    if (call.args.length !== 1) return call.misused()
    const value = mustBe(call, call.row(call.args[0]!), (family) => family !== 'other', known)
    const from = familyOf(value.type)
    // A number as a DOUBLE, and a whole number as a whole number, keep a measure linear.
    const same = fn === 'to_double' ? from !== 'text' && from !== 'boolean' : from === 'integer'
    const make = same && fn !== 'to_text' && fn !== 'to_date' ? linear : plain
    return make(call, fn, [value], { type, nullable: value.nullable || !(same || fn === 'to_text') })
  }

export const CHOICE_FUNCTIONS: readonly (readonly [name: string, Lowering])[] = [
  ['coalesce', coalesce],
  ['ifnull', coalesce],
  ['nullif', nullif],
  ['least', extreme('least')],
  ['greatest', extreme('greatest')],
  ['to_text', conversion('to_text', 'VARCHAR')],
  ['to_integer', conversion('to_integer', 'BIGINT')],
  ['to_double', conversion('to_double', 'DOUBLE')],
  ['to_date', conversion('to_date', 'DATE')],
]
