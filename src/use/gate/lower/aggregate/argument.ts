import type { Condition, Expr } from '../../plan/row.ts'
import { lowerCondition } from '../condition.ts'
import { type Context, originOf } from '../context.ts'
import { formOf } from '../form/form.ts'
import type { Form, Summing } from '../form/model.ts'
import { LINEAR } from '../functions/index.ts'
import { type Node, neutral, nodeOf, nodesOf, unknownField } from '../node.ts'
import { lowerRow } from '../row.ts'
import type { RowScope } from '../scope.ts'
import { familyOf, isNumber } from '../types.ts'
import { labelOf, refuseUse, useValue, type Value } from '../value.ts'
import { refuseClause } from '../words.ts'
import { STATISTICS } from './names.ts'

/** A call of an aggregate, its arguments not yet looked at. */
export interface AggregateCall {
  readonly name: string
  readonly node: Node
  readonly args: readonly Node[]
  readonly distinct: boolean
  /** FILTER (WHERE …). */
  readonly where: readonly Condition[]
  readonly scope: RowScope
}

const FIELDS = [
  'class',
  'type',
  'alias',
  'query_location',
  'function_name',
  'schema',
  'catalog',
  'children',
  'distinct',
  'is_operator',
]

/** Reads a call. @throws GATE_CLAUSE for what may not stand in an aggregate, such as ORDER BY */
export function readCall(name: string, node: Node, scope: RowScope): AggregateCall {
  const { refuse } = scope.ctx
  const odd = unknownField(node, [...FIELDS, 'filter'])
  if (odd) {
    const clause = odd === 'order_bys' ? 'ORDER BY' : odd.toUpperCase()
    refuseClause(`${name} (… ${clause})`, refuse, { at: node, allowed: STATISTICS })
  }
  const where = neutral(node.filter) ? [] : [lowerCondition(nodeOf(node.filter), scope)]
  const args = nodesOf(node.children)
  return { name, node, args, distinct: node.distinct === true, where, scope }
}

export function misused({ name, node, distinct, scope }: AggregateCall): never {
  return scope.ctx.refuse({
    code: 'GATE_FUNCTION_FORM',
    rule: `function.form.${name}`,
    params: { name: distinct ? `${name}(distinct …)` : name },
    at: node,
    allowed: STATISTICS,
  })
}

/**
 * A number that may be summed, taken apart. A column of level group may not: sums of a code with few values would give
 * the counts of each, however small. @throws GATE_COLUMN_LEVEL, GATE_TYPE, GATE_NOT_LINEAR
 */
export function summable(call: AggregateCall, node: Node | undefined, take = formOf): Form {
  if (!node || node.class === 'STAR') return misused(call)
  const { scope } = call
  const value = lowerRow(node, scope)
  if (['join', 'compare', 'identity', 'hidden'].includes(value.level))
    useValue(value, 'total', scope.ctx.refuse)
  mustBeNumber(call, value)
  return filtered(take(value.expr, summingOf(scope)) ?? nonlinear(value, scope.ctx), call.where)
}

/** @throws GATE_TYPE */
export function mustBeNumber({ name, scope }: AggregateCall, value: Value): void {
  if (isNumber(familyOf(value.type))) return
  if (value.refs.length > 0) useValue(value, 'total', scope.ctx.refuse)
  const column = value.refs[0]?.column ?? labelOf(value)
  scope.ctx.refuse({
    code: 'GATE_TYPE',
    rule: `function.type.${name}`,
    params: { name, column: labelOf(value), type: value.type },
    at: value.at,
    ...value.refs[0],
    level: value.level,
    allowed: { zh: `可用 count(${column})`, en: `use count(${column})` },
  })
}

export const summingOf = ({ ctx, persons }: RowScope): Summing => ({
  terms: ctx.terms,
  origins: ctx.origins,
  persons,
})

/** Non-linear in a measure, or of columns that may not be summed. */
export function nonlinear(value: Value, ctx: Context): never {
  if (value.level !== 'measure') refuseUse(value, 'total', ctx.refuse)
  return ctx.refuse({
    code: 'GATE_NOT_LINEAR',
    rule: 'statistic.linear',
    params: { column: labelOf(value) },
    at: value.at,
    ...value.refs[0],
    level: value.level,
    allowed: LINEAR,
  })
}

export const filtered = (form: Form, where: readonly Condition[]): Form =>
  where.length === 0
    ? form
    : { parts: form.parts.map((part) => ({ ...part, when: [...where, ...part.when] })), total: false }

/** What may be counted. @throws GATE_COLUMN_LEVEL */
export function countable(call: AggregateCall): Value {
  const [node, ...more] = call.args
  if (!node || more.length > 0 || node.class === 'STAR') return misused(call)
  return useValue(lowerRow(node, call.scope), call.distinct ? 'distinct' : 'count', call.scope.ctx.refuse)
}

/** Functions with so few arguments that their results can be told apart by name. */
const NAMED = ['year', 'quarter', 'month', 'week', 'day', 'dayofweek', 'hour', 'date_trunc', 'left']

/**
 * What the distinct values of an expression are named after; null where it has no name: constants would make more
 * names for one statistic than history could hold together.
 */
export function distinctName(expr: Expr, ctx: Context): string | null {
  if (expr.kind === 'column' || expr.kind === 'derived') return originOf(ctx, expr)?.key ?? null
  if (expr.kind === 'case' && expr.branches.length === 1 && expr.otherwise === null)
    return distinctName(expr.branches[0]!.then, ctx)
  if (expr.kind !== 'call' || !NAMED.includes(expr.fn)) return null
  const parts = expr.args.map((arg) => (arg.kind === 'literal' ? arg.value : distinctName(arg, ctx)))
  const nested = expr.args.some((arg) => arg.kind === 'call' || arg.kind === 'case')
  return nested || parts.includes(null) ? null : `${expr.fn}(${parts.join(',')})`
}
