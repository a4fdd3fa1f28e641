/** Families of DuckDB types as far as the gate compares and adds. Anything else can only be counted. */
export type Family = 'text' | 'integer' | 'decimal' | 'double' | 'date' | 'timestamp' | 'boolean' | 'other'

const INTEGERS = [
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
]

/** The family of a type by DuckDB's name of it, such as `DECIMAL(12,2)`. */
export function familyOf(type: string): Family {
  const name = type.toUpperCase()
  if (name === 'VARCHAR') return 'text'
  if (INTEGERS.includes(name)) return 'integer'
  if (/^DECIMAL\(\d+, ?\d+\)$/.test(name)) return 'decimal'
  if (name === 'DOUBLE' || name === 'FLOAT') return 'double'
  if (name === 'DATE') return 'date'
  if (name === 'BOOLEAN') return 'boolean'
  return /^TIMESTAMP(_S|_MS|_NS)?$/.test(name) ? 'timestamp' : 'other'
}

export const isNumber = (family: Family): boolean =>
  family === 'integer' || family === 'decimal' || family === 'double'

/** Digits behind the point of a decimal type. */
export const scaleOf = (type: string): number => Number(/,\s*(\d+)\)$/.exec(type)?.[1] ?? 0)
/** Digits in front of the point. */
export const wholeDigitsOf = (type: string): number => Number(/\((\d+)/.exec(type)?.[1] ?? 0) - scaleOf(type)

/** The type in which the product of two numbers is exact and cannot overflow; DOUBLE where there is none. */
export function productType(types: readonly string[]): string {
  if (types.every((type) => familyOf(type) === 'integer')) return 'HUGEINT'
  const digits = types.map((type) => {
    const family = familyOf(type)
    if (family === 'integer') return 19
    return family === 'decimal' ? wholeDigitsOf(type) + scaleOf(type) : 39
  })
  const width = digits.reduce((sum, one) => sum + one, 0)
  const scale = types.reduce((sum, type) => sum + scaleOf(type), 0)
  return width <= 38 ? `DECIMAL(${width},${scale})` : 'DOUBLE'
}
