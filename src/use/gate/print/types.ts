import type { Literal } from '../plan/index.ts'
import { type Family, familyOf, isNumber, scaleOf, wholeDigitsOf } from '../lower/types.ts'

/** Most digits of a number that is added up exactly: twelve more fit a DECIMAL(38), which is a billion billion rows. */
const SAFE_DIGITS = 26

const INTEGER_DIGITS: Readonly<Record<string, number>> = {
  TINYINT: 3,
  UTINYINT: 3,
  SMALLINT: 5,
  USMALLINT: 5,
  INTEGER: 10,
  UINTEGER: 10,
  BIGINT: 19,
  UBIGINT: 20,
  HUGEINT: 39,
}

/** Digits before and behind the point of a whole or decimal type. */
export interface Digits {
  readonly whole: number
  readonly scale: number
}

export function digitsOf(type: string): Digits | null {
  const family = familyOf(type)
  if (family === 'integer') return { whole: INTEGER_DIGITS[type.toUpperCase()] ?? 39, scale: 0 }
  return family === 'decimal' ? { whole: wholeDigitsOf(type), scale: scaleOf(type) } : null
}

export const decimalType = ({ whole, scale }: Digits): string => `DECIMAL(${whole + scale}, ${scale})`

/** The type in which values of this type are added up without an overflow; null where only a double can. */
export function safeType(type: string): string | null {
  const digits = digitsOf(type)
  if (!digits || digits.scale > SAFE_DIGITS - 1) return null
  if (digits.whole + digits.scale <= SAFE_DIGITS) return type
  return decimalType({ whole: SAFE_DIGITS - digits.scale, scale: digits.scale })
}

export function literalType({ type, value }: Literal): string {
  if (type === 'text') return 'VARCHAR'
  if (type === 'integer') return value.replace('-', '').length > 18 ? 'HUGEINT' : 'BIGINT'
  if (type !== 'decimal') return type.toUpperCase()
  const [whole = '', fraction = ''] = value.replace('-', '').split('.')
  return decimalType({ whole: Math.max(1, whole.length), scale: fraction.length })
}

const same = (a: string, b: string) =>
  a.replaceAll(' ', '').toUpperCase() === b.replaceAll(' ', '').toUpperCase()

/** A value in another type; what does not fit is missing. A cast that cannot fail on any row is a plain one. */
export function converted(sql: string, from: string, to: string): string {
  if (same(from, to)) return sql
  const free = to === 'VARCHAR' || (to === 'DOUBLE' && isNumber(familyOf(from)))
  return `${free ? 'CAST' : 'TRY_CAST'}(${sql} AS ${to})`
}

/** The type in which values of several types are compared; null where the engine does so without failing on a row. */
export function commonType(types: readonly string[]): string | null {
  if (types.every((type) => same(type, types[0]!))) return null
  const families = new Set(types.map(familyOf))
  if ([...families].every(isNumber)) return commonNumber(types, families)
  // A date far away has no timestamp: the engine's own cast would fail on it.
  if ([...families].every((one) => one === 'date' || one === 'timestamp')) return 'TIMESTAMP'
  return 'VARCHAR'
}

function commonNumber(types: readonly string[], families: ReadonlySet<Family>): string | null {
  if (families.has('double')) return 'DOUBLE'
  const digits = types.map((type) => digitsOf(type)!)
  const whole = Math.max(...digits.map((one) => one.whole))
  const scale = Math.max(...digits.map((one) => one.scale))
  return whole + scale <= 38 ? null : 'DOUBLE'
}

/** The type of a column that several selects give: what does not fit is missing, never an error. */
export function unionType(types: readonly string[]): string {
  if (types.every((type) => same(type, types[0]!))) return types[0]!
  const families = new Set(types.map(familyOf))
  if (![...families].every(isNumber)) return commonType(types) ?? 'VARCHAR'
  if (families.has('double')) return 'DOUBLE'
  const digits = types.map((type) => digitsOf(type)!)
  const whole = Math.max(...digits.map((one) => one.whole))
  const scale = Math.max(...digits.map((one) => one.scale))
  if (scale === 0 && !families.has('decimal')) return whole > 19 ? 'HUGEINT' : 'BIGINT'
  return whole + scale <= 38 ? decimalType({ whole, scale }) : 'DOUBLE'
}
