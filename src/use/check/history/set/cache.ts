import type { ContributionSet } from './set.ts'

/** Sets beyond this many persons are read when they are needed: few records are as large. */
const LARGEST = 4096
/** Persons of all sets that are kept together: 64 MB with their tokens. */
const MOST = 8_000_000

/** Sets of small records, since those are looked at again and again: reading each from its file takes a thousand times as long. */
export interface SetCache {
  get(record: object): ContributionSet | undefined
  put(record: object, set: ContributionSet): void
  readonly bytes: number
}

export function createSetCache(): SetCache {
  let held = 0
  let sets = new Map<object, ContributionSet>()
  return {
    get: (record) => sets.get(record),
    put(record, set) {
      const size = set.persons.length
      if (size > LARGEST) return
      if (held + size > MOST) {
        sets = new Map()
        held = 0
      }
      sets.set(record, set)
      held += size
    },
    get bytes() {
      return 8 * held
    },
  }
}
