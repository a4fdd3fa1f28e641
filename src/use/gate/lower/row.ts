import type { Expr } from '../plan/row.ts'
import { branchOf } from './branch.ts'
import { type Raw, rawLiteral } from './constant.ts'
import { lowerCondition } from './condition.ts'
import { LIMITS, mustBeShallow, sizeOf, tooLarge } from './context.ts'
import { lowerCall } from './functions/index.ts'
import { naturalLiteral } from './literal.ts'
import { type Node, neutral, nodeOf, nodesOf, textOf } from './node.ts'
import { resolveColumn, type RowScope, type SourceColumn } from './scope.ts'
import { familyOf } from './types.ts'
import { unify, UNTYPED } from './unify.ts'
import { levelOver, refsOf, useValue, type Value } from './value.ts'
import { refuseExpression, strict } from './words.ts'

/** An expression over one row, typed and with its level. Everything that is not known is refused by name. */
export function lowerRow(node: Node, scope: RowScope, depth = 0): Value {
  mustBeShallow(scope.ctx, depth, node)
  const own = scope.own?.(node)
  if (own) return own
  const raw = rawLiteral(node)
  if (raw) return constant(raw, node)
  if (isTruth(node)) return truthValue(node, scope, depth)
  switch (textOf(node.class)) {
    case 'COLUMN_REF':
      return resolveColumn(node, scope)
    case 'CASE':
      return lowerCase(node, scope, depth)
    case 'CAST':
      return lowerCast(node, scope, depth)
    case 'FUNCTION':
      return lowerCall(textOf(node.function_name).toLowerCase(), nodesOf(node.children), node, scope, depth)
    case 'OPERATOR':
      if (node.type === 'OPERATOR_COALESCE')
        return lowerCall('coalesce', nodesOf(node.children), node, scope, depth)
  }
  return refuseExpression(node, scope.ctx.refuse)
}

/** What is NULL, or no number that we know, has no type: it must meet something that has. */
function constant(raw: Raw, node: Node): Value {
  const natural = naturalLiteral(raw)
  return {
    expr: natural?.literal ?? { kind: 'literal', type: 'text', value: '' },
    type: natural?.type ?? UNTYPED,
    nullable: !natural,
    level: 'open',
    refs: [],
    at: node,
    raw,
  }
}

/** Is it a condition by its form? */
export const isTruth = ({ class: kind, type, function_name: name }: Node): boolean =>
  kind === 'COMPARISON' ||
  kind === 'CONJUNCTION' ||
  kind === 'BETWEEN' ||
  (kind === 'OPERATOR' && TRUTHS.includes(textOf(type))) ||
  (kind === 'FUNCTION' && (name === '~~' || name === '!~~'))
const TRUTHS = ['OPERATOR_NOT', 'OPERATOR_IS_NULL', 'OPERATOR_IS_NOT_NULL', 'COMPARE_IN', 'COMPARE_NOT_IN']

/** A condition as a value: true, false, or missing where it is unknown. */
function truthValue(node: Node, scope: RowScope, depth: number): Value {
  const seen: Value[] = []
  const when = lowerCondition(node, scope, depth + 1, seen)
  const is = (value: string): Expr => ({ kind: 'literal', type: 'boolean', value })
  const branches = [branchOf(when, is('true')), branchOf({ kind: 'not', of: when }, is('false'))]
  return {
    expr: { kind: 'case', branches, otherwise: null, type: 'BOOLEAN' },
    type: 'BOOLEAN',
    nullable: true,
    level: looksAt(seen),
    refs: refsOf(seen),
    at: node,
  }
}

const looksAt = (seen: readonly Value[]) => (seen.some(({ level }) => level !== 'open') ? 'group' : 'open')

const isNull = ({ raw }: Value) => raw?.type === 'null'

