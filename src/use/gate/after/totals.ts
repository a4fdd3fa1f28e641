import { REST, WITHHELD } from '../../check/index.ts'
import { comparePlain } from './compare.ts'
import type { Frame } from './frames.ts'
import { add, divide } from './numbers.ts'
import { exact, isNumeric, isPlain, type Plain, type Value } from './value.ts'

/** Totals of frames over one column of a partition, in the logarithm of its length each. */
type Combine = (a: Plain, b: Plain) => Plain

const larger = (a: Plain, b: Plain): Plain => ((comparePlain(a, b) ?? 0) >= 0 ? a : b)
const smaller = (a: Plain, b: Plain): Plain => ((comparePlain(a, b) ?? 0) <= 0 ? a : b)
const sum = (a: Plain, b: Plain): Plain => (isNumeric(a) && isNumeric(b) ? add(a, b) : a)

/** A segment tree: any stretch is the total of few nodes. Missing values are nothing. */
function totals(values: readonly Value[], combine: Combine): (frame: Frame) => Plain | null {
  const size = values.length
  const both = (a: Plain | null, b: Plain | null) => (a === null ? b : b === null ? a : combine(a, b))
  const tree: (Plain | null)[] = [
    ...Array<null>(size).fill(null),
    ...values.map((one) => (isPlain(one) ? one : null)),
  ]
  for (let node = size - 1; node > 0; node--) tree[node] = both(tree[2 * node]!, tree[2 * node + 1]!)
  return ([first, last]) => {
    let [left, right]: [Plain | null, Plain | null] = [null, null]
    for (let [low, high] = [first + size, last + size + 1]; low < high; low >>= 1, high >>= 1) {
      if (low & 1) left = both(left, tree[low++]!)
      if (high & 1) right = both(tree[--high]!, right)
    }
    return both(left, right)
  }
}

/** How many of the first i values are so. */
function counts(values: readonly Value[], is: (value: Value) => boolean): number[] {
  const found = [0]
  for (const value of values) found.push(found.at(-1)! + (is(value) ? 1 : 0))
  return found
}

const hidden = (value: Value): boolean => value === WITHHELD || value === REST

/** sum, avg, count, min and max of each frame; withheld where anything in the frame is. */
export function totalOf(fn: string, values: readonly Value[], frames: readonly Frame[]): Value[] {
  const [missing, present] = [counts(values, hidden), counts(values, isPlain)]
  const within = (found: readonly number[], [first, last]: Frame) =>
    last < first ? 0 : found[last + 1]! - found[first]!
  const total = fn === 'count' ? null : totals(values, fn === 'min' ? smaller : fn === 'max' ? larger : sum)
  return frames.map((frame) => {
    if (within(missing, frame) > 0) return WITHHELD
    const count = within(present, frame)
    if (!total) return exact(BigInt(count))
    const found = count === 0 ? null : total(frame)
    return fn === 'avg' && found !== null && isNumeric(found) ? divide(found, count) : found
  })
}
