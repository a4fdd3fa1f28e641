import { XinyuError } from '../../../kernel/errors/index.ts'
import { familyOf } from './types.ts'
import { exactText, isExact, type Plain } from './value.ts'

/** Functions over text as DuckDB has them: places and lengths count code points. */

/** Longer texts come of nothing but doubling; a query of nested doublings would fill the memory. */
const LONGEST = 65_536

/** @throws XinyuError GATE_OVERFLOW beyond 64 Ki units */
export function joined(parts: readonly string[]): string {
  if (parts.reduce((sum, { length }) => sum + length, 0) > LONGEST) throw new XinyuError('GATE_OVERFLOW')
  return parts.join('')
}

/** The first `count` characters; with a negative count all but the last. */
export function left(text: string, count: number): string {
  const points = Array.from(text)
  return points.slice(0, count < 0 ? Math.max(0, points.length + count) : count).join('')
}

/** SQL's SUBSTRING: places count from 1, negative ones from the end; what lies before the text takes its length. */
export function substring(text: string, start: number, length?: number): string {
  const points = Array.from(text)
  let from = start > 0 ? start - 1 : start < 0 ? points.length + start : -1
  let to = length === undefined ? points.length : from + length
  if (to < from) [from, to] = [to, from]
  return points.slice(Math.max(0, from), Math.max(0, to)).join('')
}

export const lengthOf = (text: string): number => Array.from(text).length

/** One code point becomes one: DuckDB maps letters alone and without regard to a language. */
const mapped = (text: string, map: (point: string) => string): string =>
  Array.from(text, (point) => {
    const other = map(point)
    return Array.from(other).length === 1 ? other : point
  }).join('')
export const lower = (text: string): string => mapped(text, (point) => point.toLowerCase())
export const upper = (text: string): string => mapped(text, (point) => point.toUpperCase())

/** LIKE with % and _; in one pass with one way back, so that no pattern takes exponential time. */
export function like(text: string, pattern: string): boolean {
  const [points, marks] = [Array.from(text), Array.from(pattern)]
  let [at, mark, back, backMark] = [0, 0, 0, -1]
  while (at < points.length) {
    if (marks[mark] === '%') {
      backMark = mark++
      back = at
    } else if (mark < marks.length && (marks[mark] === '_' || marks[mark] === points[at])) {
      at++
      mark++
    } else if (backMark >= 0) {
      mark = backMark + 1
      at = ++back
    } else return false
  }
  while (marks[mark] === '%') mark++
  return mark === marks.length
}

/** A value as DuckDB casts it to VARCHAR. */
export function textOfValue(value: Plain, type: string): string {
  if (isExact(value)) return exactText(value)
  if (typeof value === 'number') return doubleText(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return familyOf(type) === 'timestamp' ? value.replace('T', ' ') : value
}

/** The shortest digits that give the same double; an exponent from 1e16 and below 1e-4. */
function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const [mantissa = '0', power = '0'] = Math.abs(value).toExponential().split('e')
  const exponent = Number(power)
  const digits = mantissa.replace('.', '')
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0')
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}