/** Conditions count as looking at group columns; measures may stand behind THEN and ELSE alone. */
function lowerCase(node: Node, scope: RowScope, depth: number): Value {
  strict(node, ['case_checks', 'else_expr'], scope.ctx.refuse)
  const seen: Value[] = []
  const checks = nodesOf(node.case_checks).map((check) => ({
    when: lowerCondition(nodeOf(check.when_expr), scope, depth + 1, seen),
    value: lowerRow(nodeOf(check.then_expr), scope, depth + 1),
  }))
  const otherwise = neutral(node.else_expr) ? null : lowerRow(nodeOf(node.else_expr), scope, depth + 1)
  const values = [...checks.map(({ value }) => value), ...(otherwise ? [otherwise] : [])]
  const real = values.filter((value) => !isNull(value))
  if (real.length === 0) return refuseExpression(node, scope.ctx.refuse)
  // The person under one condition still counts persons: count(distinct CASE WHEN … THEN psn_no END).
  const person = real.length === 1 && real[0]!.level === 'identity'
  for (const value of values)
    if (value.level !== 'measure' && !person) useValue(value, 'argument', scope.ctx.refuse)
  const { type, exprs } = unify(real, scope.ctx.refuse)
  const exprOf = (value: Value): Expr | null => exprs[real.indexOf(value)] ?? null
  // THEN NULL needs a typed nothing: a CASE without ELSE whose condition never holds.
  const branches = checks.map(({ when, value }) => branchOf(when, exprOf(value) ?? nothing(type, exprs[0]!)))
  return {
    expr: { kind: 'case', branches, otherwise: otherwise ? exprOf(otherwise) : null, type },
    type,
    nullable: true,
    level: person ? 'identity' : levelOver([...values.map(({ level }) => level), looksAt(seen)]),
    refs: refsOf([...values, ...seen]),
    at: node,
  }
}

const ZERO: Expr = { kind: 'literal', type: 'integer', value: '0' }
const ONE: Expr = { kind: 'literal', type: 'integer', value: '1' }

const nothing = (type: string, then: Expr): Expr => ({
  kind: 'case',
  branches: [branchOf({ kind: 'compare', op: '=', left: ZERO, right: ONE }, then)],
  otherwise: null,
  type,
})

const CASTS: Record<string, string> = {
  VARCHAR: 'to_text',
  TINYINT: 'to_integer',
  SMALLINT: 'to_integer',
  INTEGER: 'to_integer',
  BIGINT: 'to_integer',
  FLOAT: 'to_double',
  DOUBLE: 'to_double',
  DECIMAL: 'to_double',
  DATE: 'to_date',
}

/** CAST and TRY_CAST are one here: what does not convert is missing, and never an error that would quote a row. */
function lowerCast(node: Node, scope: RowScope, depth: number): Value {
  strict(node, ['child', 'cast_type', 'try_cast'], scope.ctx.refuse)
  const fn = CASTS[textOf(nodeOf(node.cast_type).id)]
  if (!fn) return refuseExpression(node, scope.ctx.refuse)
  const child = nodeOf(node.child)
  const value = lowerCall(fn, [child], { ...node, function_name: fn }, scope, depth)
  return value.level === 'measure' && familyOf(value.type) !== 'double' && fn === 'to_double'
    ? refuseExpression(node, scope.ctx.refuse)
    : value
}

/** A column of a derived table: typed, not hidden, and not too large. @throws GATE_COLUMN_LEVEL, GATE_EXPRESSION */
export function lowerColumn(node: Node, name: string, scope: RowScope): SourceColumn {
  const value = lowerRow(node, scope)
  if (value.level === 'hidden') useValue(value, 'shown', scope.ctx.refuse)
  if (value.type === UNTYPED) refuseExpression(node, scope.ctx.refuse)
  const size = sizeOf(value.expr, LIMITS.parts)
  if (size > LIMITS.parts) tooLarge(scope.ctx, node)
  return { name, value, size }
}
