import { digestOf } from '../../../safeguard/crypto/index.ts'

/** Who is to judge what: plain values, without a database. */

export interface AssignWork {
  readonly id: string
  readonly division: string
}

export interface AssignExpert {
  readonly id: string
  /** Codes of divisions that he knows. */
  readonly fields: readonly string[]
  /** Works of this round that he takes at most. */
  readonly maxLoad: number
  /** Experts with the same word are of one body; null: of none. */
  readonly body: string | null
}

export interface Pair {
  readonly workId: string
  readonly expertId: string
}

export interface Problem {
  /** Two problems that are equal but for the seed give equally good answers. */
  readonly seed: string
  readonly works: readonly AssignWork[]
  readonly experts: readonly AssignExpert[]
  /** Reviews that each work is to have. */
  readonly reviews: number
  /** Works that each expert has at least, as far as it goes. */
  readonly minLoad: number
  /** Assigned already: kept, and counted. */
  readonly standing: readonly Pair[]
  /** `expertId workId` of those that never meet: conflicts, and what was declined or taken back. */
  readonly forbidden: ReadonlySet<string>
  /** `load`: as even as can be, fields break ties. `field`: a known field is worth a difference of a few works. */
  readonly prefer: 'load' | 'field'
}

export interface Lack {
  readonly workId: string
  readonly lacks: number
  /** Experts who may judge it at all, those that have it already included. */
  readonly possible: number
}

export interface Solution {
  /** What is new, in an order that tells nothing. */
  readonly pairs: readonly Pair[]
  /** Works that do not get all their reviews; empty: everything is assigned. */
  readonly lacks: readonly Lack[]
}

export const pairKey = ({ workId, expertId }: Pair): string => `${expertId} ${workId}`

/** Order and ties come from here: neither the order of the input nor the time at which a work came in counts. */
export const seeded = (seed: string, id: string): string => digestOf(`${seed}\n${id}`)

export const bySeed = <T extends { readonly id: string }>(seed: string, items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, key: seeded(seed, item.id) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item)

/** 0…15 for a pair: equal choices are spread at random, the same at random each time. */
export function chance(workKey: string, expertKey: string): number {
  const mixed = Math.imul(
    Number.parseInt(workKey.slice(0, 8), 16) ^ Number.parseInt(expertKey.slice(8, 16), 16),
    0x9e3779b1,
  )
  return (mixed >>> 13) & 15
}

/**
 * What is better, first things first: no work lacks more than another, nobody stays below the least load, one expert of
 * a body at a work, even loads, known fields, chance. In a contest of some thousand reviews chance never outweighs a
 * field, nor all fields one step of evenness; a second expert of a body at one work is avoided for up to a thousand steps.
 * Along any path the sums stay exact integers (below 2^53).
 */
export const COST = {
  chance: 1,
  field: 1e5,
  /** A known field is worth it that loads differ by some works: moving one between loads a < b costs 2(b - a + 1). */
  strongField: 6e9,
  load: 1e9,
  body: 1e12,
  below: 1e13,
  lack: 1e14,
} as const

export const fieldCost = ({ prefer }: Pick<Problem, 'prefer'>): number =>
  prefer === 'field' ? COST.strongField : COST.field

export const knows = (expert: AssignExpert, work: AssignWork): boolean =>
  expert.fields.includes(work.division)
