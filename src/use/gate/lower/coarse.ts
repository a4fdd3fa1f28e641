import type { Literal } from '../plan/row.ts'

/**
 * Is a constant on the coarse grid that a column of level `compare` may be compared with? Finer constants would let a
 * user find a single value by halving (SCQL's compare level has that hole). Numbers: at most two significant digits,
 * and from 10 on the second is 0 or 5; dates and times: the first of a month.
 */
export function isCoarse({ type, value }: Literal): boolean {
  if (type === 'date') return value.endsWith('-01')
  if (type === 'timestamp') return /-01 00:00:00(\.0+)?$/.test(value)
  if (type !== 'integer' && type !== 'decimal' && type !== 'double') return false
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(value)
  if (!match) return false
  const digits = `${match[1]}${match[2] ?? ''}`.replace(/^0+/, '').replace(/0+$/, '')
  if (digits.length > 2) return false
  return Math.abs(Number(value)) < 10 || digits.length < 2 || digits.endsWith('5')
}
