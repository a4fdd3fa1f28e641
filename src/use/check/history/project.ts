import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../../../kernel/random.ts'
import type { Cell } from '../../../platform/engine/index.ts'
import { isWithheld, type Withheld } from '../model.ts'
import { createExposures, type Exposures } from './exposure.ts'
import { createShelf, distanceOfSum, type Shelf } from './near/combine.ts'
import { createNearIndex, type NearIndex } from './near/index-of-near.ts'
import type { Place } from './segment/format.ts'
import type { HistoryKey } from './segment/key.ts'
import type { SegmentWriter } from './segment/write.ts'
import { decodePersons, decodeTokens } from './set/encode.ts'
import { createSetCache } from './set/cache.ts'
import { type ContributionSet, distance } from './set/set.ts'
import { finenessOf, type Fineness, type Sketch, sketchOf, surelyApart } from './set/sketch.ts'

/** A released cell as it is remembered. The lower its number, the older it is. */
export interface Kept {
  readonly number: number
  readonly family: string
  readonly sketch: Sketch
  readonly k: number
  /** The largest contribution of one person. */
  readonly most: number
  /** Not a released equation of its own: a sum of shown cells, or a value that was given again. */
  readonly margin: boolean
  readonly persons: Place
  readonly tokens: Place
  /** Segment file, or null while its run is not released. Until then the value may change, too. */
  file: string | null
  value: Cell | Withheld
}

/** What is known of a set from what was released before. */
export interface Known {
  /** The record whose value it is given. */
  readonly record: Kept | null
  /** Chance had a say: the outcome must be remembered. */
  readonly drawn: boolean
}

/** The history of one project in memory: what is needed to find near sets, and who was exposed how much. */
export interface ProjectHistory {
  readonly folder: string
  readonly key: HistoryKey
  readonly records: Kept[]
  readonly exposures: Exposures
  /** Largest k under which a cell was released or is looked at. */
  readonly k: number
  readonly fineness: Fineness
  readonly bytes: number
  sketch(set: ContributionSet): Sketch
  /**
   * The record that a set is given the value of. A record is near at up to k′ persons of difference, k ≤ k′ < 2k, the
   * nearest first and the oldest of equals, with noise of 0 … k − 1 on each distance that is drawn anew each time: an
   * edge that stays where it is would be found, and whoever stands on it learns about one more person from what comes.
   * So one person moves the chance of an outcome by 1/k and never decides it.
   */
  near(wanted: Wanted): Promise<Known>
  /** The value that a set must have by two released ones of which it is the sum or the difference; or null. */
  combined(wanted: Wanted): Promise<number | null>
  setOf(record: Pick<Kept, 'file' | 'persons' | 'tokens' | 'sketch' | 'most'>): Promise<ContributionSet>
  add(record: Omit<Kept, 'number'>, set: ContributionSet): Kept
  /**
   * From now on the records from `first` on are looked at as parts of combinations: called when a base is settled, whose
   * own rows share no row and so combine to unions alone. Of each family the largest stand for a wide table.
   */
  shelve(first: number): void
  /** Where the sets of records go that are not released yet. */
  writer: SegmentWriter | null
}

export interface Wanted {
  readonly family: string
  readonly set: ContributionSet
  readonly sketch: Sketch
  readonly k: number
  readonly except?: ReadonlySet<Kept>
}

/** Records of one base and family that go on the shelf. */
const MOST_SHELVED = 200

