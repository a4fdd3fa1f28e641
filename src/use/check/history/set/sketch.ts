import type { ContributionSet } from './set.ts'
import { type Hasher, mix } from './token.ts'

/** What is kept in memory of a set, so that near sets are found without reading any. */
export interface Sketch {
  readonly size: number
  /**
   * The hashes of the persons that stand first, `prefix` of them or all. Two sets that differ in fewer persons than
   * either prefix is long, and share any, share one of these: had they none in common, then all of the prefix that ends
   * first would be missing in the other set.
   */
  readonly first: Uint32Array
  /** A sum over the contributions of each block of persons: sets differ in at least as many persons as blocks. */
  readonly blocks: Uint32Array
  /** One of 256 bits for each person: of a small set that holds another, few bits of the other are missing. */
  readonly bits: Uint32Array
  /** Equal sets of persons have equal ones; 64 bits. */
  readonly persons: string
  /** Equal sets of contributions have equal ones; 128 bits with `persons`. */
  readonly contributions: string
}

/** How fine a sketch is: longer prefixes and more blocks for larger k. */
export interface Fineness {
  readonly prefix: number
  readonly blocks: number
}

const MOST_BLOCKS = 512
export const finenessOf = (k: number): Fineness => ({
  prefix: 2 * k,
  blocks: Math.min(MOST_BLOCKS, Math.max(16, 4 * k)),
})

export function sketchOf(hasher: Hasher, set: ContributionSet, fineness: Fineness): Sketch {
  const { persons, tokens } = set
  const size = persons.length
  const blocks = new Uint32Array(fineness.blocks)
  const bits = new Uint32Array(8)
  const early: number[] = []
  const limit = size <= 4 * fineness.prefix ? 2 ** 32 : (2 ** 32 * 3 * fineness.prefix) / size
  let [p0, p1, c0, c1] = [0, 0, 0, 0]
  for (let i = 0; i < size; i++) {
    const hash = hasher.person(persons[i]!)
    if (hash < limit) early.push(hash)
    bits[hash >>> 29] = bits[hash >>> 29]! | (1 << ((hash >>> 24) & 31))
    const both = mix(hash + Math.imul(tokens[i]!, 0x85ebca6b))
    p0 = (p0 + hash) | 0
    p1 = (p1 + Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)) | 0
    c0 = (c0 + both) | 0
    c1 = (c1 + Math.imul(both ^ (both >>> 15), 0x297a2d39)) | 0
    const block = ((Math.imul(hash, 0x9e3779b1) >>> 16) * blocks.length) >>> 16
    blocks[block] = blocks[block]! + both
  }
  const first =
    early.length >= Math.min(size, fineness.prefix) ? Uint32Array.from(early) : all(hasher, persons)
  first.sort()
  return {
    size,
    first: first.slice(0, fineness.prefix),
    blocks,
    bits,
    persons: `${p0}.${p1}.${size}`,
    contributions: `${c0}.${c1}`,
  }
}

const all = (hasher: Hasher, persons: Uint32Array): Uint32Array =>
  Uint32Array.from(persons, (person) => hasher.person(person))

/** A lower bound of the number of persons in which two sets differ: by size, by who is in them, by contributions. */
export function surelyApart(a: Sketch, b: Sketch): number {
  let differing = Math.max(Math.abs(a.size - b.size), differingBits(a.bits, b.bits))
  let count = 0
  for (let i = 0; i < a.blocks.length; i++) if (a.blocks[i] !== b.blocks[i]) count++
  if (count > differing) differing = count
  return differing
}

/** Each bit that is set in one only stands for a person of that one. */
function differingBits(a: Uint32Array, b: Uint32Array): number {
  let count = 0
  for (let i = 0; i < a.length; i++) count += bitsOf(a[i]! ^ b[i]!)
  return count
}

/** Bits of a word, counted in parallel. */
export function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
