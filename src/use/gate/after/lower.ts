import type { AfterExpr, AfterFunction } from '../plan/index.ts'
import { type Node, neutral, nodeOf, nodesOf, textOf } from '../lower/node.ts'
import { refuseExpression, strict } from '../lower/words.ts'
import { lowerFunction } from './calls.ts'
import { constantOf, lowerConstant } from './constants.ts'
import { type Part, typed, unified } from './meet.ts'
import { ALLOWED, type AfterScope, branch, labelOf, type Lowered, roleOf } from './scope.ts'
import { isNumberType, typeOfBranches } from './types.ts'
import { lowerWindow } from './windows.ts'

export type { AfterScope, Lowered, Role } from './scope.ts'

/** Deeper nesting than any person writes; the tree is walked by recursion. */
const MAX_DEPTH = 100
/** Parts of one expression. Aliases and BETWEEN repeat what they stand for: nested, they double. */
const MAX_PARTS = 5_000

/**
 * An expression over released values. Everything that is not known is refused by name.
 * @throws XinyuError GATE_FUNCTION, GATE_FUNCTION_FORM, GATE_TYPE, GATE_TYPES_DIFFER, GATE_LITERAL, GATE_EXPRESSION,
 * GATE_CLAUSE, GATE_UNGROUPED, GATE_TOO_DEEP
 */
export function lowerAfter(node: Node, scope: AfterScope): Lowered {
  const lowered = down(node, scope, 0)
  if (partsOf(lowered.expr, MAX_PARTS) <= 0) tooDeep(node, scope, MAX_PARTS)
  return lowered
}

/** What is left of `room` after counting the parts; never looks at more than `room` of them. */
function partsOf(expr: AfterExpr, room: number): number {
  let left = room - 1
  const inner =
    expr.kind === 'call'
      ? expr.args
      : expr.kind === 'case'
        ? [...expr.branches.flatMap(({ when, then }) => [when, then]), expr.otherwise]
        : []
  for (const one of inner) {
    if (left <= 0) return 0
    left = partsOf(one, left)
  }
  return left
}

function tooDeep(node: Node, { refuse }: AfterScope, limit: number): never {
  return refuse({
    code: 'GATE_TOO_DEEP',
    rule: 'depth.after',
    params: { limit },
    at: node,
    allowed: {
      zh: `表达式最多 ${limit} 层，可改用 IN 或拆成几列`,
      en: `at most ${limit} parts; use IN or several columns`,
    },
  })
}

/** One node at a known depth: for the parts of an expression. */
export function down(node: Node, scope: AfterScope, depth: number): Lowered {
  if (depth > MAX_DEPTH) tooDeep(node, scope, MAX_DEPTH)
  const leaf = scope.leaf(node)
  if (leaf) return leaf
  const raw = constantOf(node)
  if (raw) return lowerConstant(raw, node, scope.refuse)
  const part = (inner: Node): Part => ({ node: inner, lowered: down(inner, scope, depth + 1) })
  switch (textOf(node.class)) {
    case 'FUNCTION':
      return lowerFunction(node, part, scope)
    case 'OPERATOR':
      return operator(node, part, scope)
    case 'CONJUNCTION':
      strict(node, ['children'], scope.refuse)
      return typed(
        node.type === 'CONJUNCTION_AND' ? 'and' : 'or',
        nodesOf(node.children).map(part),
        node,
        scope,
      )
    case 'COMPARISON':
      return comparison(node, part, scope)
    case 'BETWEEN':
      return between(node, part, scope)
    case 'CASE':
      return lowerCase(node, part, scope)
    case 'CAST':
      return lowerCast(node, part, scope)
    case 'WINDOW':
      return lowerWindow(node, scope, (inner) => down(inner, { ...scope, windows: null }, depth + 1))
    case 'COLUMN_REF':
      return ungrouped(node, scope)
    default:
      return refuseExpression(node, scope.refuse, ALLOWED)
  }
}

type ToPart = (node: Node) => Part

function ungrouped(node: Node, { refuse }: AfterScope): never {
  const column = labelOf(node)
  return refuse({
    code: 'GATE_UNGROUPED',
    rule: 'select.ungrouped',
    params: { column },
    at: node,
    column,
    allowed: {
      zh: `把 ${column} 写进 GROUP BY，或对它统计`,
      en: `put ${column} into GROUP BY, or aggregate it`,
    },
  })
}

const call = (fn: AfterFunction, args: AfterExpr[]): AfterExpr => ({ kind: 'call', fn, args })

const OPERATORS: Readonly<Record<string, AfterFunction>> = {
  OPERATOR_NOT: 'not',
  OPERATOR_IS_NULL: 'is_null',
  OPERATOR_IS_NOT_NULL: 'is_not_null',
  OPERATOR_COALESCE: 'coalesce',
  COMPARE_IN: 'in',
  COMPARE_NOT_IN: 'in',
}

function operator(node: Node, part: ToPart, scope: AfterScope): Lowered {
  const fn = OPERATORS[textOf(node.type)]
  if (!fn) return refuseExpression(node, scope.refuse, ALLOWED)
  strict(node, ['children'], scope.refuse)
  const parts = nodesOf(node.children).map(part)
  const lowered =
    fn === 'in' || fn === 'coalesce' ? unified(fn, parts, node, scope) : typed(fn, parts, node, scope)
  return node.type === 'COMPARE_NOT_IN' ? { ...lowered, expr: call('not', [lowered.expr]) } : lowered
}

