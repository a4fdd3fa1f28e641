import type { Window } from '../plan/index.ts'
import { comparePlain } from './compare.ts'
import { add, type Numeric, subtract } from './numbers.ts'
import { exact, isNumeric, isPlain, type Row } from './value.ts'

/** One partition in its order, and which rows sort equally. */
export interface Partition {
  readonly rows: readonly Row[]
  /** First and last of the rows that sort as row i does. */
  readonly first: readonly number[]
  readonly last: readonly number[]
}

/** First and last row of a frame; last < first where it is empty. */
export type Frame = readonly [first: number, last: number]

const DEFAULT: NonNullable<Window['frame']> = { mode: 'range', from: null, to: 0 }

/** The frame of each row. SQL:2016 7.15: without ORDER BY all rows sort equally. */
export function framesOf({ frame = DEFAULT, order }: Window, partition: Partition): Frame[] {
  const { rows, first, last } = partition
  const end = rows.length - 1
  const { mode, from, to } = frame
  if (mode === 'rows') {
    return rows.map((_, i) => [
      from === null ? 0 : Math.max(0, i + from),
      to === null ? end : Math.min(end, i + to),
    ])
  }
  const byValue = from !== 0 || to !== 0 ? distances(partition, order) : null
  return rows.map((_, i) => [
    from === null ? 0 : from === 0 || !byValue ? first[i]! : byValue.start(i, from),
    to === null ? end : to === 0 || !byValue ? last[i]! : byValue.end(i, to),
  ])
}

/** Ends of a frame by the distance of the values that order it. What has no value is near its equals alone. */
function distances({ rows, first, last }: Partition, order: Window['order']) {
  const { column, descending } = order[0] ?? { column: -1, descending: false }
  const at = (i: number) => rows[i]?.[column] ?? null
  let low = 0
  while (low < rows.length && !isPlain(at(low))) low++
  let high = rows.length - 1
  while (high >= low && !isPlain(at(high))) high--

  /** The first of the plain rows for which `after` holds; it holds for all behind it. */
  function search(after: (value: Numeric) => boolean): number {
    let [from, to] = [low, high + 1]
    while (from < to) {
      const middle = (from + to) >> 1
      if (after(at(middle) as Numeric)) to = middle
      else from = middle + 1
    }
    return from
  }
  function moved(value: Numeric, distance: number): Numeric {
    const size = exact(BigInt(Math.abs(distance)))
    return distance > 0 !== descending ? add(value, size) : subtract(value, size)
  }
  const order_ = (a: Numeric, b: Numeric) => (comparePlain(a, b) ?? 0) * (descending ? -1 : 1)

  return {
    start(i: number, distance: number): number {
      const value = at(i)
      if (!isNumeric(value)) return first[i]!
      const bound = moved(value, distance)
      return search((other) => order_(other, bound) >= 0)
    },
    end(i: number, distance: number): number {
      const value = at(i)
      if (!isNumeric(value)) return last[i]!
      const bound = moved(value, distance)
      return search((other) => order_(other, bound) > 0) - 1
    },
  }
}
