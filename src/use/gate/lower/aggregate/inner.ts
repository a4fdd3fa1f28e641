import type { ColumnLevel } from '../../../run/index.ts'
import type { Expr, InnerStatistic } from '../../plan/row.ts'
import { rawLiteral } from '../constant.ts'
import { formOf } from '../form/form.ts'
import type { Term } from '../form/model.ts'
import { typeOfSum } from '../../after/types.ts'
import { countRows, guarded } from '../form/sum.ts'
import type { Node } from '../node.ts'
import { lowerRow } from '../row.ts'
import type { Both } from '../refuse.ts'
import type { RowScope } from '../scope.ts'
import { familyOf } from '../types.ts'
import { labelOf, useValue, type Value } from '../value.ts'
import {
  type AggregateCall,
  countable,
  distinctName,
  misused,
  mustBeNumber,
  nonlinear,
  readCall,
  summingOf,
} from './argument.ts'

/** Adds a statistic of each person; `name` is what its sum is named after. */
export type AddInner = (
  cell: InnerStatistic,
  name: string | null,
  type: string,
  nullable: boolean,
  counts?: boolean,
) => Expr

/**
 * A statistic within one person. Counts are of level group; sum, avg, min and max keep the level of what they are of:
 * they are still a value of one person. @throws GATE_*
 */
export function lowerInner(name: string, node: Node, scope: RowScope, add: AddInner): Value {
  const call = readCall(name, node, scope)
  if (name === 'count_star' || name === 'count') return innerCount(call, add)
  const known = ['sum', 'avg', 'mean', 'min', 'max'].includes(name)
  const [written, ...more] = call.args
  if (!known || call.distinct || !written || more.length > 0) return misused(call)
  const value = lowerRow(written, scope)
  if (['join', 'compare', 'identity', 'hidden'].includes(value.level))
    useValue(value, 'total', scope.ctx.refuse)
  return name === 'min' || name === 'max' ? extreme(call, name, value, add) : total(call, value, add)
}

const made = (
  call: AggregateCall,
  of: readonly Value[],
  level: ColumnLevel,
  expr: Expr,
  type: string,
): Value => ({
  expr,
  type,
  nullable: expr.kind === 'derived' ? expr.nullable : true,
  level,
  refs: of.flatMap(({ refs }) => refs),
  at: call.node,
})

function innerCount(call: AggregateCall, add: AddInner): Value {
  const { where, args, distinct, scope } = call
  const raw = args[0] && args.length === 1 ? rawLiteral(args[0]) : null
  if (!distinct && (args.length === 0 || (raw !== null && raw.type !== 'null')))
    return made(call, [], 'group', add(cellOf(countRows(where)), 'count', 'BIGINT', false, true), 'BIGINT')
  const value = countable(call)
  // How often arithmetic on a measure has a value would tell of its size: it is missing beyond the type.
  if (value.level === 'measure' && !distinct && !isSimple(value)) return misused(call)
  const fn = distinct ? 'count_distinct' : 'count'
  const name = distinct ? distinctName(value.expr, scope.ctx) : 'count'
  if (distinct && !name) return misused(call)
  const of = guarded(where, value.expr, value.type)
  return made(call, [value], 'group', add({ fn, of }, 'count', 'BIGINT', false, true), 'BIGINT')
}

const cellOf = ({ fn, of }: ReturnType<typeof countRows>): InnerStatistic =>
  fn === 'count' ? { fn, of } : { fn: 'count_rows', of: null }

/** A column, or a column behind CASE. */
function isSimple({ expr }: Pick<Value, 'expr'>): boolean {
  if (expr.kind === 'case')
    return [...expr.branches.map(({ then }) => then), ...(expr.otherwise ? [expr.otherwise] : [])].every(
      (one) => (one.kind === 'literal' ? true : isSimple({ expr: one })),
    )
  return expr.kind === 'column' || expr.kind === 'derived'
}