const COMPARE: Readonly<Record<string, AfterFunction>> = {
  COMPARE_EQUAL: 'eq',
  COMPARE_NOTEQUAL: 'ne',
  COMPARE_LESSTHAN: 'lt',
  COMPARE_LESSTHANOREQUALTO: 'le',
  COMPARE_GREATERTHAN: 'gt',
  COMPARE_GREATERTHANOREQUALTO: 'ge',
  COMPARE_NOT_DISTINCT_FROM: 'eq',
  COMPARE_DISTINCT_FROM: 'eq',
}

function comparison(node: Node, part: ToPart, scope: AfterScope): Lowered {
  strict(node, ['left', 'right'], scope.refuse)
  const type = textOf(node.type)
  const fn = COMPARE[type]
  if (!fn) return refuseExpression(node, scope.refuse, ALLOWED)
  const lowered = unified(fn, [part(nodeOf(node.left)), part(nodeOf(node.right))], node, scope)
  if (!type.endsWith('DISTINCT_FROM') || lowered.expr.kind !== 'call') return lowered
  // Equality is unknown exactly where a side is missing: then both sides must be.
  const missing = call(
    'and',
    lowered.expr.args.map((arg) => call('is_null', [arg])),
  )
  const same = call('coalesce', [lowered.expr, missing])
  return { ...lowered, expr: type === 'COMPARE_DISTINCT_FROM' ? call('not', [same]) : same }
}

function between(node: Node, part: ToPart, scope: AfterScope): Lowered {
  strict(node, ['input', 'lower', 'upper'], scope.refuse)
  const input = part(nodeOf(node.input))
  const low = unified('ge', [input, part(nodeOf(node.lower))], node, scope)
  const high = unified('le', [input, part(nodeOf(node.upper))], node, scope)
  return { expr: call('and', [low.expr, high.expr]), type: 'BOOLEAN', role: roleOf([low, high]) }
}

function lowerCase(node: Node, part: ToPart, scope: AfterScope): Lowered {
  strict(node, ['case_checks', 'else_expr'], scope.refuse)
  const checks = nodesOf(node.case_checks)
  const whens = checks.map((check) =>
    typed('and', [part(nodeOf(check.when_expr))], nodeOf(check.when_expr), scope),
  )
  const nothing: Node = { class: 'CONSTANT', value: { type: { id: 'NULL' }, is_null: true } }
  const otherwise = neutral(node.else_expr) ? nothing : nodeOf(node.else_expr)
  const thens = [...checks.map((check) => nodeOf(check.then_expr)), otherwise].map(part)
  const parts = unified('coalesce', thens, node, scope)
  const exprs = parts.expr.kind === 'call' ? parts.expr.args : []
  const branches = whens.map(({ expr }, i) => branch(onlyOf(expr), exprs[i]!))
  const types = exprs.map((expr, i) => ({ expr, type: parts.types[i]! }))
  return {
    expr: { kind: 'case', branches, otherwise: exprs.at(-1)! },
    type: typeOfBranches(types) ?? parts.type,
    role: roleOf([...whens, parts]),
  }
}

/** A condition was checked as the one part of an AND. */
const onlyOf = (expr: AfterExpr): AfterExpr => (expr.kind === 'call' ? expr.args[0]! : expr)

const CASTS: Readonly<Record<string, AfterFunction>> = {
  VARCHAR: 'to_text',
  TINYINT: 'to_integer',
  SMALLINT: 'to_integer',
  INTEGER: 'to_integer',
  BIGINT: 'to_integer',
  HUGEINT: 'to_integer',
  FLOAT: 'to_double',
  DOUBLE: 'to_double',
}

/** CAST and TRY_CAST are one here: what does not convert is missing. */
function lowerCast(node: Node, part: ToPart, scope: AfterScope): Lowered {
  strict(node, ['child', 'cast_type', 'try_cast'], scope.refuse)
  const to = textOf(nodeOf(node.cast_type).id)
  const inner = part(nodeOf(node.child))
  // `a IS TRUE` is written as a cast of what is a boolean already.
  if (to === 'BOOLEAN' && inner.lowered.type === 'BOOLEAN') return inner.lowered
  const fn = CASTS[to]
  if (fn) return typed(fn, [inner], node, scope)
  const { scale } = nodeOf(nodeOf(node.cast_type).type_info)
  if (to === 'DECIMAL' && typeof scale === 'number') return toScale(inner, scale, node, scope)
  return refuseExpression(node, scope.refuse, {
    zh: '可用：cast(… as varchar)、cast(… as bigint)、cast(… as double)、cast(… as decimal(p, s))',
    en: 'allowed: cast(… as varchar), cast(… as bigint), cast(… as double), cast(… as decimal(p, s))',
  })
}

/** CAST to DECIMAL(p, s): the number with s digits behind the point, of the type that it has. */
function toScale(inner: Part, scale: number, node: Node, scope: AfterScope): Lowered {
  const number = isNumberType(inner.lowered.type) ? inner.lowered : typed('to_double', [inner], node, scope)
  const digits: AfterExpr = { kind: 'literal', type: 'integer', value: String(scale) }
  const places: Part = { node, lowered: { expr: digits, type: 'INTEGER', role: 'key' } }
  return typed('round', [{ node: inner.node, lowered: number }, places], node, scope)
}
