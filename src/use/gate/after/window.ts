import type { Window } from '../plan/index.ts'
import { compareBy, compareRows } from './compare.ts'
import { type Frame, framesOf, type Partition } from './frames.ts'
import { totalOf } from './totals.ts'
import { isNumberType, NULL_TYPE, typeOfSum } from './types.ts'
import { exact, keyOf, type Row, type Value } from './value.ts'

/** The type of a window column as DuckDB gives it. `args` are the types of its arguments. */
export function typeOfWindow(fn: Window['fn'], args: readonly string[]): string {
  switch (fn) {
    case 'avg':
    case 'percent_rank':
    case 'cume_dist':
      return 'DOUBLE'
    case 'sum':
      return typeOfSum(args[0] ?? NULL_TYPE)
    case 'lag':
    case 'lead':
    case 'first_value':
    case 'last_value':
    case 'min':
    case 'max':
      return args[0] ?? NULL_TYPE
    default:
      return 'BIGINT'
  }
}

/** Can the function take an argument of this type? */
export const takes = (fn: Window['fn'], type: string): boolean =>
  (fn !== 'sum' && fn !== 'avg') || isNumberType(type) || type === NULL_TYPE

/** The values of one window column, in the order of `rows`. */
export function windowColumn(window: Window, rows: readonly Row[]): Value[] {
  const found: Value[] = Array<Value>(rows.length).fill(null)
  for (const places of partitions(window, rows)) {
    const partition = peersOf(window, places, rows)
    valuesOf(window, partition).forEach((value, i) => {
      found[places[i]!] = value
    })
  }
  return found
}

/** Places of the rows of each partition, in order; what sorts equally follows all columns from the left. */
function partitions({ partition, order }: Window, rows: readonly Row[]): number[][] {
  const groups = new Map<string, number[]>()
  rows.forEach((row, place) => {
    const key = partition.map((column) => keyOf(row[column] ?? null)).join(' ')
    const group = groups.get(key)
    if (group) group.push(place)
    else groups.set(key, [place])
  })
  const compare = (a: number, b: number) =>
    compareBy(order, rows[a]!, rows[b]!) || compareRows(rows[a]!, rows[b]!)
  return [...groups.values()].map((places) => places.sort(compare))
}

function peersOf({ order }: Window, places: readonly number[], all: readonly Row[]): Partition {
  const rows = places.map((place) => all[place]!)
  const [first, last] = [Array<number>(rows.length), Array<number>(rows.length)]
  const same = (a: number, b: number) => compareBy(order, rows[a]!, rows[b]!) === 0
  for (let i = 0; i < rows.length; i++) first[i] = i > 0 && same(i - 1, i) ? first[i - 1]! : i
  for (let i = rows.length - 1; i >= 0; i--)
    last[i] = i + 1 < rows.length && first[i + 1]! <= i ? last[i + 1]! : i
  return { rows, first, last }
}

const whole = (value: number): Value => exact(BigInt(value))

/** The values of one partition, in its order. */
function valuesOf(window: Window, partition: Partition): Value[] {
  const { rows, first, last } = partition
  const size = rows.length
  const column = (place: number) => rows.map((row) => row[window.args[place] ?? -1] ?? null)
  switch (window.fn) {
    case 'row_number':
      return rows.map((_, i) => whole(i + 1))
    case 'rank':
      return first.map((one) => whole(one + 1))
    case 'dense_rank': {
      let rank = 0
      return first.map((one, i) => whole(one === i ? ++rank : rank))
    }
    case 'percent_rank':
      return first.map((one) => (size === 1 ? 0 : one / (size - 1)))
    case 'cume_dist':
      return last.map((one) => (one + 1) / size)
    case 'ntile':
      return rows.map((_, i) => whole(bucket(i, size, window.offset ?? 1)))
    case 'lag':
    case 'lead':
      return shifted(column(0), column(1), (window.offset ?? 1) * (window.fn === 'lag' ? -1 : 1))
    default:
      return framed(window, column(0), framesOf(window, partition))
  }
}

/** The first buckets take one more where they cannot be equal. */
function bucket(row: number, size: number, buckets: number): number {
  const [small, larger] = [Math.floor(size / buckets), size % buckets]
  const inLarger = larger * (small + 1)
  return row < inLarger
    ? Math.floor(row / (small + 1)) + 1
    : larger + Math.floor((row - inLarger) / small) + 1
}

const shifted = (values: readonly Value[], otherwise: readonly Value[], by: number): Value[] =>
  values.map((_, i) => (i + by >= 0 && i + by < values.length ? values[i + by]! : otherwise[i]!))

function framed({ fn, args }: Window, values: readonly Value[], frames: readonly Frame[]): Value[] {
  const isEmpty = ([first, last]: Frame) => last < first
  if (fn === 'first_value' || fn === 'last_value') {
    return frames.map((frame) => (isEmpty(frame) ? null : values[frame[fn === 'first_value' ? 0 : 1]]!))
  }
  if (fn === 'count' && args.length === 0) {
    return frames.map((frame) => whole(isEmpty(frame) ? 0 : frame[1] - frame[0] + 1))
  }
  return totalOf(fn, values, frames)
}
