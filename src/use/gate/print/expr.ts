import type { Condition, DerivedExpr, Expr, Literal } from '../plan/index.ts'
import { printCall, type Value } from './call.ts'
import { derivedName, quoted, scanName, text } from './names.ts'
import { commonType, converted, literalType } from './types.ts'

/** A column of a derived table as it is printed: its type there, and whether it can be missing. */
export interface Shape {
  readonly type: string
  readonly nullable: boolean
}

/** The derived tables of a query by number, and the scans whose rows a left join may leave out. */
export interface Names {
  readonly derived: ReadonlyMap<number, readonly Shape[]>
  readonly optional: ReadonlySet<number>
}

/** SQL of an expression, in exactly the type that the plan says. */
export function printExpr(expr: Expr, names: Names): string {
  const { sql, type } = valueOf(expr, names)
  return converted(sql, type, typeOf(expr))
}

export const typeOf = (expr: Expr): string => (expr.kind === 'literal' ? literalType(expr) : expr.type)

function valueOf(expr: Expr, names: Names): Value {
  switch (expr.kind) {
    case 'column':
      return { sql: `${scanName(expr.scan)}.${quoted(expr.column)}`, type: expr.type }
    case 'derived':
      return { sql: derivedName(expr.scan, expr.index), type: shapeOf(expr, names).type }
    case 'literal':
      return { sql: printLiteral(expr), type: literalType(expr) }
    case 'call':
      return printCall(
        expr,
        expr.args.map((arg) => ({ sql: printExpr(arg, names), type: typeOf(arg) })),
      )
  }
  const branches = expr.branches.map(
    ({ when, then }) =>
      `WHEN ${printCondition(when, names)} THEN ${converted(printExpr(then, names), typeOf(then), expr.type)}`,
  )
  const { otherwise } = expr
  const rest = otherwise
    ? ` ELSE ${converted(printExpr(otherwise, names), typeOf(otherwise), expr.type)}`
    : ''
  return { sql: `CASE ${branches.join(' ')}${rest} END`, type: expr.type }
}

export const shapeOf = ({ scan, index, type }: DerivedExpr, names: Names): Shape =>
  names.derived.get(scan)?.[index] ?? { type, nullable: true }

/** Can the value be missing? Only what the profile of the version proves to be there is taken as there. */
export function canMiss(expr: Expr, names: Names): boolean {
  switch (expr.kind) {
    case 'literal':
      return false
    case 'column':
      return expr.nullable || names.optional.has(expr.scan)
    case 'derived':
      return (
        names.optional.has(expr.scan) ||
        shapeOf(expr, names).nullable ||
        shapeOf(expr, names).type !== expr.type
      )
  }
  return true
}

export function printLiteral(literal: Literal): string {
  if (literal.type === 'text') return text(literal.value)
  return `CAST(${text(literal.value)} AS ${literalType(literal)})`
}

/** Values side by side, in one type where the engine's own choice could fail on a row. */
function aligned(exprs: readonly Expr[], names: Names): string[] {
  const common = commonType(exprs.map(typeOf))
  return exprs.map((expr) => {
    const sql = printExpr(expr, names)
    return common === null ? sql : converted(sql, typeOf(expr), common)
  })
}

export function printCondition(condition: Condition, names: Names): string {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const word = condition.kind === 'and' ? ' AND ' : ' OR '
      return `(${condition.of.map((one) => printCondition(one, names)).join(word)})`
    }
    case 'not':
      return `(NOT ${printCondition(condition.of, names)})`
    case 'untrue':
      return `(${printCondition(condition.of, names)} IS NOT TRUE)`
    case 'compare': {
      const [left, right] = aligned([condition.left, condition.right], names)
      return `(${left} ${condition.op} ${right})`
    }
    case 'in': {
      const [left, ...values] = aligned([condition.left, ...condition.values], names)
      return `(${left} ${condition.negated ? 'NOT IN' : 'IN'} (${values.join(', ')}))`
    }
    case 'between': {
      const [left, low, high] = aligned([condition.left, condition.low, condition.high], names)
      return `(${left} BETWEEN ${low} AND ${high})`
    }
    case 'null':
      return `(${printExpr(condition.left, names)} IS ${condition.negated ? 'NOT NULL' : 'NULL'})`
  }
  const left = converted(printExpr(condition.left, names), typeOf(condition.left), 'VARCHAR')
  return `(${left} ${condition.negated ? 'NOT LIKE' : 'LIKE'} ${text(condition.pattern)})`
}
