import type { Json } from '../../kernel/canonical.ts'
import type { GroupExpr, Literal } from './model.ts'
import { isNode, type Node, nodeOf, textOf } from './node.ts'
import type { Both } from './refuse.ts'
import type { Scope } from './scope.ts'
import { type Family, familyOf, isNumber, scaleOf, wholeDigitsOf } from './types.ts'

/** The family of what an expression gives. */
export function familyOfExpr(expr: GroupExpr): Family {
  if (expr.kind === 'part') return 'integer'
  if (expr.kind === 'trunc') return 'date'
  if (expr.kind === 'prefix') return 'text'
  return familyOf(expr.type)
}

type Raw = {
  type: 'text' | 'boolean' | 'integer' | 'decimal' | 'double' | 'null' | 'unknown'
  value: string
  cast?: string
}

/** A constant of DuckDB's tree as exact text; a cast constant such as DATE '2024-01-01' keeps the name of its cast. */
function rawLiteral(node: Node): Raw | null {
  if (node.class === 'CAST' && node.try_cast !== true) {
    const inner = rawLiteral(nodeOf(node.child))
    const cast = textOf(nodeOf(node.cast_type).id)
    if (!inner || inner.cast || inner.type !== 'text') return null
    if (cast === 'BOOLEAN' && (inner.value === 't' || inner.value === 'f')) {
      return { type: 'boolean', value: inner.value === 't' ? 'true' : 'false' }
    }
    return { ...inner, cast }
  }
  if (node.class !== 'CONSTANT') return null
  const { type, is_null, value } = nodeOf(node.value)
  if (is_null === true) return { type: 'null', value: '' }
  return rawValue(textOf(nodeOf(type).id), nodeOf(nodeOf(type).type_info), value)
}

function rawValue(id: string, info: Node, value: Json | undefined): Raw {
  if (id === 'VARCHAR') return { type: 'text', value: textOf(value) }
  if (id === 'BOOLEAN') return { type: 'boolean', value: value === true ? 'true' : 'false' }
  if (id === 'INTEGER' || id === 'BIGINT') return { type: 'integer', value: digits(value) }
  if (id === 'DECIMAL' && !isNode(value))
    return { type: 'decimal', value: pointed(digits(value), Number(info.scale)) }
  if (id === 'DOUBLE' && typeof value === 'number' && Number.isFinite(value))
    return { type: 'double', value: String(value) }
  return { type: 'unknown', value: id }
}

/** Whole numbers come as numbers, or as text where a double could not hold them. */
const digits = (value: Json | undefined): string =>
  typeof value === 'number' || typeof value === 'string' ? `${value}` : ''

/** Unscaled digits and a scale → decimal text: `-15`, 1 → `-1.5`. */
function pointed(digits: string, scale: number): string {
  const negative = digits.startsWith('-')
  const plain = digits.replace('-', '').padStart(scale + 1, '0')
  const text = scale === 0 ? plain : `${plain.slice(0, -scale)}.${plain.slice(-scale)}`
  return negative ? `-${text}` : text
}

export const isLiteral = (node: Node): boolean => rawLiteral(node) !== null

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MOMENT = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?$/

