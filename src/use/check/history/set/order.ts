import type { Members } from '../../model.ts'
import { ascends, greatest, range, sortedBy } from './radix.ts'
import type { ContributionSet } from './set.ts'
import type { Hasher } from './token.ts'

/** The members of a base in the order of their persons; sorted once, for all of its statistics. */
export interface Ordered {
  /**
   * Who statistic `cell` of a union of leaves rests on, and with how much. A person of several leaves has the sum of
   * the parts.
   */
  setOf(leaves: readonly number[], cell: number): ContributionSet
  /** Finest rows, whether they are shown or not. */
  readonly leaves: number
  /** Entries of these leaves. */
  entries(leaves: readonly number[]): number
}

/**
 * Takes the members over: each leaf is put in the order of its persons where it lies, which says nothing to anybody
 * else, since they come in none.
 */
export function createOrdered({ start, person, parts }: Members, hasher: Hasher): Ordered {
  const sorted = new Uint8Array(start.length)
  const columns = [...new Set(parts)]
  const highest = greatest(person)
  let sums: Float64Array | null = null
  const entries = (leaves: readonly number[]) =>
    leaves.reduce((sum, leaf) => sum + start[leaf + 1]! - start[leaf]!, 0)

  const putInOrder = (leaf: number): void => {
    if (sorted[leaf] === 1) return
    sorted[leaf] = 1
    const [from, to] = [start[leaf]!, start[leaf + 1]!]
    if (ascends(person, from, to)) return
    const order = sortedBy(person, range(from, to))
    for (const values of [person, ...columns]) {
      const before = values.slice(from, to)
      for (let i = 0; i < order.length; i++) values[from + i] = before[order[i]! - from]!
    }
  }

  /** Of one leaf: each person stands in it once. */
  const ofLeaf = (leaf: number, part: Float64Array): ContributionSet => {
    const [from, to] = [start[leaf]!, start[leaf + 1]!]
    const persons = new Uint32Array(to - from)
    const tokens = new Uint32Array(to - from)
    let size = 0
    let largest = 0
    for (let at = from; at < to; at++) {
      const value = part[at]!
      if (value !== value) continue
      if (Math.abs(value) > largest) largest = Math.abs(value)
      persons[size] = person[at]!
      tokens[size++] = hasher.token(value)
    }
    return cut(persons, tokens, size, largest)
  }

  const ofOrder = (order: Uint32Array, part: Float64Array): ContributionSet => {
    const persons = new Uint32Array(order.length)
    const tokens = new Uint32Array(order.length)
    let size = 0
    let last = -1
    let sum = 0
    let largest = 0
    for (let i = 0; i < order.length; i++) {
      const value = part[order[i]!]!
      if (value !== value) continue
      const who = person[order[i]!]!
      if (who === last) {
        sum += value
        continue
      }
      if (last >= 0) tokens[size++] = hasher.token(sum)
      if (Math.abs(sum) > largest) largest = Math.abs(sum)
      persons[size] = who
      last = who
      sum = value
    }
    if (last >= 0) tokens[size++] = hasher.token(sum)
    return cut(persons, tokens, size, Math.max(largest, Math.abs(sum)))
  }

  /**
   * Sums at the place of each person: for unions of a good part of all, that is faster than sorting. By ranges of
   * persons that a cache holds, through which all leaves go on together.
   */
  const ofSums = (leaves: readonly number[], part: Float64Array, most: number): ContributionSet => {
    sums ??= new Float64Array(Math.min(RANGE, highest + 1))
    const next = Uint32Array.from(leaves, (leaf) => start[leaf]!)
    const persons = new Uint32Array(Math.min(most, highest + 1))
    const tokens = new Uint32Array(persons.length)
    let size = 0
    let largest = 0
    for (let low = 0; low <= highest; low += sums.length) {
      const end = low + sums.length
      sums.fill(Number.NaN)
      for (let l = 0; l < leaves.length; l++) {
        const to = start[leaves[l]! + 1]!
        let at = next[l]!
        for (; at < to; at++) {
          const who = person[at]!
          if (who >= end) break
          const value = part[at]!
          if (value !== value) continue
          const sum = sums[who - low]!
          sums[who - low] = sum === sum ? sum + value : value
        }
        next[l] = at
      }
      for (let place = 0; place < sums.length; place++) {
        const sum = sums[place]!
        if (sum !== sum) continue
        persons[size] = low + place
        tokens[size++] = hasher.token(sum)
        if (Math.abs(sum) > largest) largest = Math.abs(sum)
      }
    }
    return cut(persons, tokens, size, largest)
  }

  return {
    leaves: start.length - 1,
    entries,
    setOf(leaves, cell) {
      const part = parts[cell]!
      for (const leaf of leaves) putInOrder(leaf)
      if (leaves.length === 1) return ofLeaf(leaves[0]!, part)
      const most = entries(leaves)
      if (most * SPARSE > highest) return ofSums(leaves, part, most)
      const all = new Uint32Array(most)
      let at = 0
      for (const leaf of leaves) for (let i = start[leaf]!; i < start[leaf + 1]!; i++) all[at++] = i
      return ofOrder(sortedBy(person, all), part)
    },
  }
}

/** Persons whose sums are added up at once: 512 KiB. */
const RANGE = 65_536
/** Looking at so many places where nobody is costs about as much as sorting one who is there. */
const SPARSE = 64

const cut = (persons: Uint32Array, tokens: Uint32Array, size: number, most: number): ContributionSet =>
  size === persons.length
    ? { persons, tokens, most }
    : { persons: persons.slice(0, size), tokens: tokens.slice(0, size), most }