export function createProject(
  folder: string,
  key: HistoryKey,
  k: number,
  random: Pick<Random, 'bytes'>,
): ProjectHistory {
  const fineness = finenessOf(k)
  const index: NearIndex = createNearIndex(fineness.prefix)
  const families = new Map<string, number>()
  const records: Kept[] = []
  const exposures = createExposures()
  const numberOf = (family: string): number => {
    const known = families.get(family)
    if (known === undefined) families.set(family, families.size)
    return known ?? families.size - 1
  }
  const sets = createSetCache()
  const shelves = new Map<string, Shelf>()
  const shelfOf = (family: string): Shelf => {
    const shelf = shelves.get(family) ?? createShelf()
    shelves.set(family, shelf)
    return shelf
  }
  /** 0 … below − 1. */
  const draw = (below: number): number => Buffer.from(random.bytes(4)).readUInt32BE() % below
  const project: ProjectHistory = {
    folder,
    key,
    records,
    exposures,
    k,
    fineness,
    writer: null,
    get bytes() {
      return index.bytes + exposures.bytes + sets.bytes + records.length * (600 + 4 * fineness.blocks)
    },
    sketch: (set) => sketchOf(key.hasher, set, fineness),
    async near({ family, set, sketch, k: strict, except }) {
      let nearest: Kept | null = null
      let equal: Kept | null = null
      let least = Number.POSITIVE_INFINITY
      let drawn = false
      for (const number of index.candidates(numberOf(family), sketch)) {
        const record = records[number]!
        if (except?.has(record)) continue
        const strictest = Math.max(strict, record.k)
        // The same question never gets another answer: equal sets are no matter of chance, and the oldest of them holds.
        if (isEqual(record.sketch, sketch)) {
          if (!equal || record.number < equal.number) equal = record
          continue
        }
        const { most, noise } = reachOf(strictest, isWithheld(record.value))
        if (surelyApart(record.sketch, sketch) > most) continue
        const far = distance(await project.setOf(record), set, most)
        if (far > most) continue
        if (far > most - noise || nearest) drawn = true
        const noisy = far + draw(noise + 1)
        if (noisy > most || noisy >= least) continue
        nearest = record
        least = noisy
      }
      return equal ? { record: equal, drawn: false } : { record: nearest, drawn }
    },
    async combined({ family, set, sketch, k: strict, except }) {
      // Of a set that is hardly larger than k anything would be near: two thirds of it at most may differ.
      const most = Math.min(2 * Math.max(strict, k) - 1, Math.floor((2 * sketch.size) / 3))
      let found: number | null = null
      let least = Number.POSITIVE_INFINITY
      for (const { plus, minus, other } of shelfOf(family).pairs(sketch, most)) {
        const second = minus ?? other!
        if (except?.has(plus) || except?.has(second)) continue
        if (typeof plus.value !== 'number' || typeof second.value !== 'number') continue
        const [one, two] = [await project.setOf(plus), await project.setOf(second)]
        const far = minus ? distanceOfSum(set, two, one, most) : distanceOfSum(one, two, set, most)
        const noisy = far + draw(Math.max(strict, k))
        if (noisy > most || noisy >= least) continue
        found = minus ? plus.value - second.value : plus.value + second.value
        least = noisy
      }
      return found
    },
    async setOf(record) {
      const known = sets.get(record)
      if (known) return known
      const { file, persons, tokens, sketch, most } = record
      const [p, t] =
        file === null
          ? [await project.writer!.read(persons), await project.writer!.read(tokens)]
          : await readPlaces(join(folder, file), persons, tokens)
      const set = { persons: decodePersons(p, sketch.size), tokens: decodeTokens(t, sketch.size), most }
      sets.put(record, set)
      return set
    },
    add(record, set) {
      const kept: Kept = { ...record, number: records.length }
      records.push(kept)
      index.add(numberOf(kept.family), kept.sketch)
      if (!kept.margin) exposures.add(kept.family, kept.sketch, set)
      return kept
    },
    shelve(first) {
      const fresh = records.slice(first).filter(({ value }) => typeof value === 'number')
      for (const [family, of] of Map.groupBy(fresh, (record) => record.family)) {
        const largest = of.sort((a, b) => b.sketch.size - a.sketch.size).slice(0, MOST_SHELVED)
        for (const record of largest.sort((a, b) => a.number - b.number)) shelfOf(family).put(record)
      }
    },
  }
  return project
}

/**
 * How far a record reaches, noise included. What was withheld reaches less far: enough that one person more or less
 * does not show it, and not so far that every group that holds one of its persons is withheld with it.
 */
const reachOf = (k: number, withheld: boolean): { most: number; noise: number } =>
  withheld ? { most: k - 1, noise: Math.floor(k / 2) } : { most: 2 * k - 1, noise: k - 1 }

const isEqual = (a: Sketch, b: Sketch): boolean =>
  a.persons === b.persons && a.contributions === b.contributions

async function readPlaces(file: string, ...places: Place[]): Promise<[Uint8Array, Uint8Array]> {
  const handle = await open(file, 'r')
  try {
    const parts: Uint8Array[] = []
    for (const [at, length] of places) {
      const bytes = Buffer.alloc(length)
      await handle.read(bytes, 0, length, at)
      parts.push(bytes)
    }
    return parts as [Uint8Array, Uint8Array]
  } finally {
    await handle.close()
  }
}
