import { XinyuError } from '../../../kernel/errors/index.ts'
import { alwaysSound, type TableReading } from './columns.ts'
import { FUNCTIONS, fullMatch, momentFunctions } from './functions.ts'
import type { Expr, Rule } from './model.ts'
import { quoteText } from './sql.ts'
import { atMost, BOOL, fitting, type Kind, num, TEXT, type Value } from './values.ts'

/** What an expression may refer to. The scope hands out SQL names and remembers what was asked for. */
export interface Scope {
  readonly reading: TableReading
  readonly settings: Readonly<Record<string, number>>
  /** Wall-clock time of the region, `2026-01-05 09:00:00`. */
  readonly local: string
  /** The typed value of a column of the row; its text. @throws Missing */
  value(column: string): Value
  raw(column: string): Value
  /** Joins the one row of another table, or its sums. @throws Missing */
  lookup(to: Target, column: string): Value
  total(to: Target, column: string | undefined): Value
  found(to: Target): { readonly sql: string; readonly keys: readonly string[] }
  /** The cell holds nothing; the day in it exists: SQL of booleans. */
  empty(column: string): string
  real(column: string): string
  /** Has a part of the own row computed once. */
  readonly share: (sql: string) => string
  /** The column is malformed: SQL of a boolean. */
  malformed(column: string): string
}

export interface Target {
  readonly table: string
  readonly on: Readonly<Record<string, string>>
  readonly valid: boolean
}

/** Thrown where a table, column or list is not there: the rule is skipped, not wrong. */
export class Missing extends Error {
  override readonly name = 'Missing'
}

/** Compiles an expression over the row at hand. @throws XinyuError RULE_*, Missing */
export function compileExpr(expr: Expr, scope: Scope): Value {
  if ('col' in expr) return scope.value(expr.col)
  if ('raw' in expr) return scope.raw(expr.raw)
  if ('lit' in expr) return literal(expr.lit)
  if ('setting' in expr) {
    const value = scope.settings[expr.setting]
    if (value === undefined) throw new XinyuError('RULE_SETTING_UNKNOWN', { name: expr.setting })
    return literal(value)
  }
  if ('lookup' in expr) return scope.lookup(targetOf(expr.lookup), expr.lookup.column)
  if ('total' in expr) return scope.total(targetOf(expr.total), expr.total.column)
  return call(expr.fn, expr.args, scope)
}

function call(name: string, args: readonly Expr[], scope: Scope): Value {
  const moments = momentFunctions(scope.local)
  if (Object.hasOwn(moments, name) && args.length === 0) return moments[name]!
  const short = ofCell(name, args, scope)
  if (short) return short
  const fn = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (!fn) throw new XinyuError('RULE_FUNCTION_UNKNOWN', { name })
  const value = fn.build(
    args.map((arg) => compileExpr(arg, scope)),
    name,
    scope.share,
  )
  if (!value) throw new XinyuError('RULE_ARGUMENTS', { name, expects: fn.takes })
  return value
}

/** Questions about the cell itself, answered without making a stored value a text first. */
function ofCell(name: string, args: readonly Expr[], scope: Scope): Value | null {
  const [arg] = args
  if (args.length !== 1 || !arg) return null
  if (name === 'is_null' && 'col' in arg) {
    const reading = scope.reading.columns.get(arg.col)
    return reading && alwaysSound(reading) ? { sql: scope.empty(arg.col), kind: BOOL } : null
  }
  if (!('raw' in arg)) return null
  if (name === 'is_null') return { sql: scope.empty(arg.raw), kind: BOOL }
  const kind = scope.reading.columns.get(arg.raw)?.kind.is
  if (name === 'is_date' && (kind === 'date' || kind === 'time'))
    return { sql: scope.real(arg.raw), kind: BOOL }
  return null
}

function literal(lit: string | number): Value {
  if (typeof lit === 'string') return { sql: quoteText(lit), kind: TEXT, lit }
  const digits = String(Math.abs(lit)).length
  return { sql: `(${lit})::BIGINT`, kind: atMost(fitting('lit', 0, digits), Math.abs(lit)), lit: String(lit) }
}

export const targetOf = (to: {
  table: string
  on: Record<string, string>
  valid?: boolean | undefined
}): Target => ({ table: to.table, on: to.on, valid: to.valid ?? true })

/** A rule as SQL over the row: of whom it speaks, and who breaks it. `bad` is never null. */
export interface CompiledRule {
  readonly rule: Rule
  readonly when: string | null
  readonly bad: string
}

/** Compiles every check but uniqueness. @throws XinyuError RULE_*, Missing */
export function compileRule(rule: Rule, scope: Scope): CompiledRule {
  const when = rule.when === undefined ? null : condition(rule, rule.when, scope)
  return { rule, when, bad: badOf(rule, scope) }
}

export function condition(rule: Rule, expr: Expr, scope: Scope): string {
  const value = compileExpr(expr, scope)
  if (value.kind.is !== 'bool') throw new XinyuError('RULE_NOT_BOOLEAN', { rule: rule.id })
  return value.sql
}

function badOf(rule: Rule, scope: Scope): string {
  const { check, column } = rule
  switch (check.kind) {
    case 'required':
      return scope.empty(column)
    case 'form': {
      if (check.pattern === undefined || isAccessor(rule)) return scope.malformed(column)
      const raw = scope.raw(column).sql
      return `(NOT ${scope.empty(column)} AND NOT ${fullMatch(raw, check.pattern)})`
    }
    case 'code': {
      if (check.in) return notIn(scope, check.in.table, check.in.column, column)
      if (check.list === undefined || scope.reading.columns.get(column)?.codes == null) {
        throw new Missing(`list ${check.list ?? ''}`)
      }
      return scope.malformed(column)
    }
    case 'exists': {
      const { sql, keys } = scope.found(targetOf(check))
      return `(${keys.map((key) => `${key} IS NOT NULL`).join(' AND ')} AND NOT ${sql})`
    }
    case 'holds':
      return `coalesce(NOT ${condition(rule, check.test, scope)}, false)`
    case 'unique':
      throw new Error('uniqueness is not a check of one row')
  }
}

function notIn(scope: Scope, table: string, theirs: string, mine: string): string {
  const { sql, keys } = scope.found({ table, on: { [theirs]: mine }, valid: true })
  return `(${keys[0]} IS NOT NULL AND NOT ${sql})`
}

/** The form that makes the column's value null where it is broken. */
export const isAccessor = (rule: Rule): boolean =>
  rule.class === 'conformity' && rule.check.kind === 'form' && rule.when === undefined

/** Columns that an expression reads of its own row. */
export function columnsOf(expr: Expr): string[] {
  if ('col' in expr) return [expr.col]
  if ('raw' in expr) return [expr.raw]
  if ('lookup' in expr) return Object.values(expr.lookup.on)
  if ('total' in expr) return Object.values(expr.total.on)
  return 'fn' in expr ? expr.args.flatMap(columnsOf) : []
}

export const totalKind = (kind: Kind): Kind => (kind.is === 'num' ? num(kind.scale, kind.digits + 12) : kind)
export const COUNT: Kind = num(0, 12)
