import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Cell } from '../../../platform/engine/index.ts'
import {
  isRest,
  isWithheld,
  REST,
  type Rest,
  type Shown,
  WITHHELD,
  type Withheld,
} from '../../check/index.ts'
import { familyOf } from './types.ts'

/** A whole number or decimal, exact: `digits` ÷ 10^`scale`. */
export interface Exact {
  readonly digits: bigint
  readonly scale: number
}

/** A value at work. Dates and timestamps are ISO text; a number is a double. */
export type Value = null | boolean | string | number | Exact | Withheld | Rest
export type Row = readonly Value[]

/** What can be calculated with: neither missing, nor withheld, nor 其他. */
export type Plain = boolean | string | number | Exact

export const isPlain = (value: Value | undefined): value is Plain =>
  value !== null && value !== undefined && value !== WITHHELD && value !== REST
export const isExact = (value: Value | undefined): value is Exact =>
  typeof value === 'object' && value !== null && 'digits' in value
export const isNumeric = (value: Value): value is number | Exact =>
  typeof value === 'number' || isExact(value)

/** HUGEINT and DECIMAL(38) end here; what goes beyond is not computed with, as the engine would not. */
const LARGEST = 1n << 127n

/** @throws XinyuError GATE_OVERFLOW beyond 38 digits: it follows from released values alone */
export function exact(digits: bigint, scale = 0): Exact {
  if (digits >= LARGEST || digits <= -LARGEST) throw new XinyuError('GATE_OVERFLOW')
  return { digits, scale }
}

const TENS: readonly bigint[] = Array.from({ length: 80 }, (_, power) => 10n ** BigInt(power))
export const tenTo = (power: number): bigint => TENS[power] ?? 10n ** BigInt(power)

/** The same number with `scale` digits behind the point; half goes away from zero. */
export function rescale(value: Exact, scale: number): Exact {
  if (scale === value.scale) return value
  if (scale > value.scale) return exact(value.digits * tenTo(scale - value.scale), scale)
  const step = tenTo(value.scale - scale)
  const half = value.digits < 0n ? -step / 2n : step / 2n
  return { digits: (value.digits + half) / step, scale }
}

export function exactText({ digits, scale }: Exact): string {
  if (scale === 0) return digits.toString()
  const plain = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  return `${digits < 0n ? '-' : ''}${plain.slice(0, -scale)}.${plain.slice(-scale)}`
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER)
const isSafe = (digits: bigint): boolean => digits <= SAFE && digits >= -SAFE

/** The nearest double. */
export function toDouble(value: number | Exact): number {
  if (typeof value === 'number') return value
  if (value.scale === 0) return Number(value.digits)
  // Both parts are exact in a double, so the one division rounds correctly.
  if (value.scale <= 22 && isSafe(value.digits)) return Number(value.digits) / 10 ** value.scale
  return Number(exactText(value))
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

/** Number text of any form → exact; null where it is none, or has more digits than are computed with. */
export function parseExact(text: string): Exact | null {
  const match = NUMBER.exec(text)
  const [, sign = '', whole = '', fraction = '', power = '0'] = match ?? []
  if (!match || whole.length + fraction.length === 0 || whole.length + fraction.length > 1_000) return null
  const shift = Number(power) - fraction.length
  const digits = BigInt(sign + whole + fraction)
  if (shift >= 0) return shift > 40 ? null : bounded(digits * tenTo(shift), 0)
  return bounded(digits, -shift)
}

const bounded = (digits: bigint, scale: number): Exact | null =>
  digits >= LARGEST || digits <= -LARGEST ? null : { digits, scale }

const SPECIAL: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

/** How released values of a column of this type are read. */
export function decoder(type: string): (value: Shown) => Value {
  const family = familyOf(type)
  const isExactType = family === 'integer' || family === 'decimal'
  const scale = isExactType ? scaleOf(type) : 0
  return (value) => {
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'object') return isWithheld(value) ? WITHHELD : isRest(value) ? REST : null
    if (isExactType) return decodeExact(value, scale)
    if (family === 'double') return typeof value === 'number' ? value : (SPECIAL[value] ?? Number(value))
    return typeof value === 'number' ? String(value) : value
  }
}

export const decode = (value: Shown, type: string): Value => decoder(type)(value)

function decodeExact(value: string | number, scale: number): Value {
  if (scale === 0 && Number.isSafeInteger(value)) return { digits: BigInt(value), scale }
  if (typeof value === 'string' && value in SPECIAL) return SPECIAL[value]!
  const found = parseExact(String(value))
  if (!found) return Number(value)
  return found.scale < scale ? rescale(found, scale) : found
}

/** Digits behind the point of a decimal type. */
export const scaleOf = (type: string): number => Number(/,\s*(\d+)\)$/.exec(type)?.[1] ?? 0)

/** A value as it goes out: as the engine's own values come back, numbers where a double holds them exactly. */
export function encode(value: Value, type = ''): Shown {
  if (isExact(value)) return encodeExact(value, familyOf(type) === 'decimal')
  if (typeof value !== 'number') return value
  return Number.isFinite(value) ? (value === 0 ? 0 : value) : String(value)
}

function encodeExact(value: Exact, asDecimal: boolean): Cell {
  const { digits, scale } = value
  if (scale === 0 && !asDecimal) return isSafe(digits) ? Number(digits) : digits.toString()
  const size = digits < 0n ? -digits : digits
  return size <= 999_999_999_999_999n ? Number(exactText(value)) : exactText(value)
}

/** Equal texts for equal values, different ones for different: for grouping, DISTINCT and joins. */
export function keyOf(value: Value): string {
  if (value === null) return 'n'
  if (value === WITHHELD) return 'w'
  if (value === REST) return 'r'
  if (isExact(value)) return `e${trimmed(value)}`
  if (typeof value === 'number') return `d${value === 0 ? 0 : value}`
  return typeof value === 'string' ? `t${JSON.stringify(value)}` : value === true ? 'b1' : 'b0'
}

function trimmed(value: Exact): string {
  const text = exactText(value)
  return value.scale === 0 ? text : text.replace(/\.?0+$/, '')
}