function extreme(call: AggregateCall, fn: 'min' | 'max', value: Value, add: AddInner): Value {
  if (familyOf(value.type) === 'other' || (value.level === 'measure' && !isSimple(value)))
    return misused(call)
  const name = distinctName(value.expr, call.scope.ctx)
  // The smallest of a group column is a code still, and no number to add up.
  const summed = value.level === 'measure'
  const of = guarded(call.where, value.expr, value.type)
  const expr = add({ fn, of }, summed ? name : null, value.type, true)
  return made(call, [value], value.level, expr, value.type)
}

/** sum and avg of one term: constants are taken out, so that the sum over persons has a name. */
function total(call: AggregateCall, value: Value, add: AddInner): Value {
  const { ctx } = call.scope
  mustBeNumber(call, value)
  const form = formOf(value.expr, summingOf(call.scope)) ?? nonlinear(value, ctx)
  const real = form.parts.filter(({ terms }) => terms.some(({ times }) => times !== 0))
  const [part, ...others] = real
  const [term, ...more] = part?.terms ?? []
  if (!part || !term || others.length > 0 || more.length > 0)
    return ctx.refuse({
      code: 'GATE_NOT_LINEAR',
      rule: 'statistic.person.linear',
      params: { column: labelOf(value) },
      at: value.at,
      ...value.refs[0],
      level: value.level,
      allowed: PERSON_LINEAR,
    })
  const zeros = real.length < form.parts.length
  if (zeros && call.name !== 'sum') return misused(call)
  const fn = call.name === 'sum' ? 'sum' : 'avg'
  const [atom, second] = term.atoms
  const when = [...call.where, ...part.when]
  if (!atom) {
    if (fn === 'avg') return misused(call)
    const { fn: counted, of } = cellOf(countRows(when))
    const count = add({ fn: counted, of }, 'count', 'BIGINT', false, true)
    return made(call, [value], value.level, scaled(count, term, 'BIGINT'), 'DOUBLE')
  }
  const product: Expr = second
    ? { kind: 'call', fn: 'multiply', args: [atom.expr, second.expr], type: 'DOUBLE', nullable: true }
    : atom.expr
  const names = [...new Set(term.atoms.map(({ name }) => name))].sort().join('*')
  const type = fn === 'avg' || second ? 'DOUBLE' : typeOfSum(atom.type)
  const of = guarded(when, product, second ? 'DOUBLE' : atom.type)
  const cell = add({ fn, of }, names, type, true)
  const expr = scaled(filled(cell, fn === 'sum' && zeros, type), term, type)
  return made(
    call,
    [value],
    value.level,
    expr,
    expr.kind === 'call' && expr.fn !== 'coalesce' ? 'DOUBLE' : type,
  )
}

/** ELSE 0: a person without any has 0, and is not missing. */
function filled(cell: Expr, zeros: boolean, type: string): Expr {
  if (!zeros) return cell
  return {
    kind: 'call',
    fn: 'coalesce',
    args: [cell, { kind: 'literal', type: 'integer', value: '0' }],
    type,
    nullable: false,
  }
}

const PERSON_LINEAR: Both = {
  zh: '每人的 sum、avg 中只写一列（可乘除常量，可带 CASE 或 FILTER）；多列请分别汇总后再相加',
  en: 'one column in a sum or avg per person (times constants, under CASE or FILTER); sum several one by one and add them',
}

function scaled(expr: Expr, { times, over }: Term, type: string): Expr {
  const number = (value: number): Expr => ({ kind: 'literal', type: 'double', value: String(value) })
  if (times === 1 && over === 1) return expr
  const as: Expr =
    type === 'DOUBLE' ? expr : { kind: 'call', fn: 'to_double', args: [expr], type: 'DOUBLE', nullable: true }
  const multiplied: Expr =
    times === 1
      ? as
      : { kind: 'call', fn: 'multiply', args: [as, number(times)], type: 'DOUBLE', nullable: true }
  return over === 1
    ? multiplied
    : { kind: 'call', fn: 'divide', args: [multiplied, number(over)], type: 'DOUBLE', nullable: true }
}
