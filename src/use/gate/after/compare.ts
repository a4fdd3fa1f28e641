import { REST } from '../../check/index.ts'
import type { OrderItem } from '../plan/index.ts'
import {
  isExact,
  isNumeric,
  isPlain,
  type Exact,
  type Plain,
  rescale,
  type Row,
  toDouble,
  type Value,
} from './value.ts'

/** Texts by their UTF-8 bytes, which is the order of code points: UTF-16 sorts surrogates below U+E000. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const one = a.charCodeAt(i)
    const two = b.charCodeAt(i)
    if (one !== two) return rankOfUnit(one) - rankOfUnit(two)
  }
  return a.length - b.length
}

const rankOfUnit = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

function compareExact(a: Exact, b: Exact): number {
  const scale = Math.max(a.scale, b.scale)
  const one = rescale(a, scale).digits
  const two = rescale(b, scale).digits
  return one < two ? -1 : one > two ? 1 : 0
}

/** NaN equals itself and is the greatest, as in DuckDB. */
function compareDouble(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a < b ? -1 : a > b ? 1 : 0
}

/** Numbers as numbers, texts bytewise, false before true; null where the two have nothing in common. */
export function comparePlain(a: Plain, b: Plain): number | null {
  if (isExact(a) && isExact(b)) return compareExact(a, b)
  if (isNumeric(a) && isNumeric(b)) return compareDouble(toDouble(a), toDouble(b))
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  return typeof a === 'boolean' && typeof b === 'boolean' ? Number(a) - Number(b) : null
}

/** A withheld value sorts with the missing ones; 其他 comes last in either direction. */
const place = (value: Value, nullsFirst: boolean): number =>
  isPlain(value) ? 1 : value === REST ? 3 : nullsFirst ? 0 : 2

export function compareBy(items: readonly OrderItem[], a: Row, b: Row): number {
  for (const { column, descending, nullsFirst } of items) {
    const one = a[column] ?? null
    const two = b[column] ?? null
    const places = place(one, nullsFirst) - place(two, nullsFirst)
    if (places !== 0) return places
    if (!isPlain(one) || !isPlain(two)) continue
    const order = comparePlain(one, two) ?? 0
    if (order !== 0) return descending ? -order : order
  }
  return 0
}

/** All columns from the left: what no order decides must not tell how rows lie on disk. */
export function compareRows(a: Row, b: Row): number {
  for (let column = 0; column < a.length; column++) {
    const one = a[column] ?? null
    const two = b[column] ?? null
    const places = totalPlace(one) - totalPlace(two)
    if (places !== 0) return places
    const order = isPlain(one) && isPlain(two) ? (comparePlain(one, two) ?? 0) : 0
    if (order !== 0) return order
  }
  return 0
}

const totalPlace = (value: Value): number =>
  isPlain(value) ? 0 : value === null ? 1 : value === REST ? 3 : 2
