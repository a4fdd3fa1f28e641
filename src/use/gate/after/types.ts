import type { AfterExpr, AfterFunction, Base, BaseCell, Expr, Literal } from '../plan/index.ts'

/** Families of DuckDB's types as far as values are compared and calculated with here. */
export type Family =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'date'
  | 'timestamp'
  | 'boolean'
  | 'null'
  | 'other'

/** Whole numbers: bits, and whether there is a sign. */
const INTEGERS: Readonly<Record<string, readonly [bits: number, signed: boolean]>> = {
  TINYINT: [8, true],
  SMALLINT: [16, true],
  INTEGER: [32, true],
  BIGINT: [64, true],
  HUGEINT: [128, true],
  UTINYINT: [8, false],
  USMALLINT: [16, false],
  UINTEGER: [32, false],
  UBIGINT: [64, false],
  UHUGEINT: [128, false],
}
/** Digits that a whole number takes as a decimal. */
const DIGITS: Readonly<Record<number, number>> = { 8: 3, 16: 5, 32: 10, 64: 19, 128: 38 }
const WIDEST = 38

/** The type of a bare NULL, before anything gives it one. */
export const NULL_TYPE = 'NULL'

export function familyOf(type: string): Family {
  const name = type.toUpperCase()
  if (name in INTEGERS) return 'integer'
  if (name.startsWith('DECIMAL')) return 'decimal'
  if (name === 'DOUBLE' || name === 'FLOAT') return 'double'
  if (name === 'VARCHAR') return 'text'
  if (name === 'DATE' || name === 'BOOLEAN') return name === 'DATE' ? 'date' : 'boolean'
  if (name === NULL_TYPE || name === '"NULL"') return 'null'
  return /^TIMESTAMP(_S|_MS|_NS)?$/.test(name) ? 'timestamp' : 'other'
}

export const isNumberType = (type: string): boolean =>
  ['integer', 'decimal', 'double'].includes(familyOf(type))

/** Width and scale of a decimal, or of a whole number as one. */
export function decimalOf(type: string): readonly [width: number, scale: number] {
  const [, width, scale] = /\((\d+),\s*(\d+)\)/.exec(type) ?? []
  if (width !== undefined) return [Number(width), Number(scale)]
  return [DIGITS[INTEGERS[type.toUpperCase()]?.[0] ?? 128]!, 0]
}

const decimal = (width: number, scale: number): string => `DECIMAL(${Math.min(WIDEST, width)},${scale})`

function commonInteger(a: string, b: string): string {
  const [bitsA, signA] = INTEGERS[a.toUpperCase()]!
  const [bitsB, signB] = INTEGERS[b.toUpperCase()]!
  if (signA === signB) return bitsA >= bitsB ? a : b
  const [signed, unsigned] = signA ? [bitsA, bitsB] : [bitsB, bitsA]
  const bits = Math.max(signed, unsigned * 2)
  return Object.keys(INTEGERS).find((name) => INTEGERS[name]![0] === bits && INTEGERS[name]![1]) ?? 'DOUBLE'
}

function commonTwo(a: string, b: string): string | null {
  const [one, two] = [familyOf(a), familyOf(b)]
  if (one === 'null' || a === b) return b
  if (two === 'null') return a
  if (isNumberType(a) && isNumberType(b)) {
    if (one === 'double' || two === 'double') return 'DOUBLE'
    if (one === 'integer' && two === 'integer') return commonInteger(a, b)
    const [[widthA, scaleA], [widthB, scaleB]] = [decimalOf(a), decimalOf(b)]
    const whole = Math.max(widthA - scaleA, widthB - scaleB)
    const scale = Math.max(scaleA, scaleB)
    // Two decimals that are too wide together lose digits behind the point, as in DuckDB; a whole number costs none.
    const cut = one === 'decimal' && two === 'decimal' ? Math.min(scale, WIDEST - whole) : scale
    return decimal(whole + scale, cut)
  }
  const times = ['date', 'timestamp']
  return times.includes(one) && times.includes(two) ? 'TIMESTAMP' : null
}

/** The type that all of them fit in, as DuckDB's CASE, COALESCE and UNION have it; null where there is none. */
export function commonType(types: readonly string[]): string | null {
  return types.reduce<string | null>(
    (common, type) => (common === null ? null : commonTwo(common, type)),
    NULL_TYPE,
  )
}

/** The type of a constant. */
export function typeOfLiteral({ type, value }: Literal): string {
  if (type === 'text') return 'VARCHAR'
  if (type === 'integer') {
    const size = BigInt(value)
    return size >= -(1n << 31n) && size < 1n << 31n
      ? 'INTEGER'
      : size >= -(1n << 63n) && size < 1n << 63n
        ? 'BIGINT'
        : 'HUGEINT'
  }
  if (type !== 'decimal') return type.toUpperCase()
  const [whole = '', fraction = ''] = value.replace(/^[+-]/, '').split('.')
  return decimal(whole.length + fraction.length, fraction.length)
}

/** An argument of a function, as far as its type decides the type of the result. */
export interface Typed {
  readonly expr: AfterExpr
  readonly type: string
}

/** A whole constant takes the type of the column that it stands with. */
function settled(args: readonly Typed[]): string[] {
  const column = args.find(({ expr, type }) => expr.kind !== 'literal' && familyOf(type) === 'integer')
  return args.map(({ expr, type }) =>
    column && expr.kind === 'literal' && familyOf(type) === 'integer'
      ? fitsIn(expr.value, column.type)
        ? column.type
        : type
      : type,
  )
}

