import type { Literal } from '../plan/row.ts'
import { type Raw, rawLiteral } from './constant.ts'
import type { Node } from './node.ts'
import type { Both, Refuse } from './refuse.ts'
import { type Family, familyOf, isNumber, scaleOf, wholeDigitsOf } from './types.ts'

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MOMENT = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?$/

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false
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

/** What a literal must be to meet an expression of a family. */
export const NEED: Record<Family, Both> = {
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

/**
 * The constant that meets an expression, in the type of that expression: the engine never has to convert a column, so
 * no error text of a conversion can quote a row. `named` is the expression in the message. @throws GATE_LITERAL
 */
export function literalFor(
  type: string,
  node: Node,
  { refuse, named }: { refuse: Refuse; named: { label: string; table?: string; column?: string } },
): Literal {
  const raw = rawLiteral(node)
  const family = familyOf(type)
  const literal = raw ? fit(raw, family, type) : null
  if (literal) return literal
  const { label, ...rest } = named
  return refuse({
    code: 'GATE_LITERAL',
    rule: `literal.${family}`,
    params: { column: label, typeZh: NEED[family].zh, typeEn: NEED[family].en },
    at: node,
    ...rest,
    allowed: NEED[family],
  })
}

/** A constant in its own type, and DuckDB's name of that type; null for NULL and for what is too large. */
export function naturalLiteral(raw: Raw): { literal: Literal; type: string } | null {
  const type = naturalType(raw)
  const literal = type ? fit(raw, familyOf(type), type) : null
  return literal ? { literal, type: type! } : null
}

function naturalType({ type, value, cast }: Raw): string | null {
  if (type === 'text') return cast ?? 'VARCHAR'
  if (type === 'boolean') return 'BOOLEAN'
  if (type === 'integer') return /^-?\d{1,18}$/.test(value) ? 'BIGINT' : null
  const [whole = '', fraction = ''] = value.replace('-', '').split('.')
  if (type === 'decimal' && whole.length + fraction.length <= 18)
    return `DECIMAL(${whole.length + fraction.length},${fraction.length})`
  return type === 'decimal' || type === 'double' ? 'DOUBLE' : null
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

const literalOf = (type: Literal['type'], value: string): Literal => ({ kind: 'literal', type, value })

/** A constant in a type, or null where it cannot be of it. */
export function fit(raw: Raw, family: Family, type: string): Literal | null {
  const castOk = raw.cast === undefined || raw.cast === 'DATE' || raw.cast === 'TIMESTAMP'
  if (family === 'text')
    return raw.type === 'text' && !raw.cast && !raw.value.includes('\0') ? literalOf('text', raw.value) : null
  if (family === 'date')
    return raw.type === 'text' && castOk && raw.cast !== 'TIMESTAMP' && isDay(raw.value)
      ? literalOf('date', raw.value)
      : null
  if (family === 'timestamp') {
    const text = raw.type === 'text' && castOk ? moment(raw.value) : null
    return text === null ? null : literalOf('timestamp', text)
  }
  if (family === 'boolean') return raw.type === 'boolean' ? literalOf('boolean', raw.value) : null
  return isNumber(family) ? fitNumber(raw, family, type) : null
}

function fitNumber(raw: Raw, family: Family, type: string): Literal | null {
  const plain = raw.type === 'text' && !raw.cast && /^-?\d{1,18}(\.\d{1,15})?$/.test(raw.value)
  const number = plain ? { type: raw.value.includes('.') ? 'decimal' : 'integer', value: raw.value } : raw
  if (number.type === 'double') return literalOf('double', number.value)
  if (number.type === 'integer' && family !== 'decimal') return literalOf('integer', number.value)
  if (number.type !== 'integer' && number.type !== 'decimal') return null
  const [whole = '', fraction = ''] = number.value.replace('-', '').split('.')
  // Only a decimal that fits the column's own type spares the engine a cast that can fail on a row.
  const fits =
    family === 'decimal' &&
    fraction.length <= scaleOf(type) &&
    whole.replace(/^0+/, '').length <= wholeDigitsOf(type)
  return fits ? literalOf('decimal', number.value) : literalOf('double', number.value)
}
