import type { Truth, Value } from './model.ts'

/** The meaning of values by the definitions of SQL and of DuckDB's handbook, written without looking at any gate. */

export const usable = (value: Value): boolean =>
  value !== null && !(typeof value === 'number' && !Number.isFinite(value))

/** Order of two present values: numbers by size, text and times by their bytes, false before true. */
export function order(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  const [x, y] = [Number(a), Number(b)]
  return x === y ? 0 : x < y ? -1 : 1
}

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>='

const HOLDS: Record<Comparison, (order: number) => boolean> = {
  '=': (o) => o === 0,
  '<>': (o) => o !== 0,
  '<': (o) => o < 0,
  '<=': (o) => o <= 0,
  '>': (o) => o > 0,
  '>=': (o) => o >= 0,
}
export const compare = (op: Comparison, a: Value, b: Value): Truth =>
  a === null || b === null ? null : HOLDS[op](order(a, b))

export const all = (of: readonly Truth[]): Truth =>
  of.includes(false) ? false : of.includes(null) ? null : true
export const any = (of: readonly Truth[]): Truth =>
  of.includes(true) ? true : of.includes(null) ? null : false
export const not = (a: Truth): Truth => (a === null ? null : !a)
export const isIn = (value: Value, list: readonly Value[]): Truth =>
  any(list.map((one) => compare('=', value, one)))

/** `%` stands for any text, `_` for one character. */
export function like(value: Value, pattern: string): Truth {
  if (value === null) return null
  const match = (text: readonly string[], form: readonly string[]): boolean => {
    const [first, ...rest] = form
    if (first === undefined) return text.length === 0
    if (first === '%') return match(text, rest) || (text.length > 0 && match(text.slice(1), form))
    return text.length > 0 && (first === '_' || first === text[0]) && match(text.slice(1), rest)
  }
  return match(Array.from(String(value)), Array.from(pattern))
}

type Plain = Exclude<Value, null>
/** Nothing in, nothing out. */
export const strict =
  (fn: (...args: Plain[]) => Value) =>
  (...args: Value[]): Value =>
    args.includes(null) ? null : fn(...(args as Plain[]))

const day = (value: Plain): Date => new Date(`${String(value).slice(0, 10)}T00:00:00Z`)
const iso = (date: Date): string => date.toISOString().slice(0, 10)
const months = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth()
const DAY = 86_400_000

/** Monday of the week of a day. */
function monday(date: Date): Date {
  return new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * DAY)
}

/** ISO 8601: the week that holds Thursday gives the year. */
function isoWeek(date: Date): number {
  const thursday = new Date(monday(date).getTime() + 3 * DAY)
  return 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY))
}

export const DATE_PARTS: Readonly<Record<string, (value: Plain) => number>> = {
  year: (value) => day(value).getUTCFullYear(),
  quarter: (value) => 1 + Math.floor(day(value).getUTCMonth() / 3),
  month: (value) => 1 + day(value).getUTCMonth(),
  week: (value) => isoWeek(day(value)),
  day: (value) => day(value).getUTCDate(),
  dayofweek: (value) => day(value).getUTCDay(),
  hour: (value) => Number(String(value).slice(11, 13) || 0),
}

export const TRUNCATED: Readonly<Record<string, (value: Plain) => string>> = {
  year: (value) => `${String(value).slice(0, 4)}-01-01`,
  quarter: (value) =>
    iso(new Date(Date.UTC(day(value).getUTCFullYear(), Math.floor(day(value).getUTCMonth() / 3) * 3, 1))),
  month: (value) => `${String(value).slice(0, 7)}-01`,
  week: (value) => iso(monday(day(value))),
}

/** How many borders of the unit lie between two days. */
export const DIFFERENCES: Readonly<Record<string, (from: Plain, to: Plain) => number>> = {
  day: (from, to) => (day(to).getTime() - day(from).getTime()) / DAY,
  month: (from, to) => months(day(to)) - months(day(from)),
  year: (from, to) => day(to).getUTCFullYear() - day(from).getUTCFullYear(),
}

/** Half away from zero, to `digits` behind the point. */
export function rounded(value: number, digits: number): number {
  const factor = 10 ** digits
  const whole = Math.floor(Math.abs(value) * factor + 0.5) / factor
  return value < 0 ? -whole : whole
}

/** Characters from place `from` (1 is the first). */
export const substring = (text: Plain, from: number, length: number): string =>
  Array.from(String(text))
    .slice(from - 1, from - 1 + length)
    .join('')
export const right = (text: Plain, length: number): string => Array.from(String(text)).slice(-length).join('')

export const textLiteral = (value: string): string => `'${value.replaceAll("'", "''")}'`