function isDay(text: string): boolean {
  const match = DAY.exec(text)
  if (!match) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function moment(text: string): string | null {
  if (isDay(text)) return `${text} 00:00:00`
  const match = MOMENT.exec(text)
  if (!match || !isDay(match[1]!)) return null
  const [, day, hour, minute, second = '00', fraction = ''] = match
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
    ? `${day} ${hour}:${minute}:${second}${fraction}`
    : null
}

/**
 * The constant that is compared with `expr`, in the type of that expression: the engine never has to convert a
 * column, so no error text of a conversion can quote a row. @throws GATE_LITERAL
 */
export function literalFor(expr: GroupExpr, node: Node, scope: Scope): Literal {
  const raw = rawLiteral(node)
  const family = familyOfExpr(expr)
  const literal = raw ? fit(raw, family, expr.kind === 'column' ? expr.type : '') : null
  if (literal) return literal
  const { column, table } = expr.kind === 'column' ? expr : expr.of
  return scope.refuse({
    code: 'GATE_LITERAL',
    rule: `literal.${family}`,
    params: { column: `${table}.${column}`, typeZh: NEED[family].zh, typeEn: NEED[family].en },
    at: node,
    table,
    column,
    allowed: NEED[family],
  })
}

const NEED: Record<Family, Both> = {
  text: { zh: "带引号的文本，例如 '11'", en: "text in quotes, such as '11'" },
  integer: { zh: '整数，例如 2024', en: 'a whole number, such as 2024' },
  decimal: { zh: '数值，例如 12.5', en: 'a number, such as 12.5' },
  double: { zh: '数值，例如 12.5', en: 'a number, such as 12.5' },
  date: { zh: "日期，例如 DATE '2024-01-31'", en: "a date, such as DATE '2024-01-31'" },
  timestamp: {
    zh: "时间，例如 TIMESTAMP '2024-01-31 08:00:00'",
    en: "a time, such as TIMESTAMP '2024-01-31 08:00:00'",
  },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  other: {
    zh: '该类型的列不能比较，可用 IS NULL 或 count',
    en: 'a column of this type cannot be compared; use IS NULL or count',
  },
}

/** A literal of a policy in the type of the column that it is compared with; null where it does not fit. */
export function fitLiteral(
  { kind, value }: { readonly kind: 'text' | 'number'; readonly value: string },
  type: string,
): Literal | null {
  const family = familyOf(type)
  if (kind === 'text') return fit({ type: 'text', value }, family, type)
  // Without the general way out over a double: the policy says which rows, exactly.
  const fitted = fit({ type: value.includes('.') ? 'decimal' : 'integer', value }, family, type)
  return family !== 'double' && fitted?.type === 'double' ? null : fitted
}

function fit(raw: Raw, family: Family, type: string): Literal | null {
  const value = (kind: Literal['type'], text: string): Literal => ({
    kind: 'literal',
    type: kind,
    value: text,
  })
  const castOk = raw.cast === undefined || raw.cast === 'DATE' || raw.cast === 'TIMESTAMP'
  if (family === 'text')
    return raw.type === 'text' && !raw.cast && !raw.value.includes('\0') ? value('text', raw.value) : null
  if (family === 'date')
    return raw.type === 'text' && castOk && raw.cast !== 'TIMESTAMP' && isDay(raw.value)
      ? value('date', raw.value)
      : null
  if (family === 'timestamp') {
    const text = raw.type === 'text' && castOk ? moment(raw.value) : null
    return text === null ? null : value('timestamp', text)
  }
  if (family === 'boolean') return raw.type === 'boolean' ? value('boolean', raw.value) : null
  return isNumber(family) ? fitNumber(raw, family, type, value) : null
}

function fitNumber(
  raw: Raw,
  family: Family,
  type: string,
  value: (kind: Literal['type'], text: string) => Literal,
): Literal | null {
  const plain = raw.type === 'text' && !raw.cast && /^-?\d{1,18}(\.\d{1,15})?$/.test(raw.value)
  const number = plain ? { type: raw.value.includes('.') ? 'decimal' : 'integer', value: raw.value } : raw
  if (number.type === 'double') return value('double', number.value)
  if (number.type === 'integer' && family !== 'decimal') return value('integer', number.value)
  if (number.type !== 'integer' && number.type !== 'decimal') return null
  const [whole = '', fraction = ''] = number.value.replace('-', '').split('.')
  // Only a decimal that fits the column's own type spares the engine a cast that can fail on a row.
  const fits =
    family === 'decimal' &&
    fraction.length <= scaleOf(type) &&
    whole.replace(/^0+/, '').length <= wholeDigitsOf(type)
  return fits ? value('decimal', number.value) : value('double', number.value)
}
