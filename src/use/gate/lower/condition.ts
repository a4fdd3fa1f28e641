import type { Comparison, Condition, Expr, Literal } from '../plan/row.ts'
import { isCoarse } from './coarse.ts'
import { rawLiteral } from './constant.ts'
import { mustBeShallow } from './context.ts'
import { literalFor } from './literal.ts'
import { type Node, nodeOf, nodesOf, textOf } from './node.ts'
import type { Both } from './refuse.ts'
import { lowerRow } from './row.ts'
import type { RowScope } from './scope.ts'
import { familyOf } from './types.ts'
import { unify } from './unify.ts'
import { labelOf, namedBy, useValue, type Value } from './value.ts'
import { refuseExpression, strict } from './words.ts'

const COMPARE: Readonly<Record<string, Comparison>> = {
  COMPARE_EQUAL: '=',
  COMPARE_NOTEQUAL: '<>',
  COMPARE_LESSTHAN: '<',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHAN: '>',
  COMPARE_GREATERTHANOREQUALTO: '>=',
}
const FLIPPED: Record<Comparison, Comparison> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

const CONDITIONS: Both = {
  zh: '条件可用：分组级列（及其函数）与常量或彼此之间的 =、<>、<、<=、>、>=，IN（常量）、BETWEEN、IS NULL、LIKE，以及 AND、OR、NOT',
  en: 'conditions allowed: =, <>, <, <=, >, >= between columns of level group (and functions of them) and constants or each other, IN (constants), BETWEEN, IS NULL, LIKE, with AND, OR, NOT',
}

/**
 * A condition on rows. Three-valued logic stays as written: the printed form has the same shape. `seen` collects what
 * it looks at, for the level of a CASE.
 */
export function lowerCondition(node: Node, scope: RowScope, depth = 0, seen: Value[] = []): Condition {
  const { refuse } = scope.ctx
  mustBeShallow(scope.ctx, depth, node)
  const inner = (child: Node) => lowerCondition(child, scope, depth + 1, seen)
  const type = textOf(node.type)
  switch (textOf(node.class)) {
    case 'CONJUNCTION':
      strict(node, ['children'], refuse)
      return { kind: type === 'CONJUNCTION_AND' ? 'and' : 'or', of: nodesOf(node.children).map(inner) }
    case 'COMPARISON':
      return comparison(node, type, scope, depth, seen)
    case 'BETWEEN':
      return between(node, scope, depth, seen)
    case 'OPERATOR':
      if (type === 'OPERATOR_NOT') {
        strict(node, ['children'], refuse)
        return { kind: 'not', of: inner(nodesOf(node.children)[0] ?? {}) }
      }
      return operator(node, type, scope, depth, seen)
    case 'FUNCTION':
      if (node.function_name === '~~' || node.function_name === '!~~') return like(node, scope, depth, seen)
  }
  return truth(node, scope, depth, seen)
}

function looked(node: Node, scope: RowScope, depth: number, seen: Value[]): Value {
  const value = useValue(lowerRow(node, scope, depth + 1), 'filter', scope.ctx.refuse)
  seen.push(value)
  return value
}

/** A truth value by itself: `WHERE local`. */
function truth(node: Node, scope: RowScope, depth: number, seen: Value[]): Condition {
  const own = scope.own?.(node)
  if (
    !own &&
    !['COLUMN_REF', 'CONSTANT', 'CAST', 'CASE', 'FUNCTION', 'OPERATOR'].includes(textOf(node.class))
  )
    return refuseExpression(node, scope.ctx.refuse, CONDITIONS)
  const left = looked(node, scope, depth, seen)
  if (familyOf(left.type) !== 'boolean') return refuseExpression(node, scope.ctx.refuse, CONDITIONS)
  return {
    kind: 'compare',
    op: '=',
    left: left.expr,
    right: { kind: 'literal', type: 'boolean', value: 'true' },
  }
}

function comparison(node: Node, type: string, scope: RowScope, depth: number, seen: Value[]): Condition {
  const { refuse } = scope.ctx
  strict(node, ['left', 'right'], refuse)
  const written = COMPARE[type]
  if (!written) return refuseExpression(node, refuse, CONDITIONS)
  const [a, b] = [nodeOf(node.left), nodeOf(node.right)]
  const flip = rawLiteral(a) !== null && rawLiteral(b) === null
  const [first, second, op] = flip ? [b, a, FLIPPED[written]] : [a, b, written]
  const left = lowerRow(first, scope, depth + 1)
  const coarse = left.level === 'compare' && op !== '=' && op !== '<>' && rawLiteral(second) !== null
  if (coarse) {
    seen.push(left)
    return { kind: 'compare', op, left: left.expr, right: coarseLiteral(left, second, scope) }
  }
  seen.push(useValue(left, 'filter', refuse))
  const right = looked(second, scope, depth, seen)
  const { exprs } = met([left, right], scope)
  return { kind: 'compare', op, left: exprs[0]!, right: exprs[1]! }
}

