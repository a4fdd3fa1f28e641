import type { Kept } from '../project.ts'
import type { ContributionSet } from '../set/set.ts'
import { bitsOf, type Sketch } from '../set/sketch.ts'

/** Two released cells of which one more is the sum or the difference: `whole` = `part` + the set that is looked at. */
export interface Combination {
  readonly plus: Kept
  readonly minus: Kept | null
  readonly other: Kept | null
}

/** The newest released cells of a family in the order of their size. */
export interface Shelf {
  put(record: Kept): void
  /**
   * Pairs that the set may be the sum (A ∪ B) or the difference (U \ A) of, but for `most` persons: the tracker of
   * Denning and Schlörer asks for C ∪ T, C ∪ ¬T and all, none of them near another. Sums over blocks of contributions
   * add up where sets of persons are disjoint, so that a pair costs a comparison of a few dozen numbers.
   */
  pairs(sketch: Sketch, most: number): Combination[]
}

/** So many of a family are looked at: what a thousand questions after single values leave. */
const NEWEST = 1000
/** Of the bits of a sketch. */
const WORDS = 8

export function createShelf(): Shelf {
  const bySize: Kept[] = []
  const byAge: Kept[] = []
  /** Aligned with `bySize`: most records are passed over by their size alone. */
  const sizes = new Float64Array(NEWEST + 1)
  const bits = new Uint32Array(WORDS * (NEWEST + 1))
  /** The first place of a record that is as large. */
  const placeOf = (size: number): number => {
    let low = 0
    let high = bySize.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sizes[middle]! < size) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    put(record) {
      const place = placeOf(record.sketch.size)
      sizes.copyWithin(place + 1, place, bySize.length)
      sizes[place] = record.sketch.size
      bits.copyWithin(WORDS * (place + 1), WORDS * place, WORDS * bySize.length)
      bits.set(record.sketch.bits, WORDS * place)
      bySize.splice(place, 0, record)
      byAge.push(record)
      if (byAge.length <= NEWEST) return
      const oldest = byAge.shift()!
      const gone = bySize.indexOf(oldest, placeOf(oldest.sketch.size))
      sizes.copyWithin(gone, gone + 1, bySize.length)
      bits.copyWithin(WORDS * gone, WORDS * (gone + 1), WORDS * bySize.length)
      bySize.splice(gone, 1)
    },
    pairs(sketch, most) {
      const found: Combination[] = []
      const parts: Kept[] = []
      // No part is smaller than the smallest record: most tables of equal groups end here.
      const least = Math.max(1, (sizes[0] ?? 0) - most)
      const largest = sketch.size - least
      for (let i = 0; i < bySize.length && sizes[i]! <= largest; i++)
        if (!misses(bits, WORDS * i, sketch.bits, 0, most)) parts.push(bySize[i]!)
      for (let i = placeOf(sketch.size + least); i < bySize.length; i++) {
        if (misses(sketch.bits, 0, bits, WORDS * i, most)) continue
        // one = set + other
        const one = bySize[i]!
        const rest = sizes[i]! - sketch.size
        for (let j = placeOf(rest - most); j < i && sizes[j]! <= rest + most; j++)
          if (addUp(sketch, bySize[j]!.sketch, one.sketch, most))
            found.push({ plus: one, minus: bySize[j]!, other: null })
      }
      // set = one + other, each pair once: the larger the one, the smaller the other.
      let to = parts.length - 1
      for (const [i, one] of parts.entries()) {
        const rest = sketch.size - one.sketch.size
        while (to > i && parts[to]!.sketch.size > rest + most) to--
        for (let j = to; j > i && parts[j]!.sketch.size >= rest - most; j--)
          if (addUp(one.sketch, parts[j]!.sketch, sketch, most))
            found.push({ plus: one, minus: null, other: parts[j]! })
      }
      return found
    },
  }
}

/** Are surely more than `most` persons of one set not in the other? */
function misses(a: Uint32Array, from: number, b: Uint32Array, at: number, most: number): boolean {
  let count = 0
  for (let i = 0; i < WORDS; i++) {
    count += bitsOf(a[from + i]! & ~b[at + i]!)
    if (count > most) return true
  }
  return false
}

/** May `a` and `b` together be `whole`, but for `most` persons? */
function addUp(a: Sketch, b: Sketch, whole: Sketch, most: number): boolean {
  // Finer than it has blocks a sketch cannot tell; a quarter of them must agree in any case.
  const limit = Math.min(most, Math.floor((3 * whole.blocks.length) / 4))
  let differing = 0
  for (let i = 0; i < whole.blocks.length; i++)
    if ((a.blocks[i]! + b.blocks[i]!) >>> 0 !== whole.blocks[i] && ++differing > limit) return false
  return true
}

/**
 * In how many persons two sets together differ from a whole: missing in it, only in it, with another contribution, or
 * in both. Infinity beyond `most`.
 */
export function distanceOfSum(
  a: ContributionSet,
  b: ContributionSet,
  whole: ContributionSet,
  most: number,
): number {
  const [p, q, r] = [a.persons, b.persons, whole.persons]
  let [i, j, l] = [0, 0, 0]
  let differing = 0
  while (i < p.length || j < q.length || l < r.length) {
    const left = p[i] ?? Infinity
    const right = q[j] ?? Infinity
    const both = r[l] ?? Infinity
    const who = Math.min(left, right, both)
    const token = left === who ? a.tokens[i] : b.tokens[j]
    const once = (left === who) !== (right === who)
    if (!once || both !== who || token !== whole.tokens[l]) differing++
    if (left === who) i++
    if (right === who) j++
    if (both === who) l++
    if (differing > most) return Number.POSITIVE_INFINITY
  }
  return differing
}