function fitsIn(value: string, type: string): boolean {
  const [bits, signed] = INTEGERS[type.toUpperCase()] ?? [0, false]
  const [number, size] = [BigInt(value), BigInt(bits)]
  return signed
    ? number >= -(1n << (size - 1n)) && number < 1n << (size - 1n)
    : number >= 0n && number < 1n << size
}

function arithmetic(fn: AfterFunction, args: readonly Typed[]): string | null {
  const types = settled(args)
  if (!types.every((type) => isNumberType(type) || familyOf(type) === 'null')) return null
  const common = commonType(types)
  if (common === null || familyOf(common) !== 'decimal') return common
  const [[widthA, scaleA], [widthB, scaleB]] = [decimalOf(types[0]!), decimalOf(types[1] ?? types[0]!)]
  if (fn === 'modulo') {
    const width = Math.max(widthA - scaleA, widthB - scaleB) + Math.max(scaleA, scaleB)
    return width > WIDEST ? 'DOUBLE' : common
  }
  // Two decimals of 64 bits stay in 64 bits.
  const most = Math.max(widthA, widthB) <= 18 ? 18 : WIDEST
  if (fn === 'multiply') {
    const scale = scaleA + scaleB
    return scale > WIDEST ? 'DOUBLE' : decimal(Math.min(most, widthA + widthB), scale)
  }
  const scale = Math.max(scaleA, scaleB)
  return decimal(Math.min(most, Math.max(widthA - scaleA, widthB - scaleB) + scale + 1), scale)
}

/** round, floor, ceil: a decimal keeps its width and loses what is behind the point. */
function rounded(fn: AfterFunction, [first, second]: readonly Typed[]): string | null {
  if (!first || !isNumberType(first.type)) return first && familyOf(first.type) === 'null' ? 'DOUBLE' : null
  const family = familyOf(first.type)
  if (family === 'integer') return fn === 'round' ? first.type : 'DOUBLE'
  if (family === 'double') return 'DOUBLE'
  const [width, scale] = decimalOf(first.type)
  const digits = second?.expr.kind === 'literal' ? Number(second.expr.value) : 0
  return decimal(width, Math.min(scale, Math.max(0, digits)))
}

const ofText = (args: readonly Typed[], result: string): string | null =>
  ['text', 'null'].includes(familyOf(args[0]?.type ?? '')) ? result : null
const ofNumbers = (args: readonly Typed[], result: string): string | null =>
  args.every(({ type }) => isNumberType(type) || familyOf(type) === 'null') ? result : null
const ofBooleans = (args: readonly Typed[]): string | null =>
  args.every(({ type }) => ['boolean', 'null'].includes(familyOf(type))) ? 'BOOLEAN' : null

/** The type of a call as DuckDB gives it; null where the function does not take such arguments. */
export function typeOfCall(fn: AfterFunction, args: readonly Typed[]): string | null {
  switch (fn) {
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'modulo':
      return arithmetic(fn, args)
    case 'negate':
    case 'abs':
      return ofNumbers(args, args[0]?.type ?? '')
    case 'round':
    case 'floor':
    case 'ceil':
      return rounded(fn, args)
    case 'least':
    case 'greatest':
    case 'coalesce':
      return commonType(settled(args))
    case 'nullif':
      return commonType(args.map(({ type }) => type)) === null ? null : (args[0]?.type ?? null)
    case 'left':
    case 'substring':
    case 'lower':
    case 'upper':
      return ofText(args, 'VARCHAR')
    case 'length':
      return ofText(args, 'BIGINT')
    case 'concat':
    case 'to_text':
      return 'VARCHAR'
    case 'to_integer':
      return 'BIGINT'
    case 'to_double':
      return 'DOUBLE'
    case 'like':
      return ofText(args, 'BOOLEAN')
    case 'and':
    case 'or':
    case 'not':
      return ofBooleans(args)
    case 'is_null':
    case 'is_not_null':
      return 'BOOLEAN'
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'in':
      return commonType(args.map(({ type }) => type)) === null ? null : 'BOOLEAN'
    default:
      return ofNumbers(args, 'DOUBLE')
  }
}

/** The type of a CASE: a whole constant takes the type of the other branches. */
export const typeOfBranches = (branches: readonly Typed[]): string | null => commonType(settled(branches))

/** The type of an expression over rows of persons. */
export const typeOfRowExpr = (expr: Expr): string =>
  expr.kind === 'literal' ? typeOfLiteral(expr) : expr.type

/** The type of a statistic of a base. */
export function typeOfCell({ fn, of }: BaseCell): string {
  if (fn === 'quantile') return 'DOUBLE'
  return fn === 'sum' && of ? typeOfSum(typeOfRowExpr(of)) : 'BIGINT'
}

export function typeOfSum(type: string): string {
  const family = familyOf(type)
  if (family === 'decimal') return decimal(WIDEST, decimalOf(type)[1])
  return family === 'integer' || family === 'boolean' ? 'HUGEINT' : 'DOUBLE'
}

/** Types of the released columns: keys, statistics, then one INTEGER per key (is it rolled up?); a listing as it is. */
export function typesOfBase(base: Base): string[] {
  if (base.op === 'listing') return base.columns.map(typeOfRowExpr)
  return [...base.keys.map(typeOfRowExpr), ...base.cells.map(typeOfCell), ...base.keys.map(() => 'INTEGER')]
}
