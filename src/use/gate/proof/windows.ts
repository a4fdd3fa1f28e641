import { type AfterExpr, type AfterRow, type By, HIDDEN, mustBeSure, plain, sorter, textOf } from './after.ts'
import { Ambiguous, type Released } from './model.ts'

/** Window functions by their definition, over rows that were released. */

export const WINDOWS = [
  'rank',
  'dense_rank',
  'row_number',
  'percent_rank',
  'cume_dist',
  'ntile',
  'lag',
  'lead',
  'first_value',
  'last_value',
  'sum',
  'avg',
  'count',
  'min',
  'max',
] as const
export type WindowFn = (typeof WINDOWS)[number]

export interface DrawnWindow {
  readonly fn: WindowFn
  readonly of: AfterExpr
  readonly partition: readonly AfterExpr[]
  readonly order: readonly By[]
  readonly offset: number
  /** ROWS BETWEEN n PRECEDING AND CURRENT ROW. */
  readonly preceding: number | null
}

const RANKS: readonly string[] = ['rank', 'dense_rank', 'row_number', 'percent_rank', 'cume_dist']

export function windowText({ fn, of, partition, order, offset, preceding }: DrawnWindow): string {
  const args = RANKS.includes(fn)
    ? ''
    : fn === 'ntile'
      ? String(offset)
      : fn === 'lag' || fn === 'lead'
        ? `${of.sql}, ${offset}`
        : of.sql
  const over = [
    partition.length > 0 ? `partition by ${partition.map(({ sql }) => sql).join(', ')}` : '',
    order.length > 0 ? `order by ${order.map(orderText).join(', ')}` : '',
    preceding === null ? '' : `rows between ${preceding} preceding and current row`,
  ]
  return `${fn}(${args}) over (${over.filter((part) => part !== '').join(' ')})`
}

export const orderText = ({ expr, descending, nullsFirst }: By): string =>
  `${expr.sql}${descending ? ' desc' : ''}${nullsFirst === null ? '' : ` nulls ${nullsFirst ? 'first' : 'last'}`}`

/** The value of the window for every row, in the order of `rows`. */
export function windowOf(window: DrawnWindow, rows: readonly AfterRow[]): Released[] {
  const result = new Map<AfterRow, Released>()
  const parts = Map.groupBy(rows, (row) => textOf(window.partition.map((one) => one.of(row))))
  for (const part of parts.values()) {
    const sorted = [...part].sort(sorter(window.order))
    sorted.forEach((row, at) => result.set(row, valueAt(window, sorted, at)))
  }
  return rows.map((row) => result.get(row)!)
}

function valueAt(
  { fn, of, order, offset, preceding }: DrawnWindow,
  sorted: readonly AfterRow[],
  at: number,
): Released {
  const compare = sorter(order)
  const row = sorted[at]!
  const same = (one: AfterRow) => compare(one, row) === 0
  const first = sorted.findIndex(same)
  const last = sorted.findLastIndex(same)
  const size = sorted.length
  const single = () => {
    // Which of two equal rows comes first is nobody's promise.
    if (sorted.some((one, i) => i > 0 && compare(sorted[i - 1]!, one) === 0)) throw new Ambiguous('a tie')
  }
  switch (fn) {
    case 'rank':
      return plain(first + 1)
    case 'dense_rank':
      return plain(
        1 + sorted.slice(0, first).filter((one, i) => i === 0 || compare(sorted[i - 1]!, one) !== 0).length,
      )
    case 'percent_rank':
      return plain(size === 1 ? 0 : first / (size - 1), 1e-12)
    case 'cume_dist':
      return plain((last + 1) / size, 1e-12)
    case 'row_number':
      single()
      return plain(at + 1)
    case 'ntile': {
      single()
      const [small, larger] = [Math.floor(size / offset), size % offset]
      const border = larger * (small + 1)
      return plain(
        at < border ? 1 + Math.floor(at / (small + 1)) : 1 + larger + Math.floor((at - border) / small),
      )
    }
    case 'lag':
    case 'lead': {
      single()
      const other = sorted[at + (fn === 'lag' ? -offset : offset)]
      return other ? of.of(other) : plain(null)
    }
  }
  if (preceding !== null || fn === 'first_value' || fn === 'last_value') single()
  const frame =
    preceding !== null
      ? sorted.slice(Math.max(0, at - preceding), at + 1)
      : sorted.slice(0, order.length === 0 ? size : last + 1)
  return total(
    fn,
    frame.map((one) => of.of(one)),
  )
}

function total(fn: WindowFn, frame: readonly Released[]): Released {
  if (fn === 'first_value') return frame[0]!
  if (fn === 'last_value') return frame.at(-1)!
  if (frame.some(({ mark }) => mark !== undefined)) return HIDDEN
  for (const one of frame) mustBeSure(one)
  const present = frame.filter(({ value }) => value !== null)
  if (fn === 'count') return plain(present.length)
  if (present.length === 0) return plain(null)
  const values = present.map(({ value }) => Number(value))
  const slack = present.reduce((sum, one) => sum + one.slack, 0)
  if (fn === 'min') return plain(Math.min(...values), slack)
  if (fn === 'max') return plain(Math.max(...values), slack)
  const sum = values.reduce((a, b) => a + b, 0)
  const more = values.every((one) => Number.isSafeInteger(one * 64))
    ? 0
    : 1e-10 * values.reduce((a, b) => a + Math.abs(b), 0)
  return fn === 'sum'
    ? plain(sum, slack + more)
    : plain(sum / values.length, slack + more + 1e-12 * Math.abs(sum))
}