/** NULL is no value to compare with: `x = NULL` is never true, and no person means it. */
function met(values: readonly Value[], scope: RowScope): { exprs: Expr[] } {
  const missing = values.find(({ raw }) => raw?.type === 'null')
  const other = values.find(({ raw }) => !raw)
  if (missing)
    literalFor(other?.type ?? 'VARCHAR', missing.at, {
      refuse: scope.ctx.refuse,
      named: other ? namedBy(other) : { label: 'NULL' },
    })
  return unify(values, scope.ctx.refuse)
}

/** @throws GATE_COARSE when the constant is finer than the grid */
function coarseLiteral(left: Value, node: Node, scope: RowScope): Literal {
  const { refuse } = scope.ctx
  const literal = literalFor(left.type, node, { refuse, named: namedBy(left) })
  if (isCoarse(literal)) return literal
  return refuse({
    code: 'GATE_COARSE',
    rule: 'level.compare.coarse',
    params: { column: labelOf(left) },
    at: node,
    ...left.refs[0],
    level: 'compare',
    allowed: {
      zh: '数值至多两位有效数字且末位为 0 或 5（如 1500、250），日期取每月 1 日',
      en: 'numbers of at most two significant digits, the second 0 or 5 (such as 1500 or 250), and the first day of a month',
    },
  })
}

function between(node: Node, scope: RowScope, depth: number, seen: Value[]): Condition {
  strict(node, ['input', 'lower', 'upper'], scope.ctx.refuse)
  const left = lowerRow(nodeOf(node.input), scope, depth + 1)
  const [low, high] = [nodeOf(node.lower), nodeOf(node.upper)]
  if (left.level === 'compare' && rawLiteral(low) && rawLiteral(high)) {
    seen.push(left)
    const end = (bound: Node) => coarseLiteral(left, bound, scope)
    return { kind: 'between', left: left.expr, low: end(low), high: end(high) }
  }
  seen.push(useValue(left, 'filter', scope.ctx.refuse))
  const bounds = [low, high].map((bound) => looked(bound, scope, depth, seen))
  const [input, ...ends] = met([left, ...bounds], scope).exprs
  return { kind: 'between', left: input!, low: ends[0]!, high: ends[1]! }
}

function operator(node: Node, type: string, scope: RowScope, depth: number, seen: Value[]): Condition {
  const { refuse } = scope.ctx
  const [first = {}, ...rest] = nodesOf(node.children)
  if (type === 'OPERATOR_IS_NULL' || type === 'OPERATOR_IS_NOT_NULL') {
    strict(node, ['children'], refuse)
    const left = looked(first, scope, depth, seen).expr
    return { kind: 'null', negated: type === 'OPERATOR_IS_NOT_NULL', left }
  }
  if (type === 'COMPARE_IN' || type === 'COMPARE_NOT_IN') {
    strict(node, ['children'], refuse)
    const left = looked(first, scope, depth, seen)
    const named = namedBy(left)
    const values = rest.map((value) => literalFor(left.type, value, { refuse, named }))
    return { kind: 'in', negated: type === 'COMPARE_NOT_IN', left: left.expr, values }
  }
  if (type === 'OPERATOR_COALESCE') return truth(node, scope, depth, seen)
  return refuseExpression(node, refuse, CONDITIONS)
}

function like(node: Node, scope: RowScope, depth: number, seen: Value[]): Condition {
  const { refuse } = scope.ctx
  strict(node, ['function_name', 'children', 'is_operator'], refuse)
  const [input = {}, pattern = {}] = nodesOf(node.children)
  const left = looked(input, scope, depth, seen)
  if (familyOf(left.type) !== 'text') {
    refuse({
      code: 'GATE_TYPE',
      rule: 'function.type.like',
      params: { name: 'LIKE', column: labelOf(left), type: left.type },
      at: input,
      ...left.refs[0],
      allowed: { zh: 'LIKE 只用于文本列', en: 'LIKE is for text columns' },
    })
  }
  const { value } = literalFor('VARCHAR', pattern, { refuse, named: namedBy(left) })
  return { kind: 'like', negated: node.function_name === '!~~', left: left.expr, pattern: value }
}
