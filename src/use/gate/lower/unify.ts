import type { Expr } from '../plan/row.ts'
import { literalFor } from './literal.ts'
import type { Both, Refuse } from './refuse.ts'
import { familyOf, isNumber } from './types.ts'
import { labelOf, namedBy, type Value } from './value.ts'

/** Of NULL and of numbers beyond all types. */
export const UNTYPED = 'NULL'
const SAME: Both = { zh: '请使用同一类型的表达式', en: 'use expressions of one type' }

/**
 * Values that meet (compared, or branches of one expression) in one type, so that the engine converts none of them in
 * a way that could fail: constants take the type of the others, numbers of different types become DOUBLE.
 * @throws GATE_TYPES_DIFFER, GATE_LITERAL
 */
export function unify(values: readonly Value[], refuse: Refuse): { type: string; exprs: Expr[] } {
  const open = values.filter(({ raw }) => !raw)
  const typed = open.length > 0 ? open : values.filter(({ type }) => type !== UNTYPED)
  const [first = values[0]!] = typed
  const type = typed.reduce((known, value) => meet(known, first, value, refuse), first.type)
  const exprs = values.map((value): Expr => {
    if (value.raw)
      return literalFor(type, value.at, {
        refuse,
        named: open[0] ? namedBy(open[0]) : { label: labelOf(first) },
      })
    if (type !== 'DOUBLE' || familyOf(value.type) === 'double') return value.expr
    return { kind: 'call', fn: 'to_double', args: [value.expr], type: 'DOUBLE', nullable: value.nullable }
  })
  return { type, exprs }
}

function meet(type: string, first: Value, value: Value, refuse: Refuse): string {
  const [one, two] = [familyOf(type), familyOf(value.type)]
  if (type === value.type && one !== 'other') return type
  if (one === 'integer' && two === 'integer')
    return [type, value.type].includes('HUGEINT') ? 'HUGEINT' : 'BIGINT'
  if (isNumber(one) && isNumber(two)) return 'DOUBLE'
  if (one === 'timestamp' && two === 'timestamp') return 'TIMESTAMP'
  return refuse({
    code: 'GATE_TYPES_DIFFER',
    rule: 'types.differ',
    params: { left: labelOf(first), right: labelOf(value) },
    at: value.at,
    allowed: SAME,
  })
}
