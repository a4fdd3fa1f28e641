import { lowerGroupExpr, refuseExpression } from './group.ts'
import { familyOfExpr, isLiteral, literalFor } from './literal.ts'
import type { Comparison, Condition, GroupExpr } from './model.ts'
import { type Node, nodeOf, nodesOf, textOf, unknownField } from './node.ts'
import type { Both } from './refuse.ts'
import type { Scope } from './scope.ts'

/** Deeper nesting than any person writes; the tree is walked by recursion. */
const MAX_DEPTH = 100

const COMPARE: Record<string, Comparison> = {
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

const ALLOWED: Both = {
  zh: '条件可用：分组级列与常量的 =、<>、<、<=、>、>=、IN、BETWEEN、IS NULL、LIKE，以及 AND、OR、NOT',
  en: 'conditions allowed: =, <>, <, <=, >, >=, IN, BETWEEN, IS NULL and LIKE between a column of level group and constants, with AND, OR, NOT',
}

/** A WHERE condition. Three-valued logic stays as written: the printed form has the same shape. */
export function lowerCondition(node: Node, scope: Scope, depth = 0): Condition {
  if (depth > MAX_DEPTH) {
    scope.refuse({
      code: 'GATE_TOO_DEEP',
      rule: 'depth',
      params: { limit: MAX_DEPTH },
      at: node,
      allowed: {
        zh: `嵌套不超过 ${MAX_DEPTH} 层，可改用 IN`,
        en: `at most ${MAX_DEPTH} levels; use IN instead`,
      },
    })
  }
  const type = textOf(node.type)
  switch (textOf(node.class)) {
    case 'CONJUNCTION':
      strict(node, ['children'], scope)
      return {
        kind: type === 'CONJUNCTION_AND' ? 'and' : 'or',
        of: nodesOf(node.children).map((child) => lowerCondition(child, scope, depth + 1)),
      }
    case 'COMPARISON':
      return comparison(node, type, scope)
    case 'BETWEEN': {
      strict(node, ['input', 'lower', 'upper'], scope)
      const left = lowerGroupExpr(nodeOf(node.input), 'filter', scope)
      const low = literalFor(left, nodeOf(node.lower), scope)
      return { kind: 'between', left, low, high: literalFor(left, nodeOf(node.upper), scope) }
    }
    case 'OPERATOR':
      return operator(node, type, scope, depth)
    case 'FUNCTION':
      return like(node, scope)
    default:
      return refuseExpression(node, scope, ALLOWED)
  }
}

/** Closed world: a field that we do not know and that says something is refused. */
function strict(node: Node, fields: readonly string[], scope: Scope): void {
  const odd = unknownField(node, ['class', 'type', 'alias', 'query_location', ...fields])
  if (odd !== undefined) refuseExpression({ ...node, class: odd.toUpperCase() }, scope, ALLOWED)
}

function comparison(node: Node, type: string, scope: Scope): Condition {
  strict(node, ['left', 'right'], scope)
  const op = COMPARE[type]
  if (!op) return refuseExpression(node, scope, ALLOWED)
  const [left, right] = [nodeOf(node.left), nodeOf(node.right)]
  if (isLiteral(left) && !isLiteral(right)) return sided(right, left, FLIPPED[op], scope)
  return sided(left, right, op, scope)
}

function sided(a: Node, b: Node, op: Comparison, scope: Scope): Condition {
  const left = lowerGroupExpr(a, 'filter', scope)
  if (isLiteral(b) || b.class === 'CONSTANT')
    return { kind: 'compare', op, left, right: literalFor(left, b, scope) }
  const right = lowerGroupExpr(b, 'filter', scope)
  mustCompare(left, right, b, scope)
  return { kind: 'compare', op, left, right }
}

/** Two columns are compared only when the engine need convert neither: a failing conversion would quote a row. */
function mustCompare(left: GroupExpr, right: GroupExpr, at: Node, scope: Scope): void {
  const [one, two] = [familyOfExpr(left), familyOfExpr(right)]
  const same = one === two && one !== 'other' && (one !== 'decimal' || typeOf(left) === typeOf(right))
  if (same) return
  scope.refuse({
    code: 'GATE_TYPES_DIFFER',
    rule: 'types.differ',
    params: { left: nameOf(left), right: nameOf(right) },
    at,
    allowed: { zh: '只能比较同一类型的两列', en: 'compare two columns of the same type' },
  })
}

const columnOf = (expr: GroupExpr) => (expr.kind === 'column' ? expr : expr.of)
const typeOf = (expr: GroupExpr) => columnOf(expr).type
const nameOf = (expr: GroupExpr) => `${columnOf(expr).table}.${columnOf(expr).column}`

function operator(node: Node, type: string, scope: Scope, depth: number): Condition {
  strict(node, ['children'], scope)
  const [first = {}, ...rest] = nodesOf(node.children)
  if (type === 'OPERATOR_NOT') return { kind: 'not', of: lowerCondition(first, scope, depth + 1) }
  if (type === 'OPERATOR_IS_NULL' || type === 'OPERATOR_IS_NOT_NULL') {
    return {
      kind: 'null',
      negated: type === 'OPERATOR_IS_NOT_NULL',
      left: lowerGroupExpr(first, 'filter', scope),
    }
  }
  if (type === 'COMPARE_IN' || type === 'COMPARE_NOT_IN') {
    const left = lowerGroupExpr(first, 'filter', scope)
    const values = rest.map((value) => literalFor(left, value, scope))
    return { kind: 'in', negated: type === 'COMPARE_NOT_IN', left, values }
  }
  return refuseExpression(node, scope, ALLOWED)
}

function like(node: Node, scope: Scope): Condition {
  const name = textOf(node.function_name)
  if (name !== '~~' && name !== '!~~') {
    return scope.refuse({
      code: 'GATE_FUNCTION',
      rule: `function.${name.toLowerCase()}`,
      params: { name },
      at: node,
      allowed: ALLOWED,
    })
  }
  strict(node, ['function_name', 'children', 'is_operator'], scope)
  const [input = {}, pattern = {}] = nodesOf(node.children)
  const left = lowerGroupExpr(input, 'filter', scope)
  if (familyOfExpr(left) !== 'text') {
    scope.refuse({
      code: 'GATE_TYPE',
      rule: 'function.type.like',
      params: { name: 'LIKE', column: nameOf(left), type: typeOf(left) },
      at: input,
      table: columnOf(left).table,
      column: columnOf(left).column,
      allowed: { zh: 'LIKE 只用于文本列', en: 'LIKE is for text columns' },
    })
  }
  return { kind: 'like', negated: name === '!~~', left, pattern: literalFor(left, pattern, scope).value }
}
