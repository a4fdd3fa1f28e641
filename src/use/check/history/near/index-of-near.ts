import { mix } from '../set/token.ts'
import type { Sketch } from '../set/sketch.ts'

/** Finds what may be near: every record of the family that shares a person of its prefix, and is about as large. */
export interface NearIndex {
  /** Records are numbered 0, 1, … in the order of `add`. */
  add(family: number, sketch: Sketch): void
  /** Numbers of records, ascending. None that is near is missing; some may not be near. */
  candidates(family: number, sketch: Sketch): number[]
  readonly bytes: number
}

/** Entries in chains of typed arrays: a million of them take 16 MB, a Map of arrays ten times as much. */
export function createNearIndex(prefix: number): NearIndex {
  let heads = new Int32Array(1024).fill(-1)
  let keys = new Uint32Array(1024)
  let records = new Int32Array(1024)
  let next = new Int32Array(1024)
  let entries = 0
  let count = 0

  // Near sets differ in size by fewer than `prefix`: they lie in the same or in neighbouring classes of size.
  const classOf = (size: number) => Math.floor(size / prefix)
  const keyOf = (hash: number, family: number, size: number) =>
    mix(hash + Math.imul(family, 0x9e3779b1) + Math.imul(size, 0x85ebca77))

  const link = (entry: number) => {
    const head = keys[entry]! & (heads.length - 1)
    next[entry] = heads[head]!
    heads[head] = entry
  }
  const grow = () => {
    const wider = <A extends Uint32Array | Int32Array>(from: A, to: A): A => {
      to.set(from)
      return to
    }
    keys = wider(keys, new Uint32Array(2 * keys.length))
    records = wider(records, new Int32Array(2 * records.length))
    next = wider(next, new Int32Array(2 * next.length))
    heads = new Int32Array(keys.length).fill(-1)
    for (let entry = 0; entry < entries; entry++) link(entry)
  }

  return {
    add(family, { size, first }) {
      for (const hash of first) {
        if (entries === keys.length) grow()
        keys[entries] = keyOf(hash, family, classOf(size))
        records[entries] = count
        link(entries++)
      }
      count++
    },
    candidates(family, { size, first }) {
      const found = new Set<number>()
      const own = classOf(size)
      for (const hash of first)
        for (let near = own - 1; near <= own + 1; near++) {
          const key = keyOf(hash, family, near)
          for (let entry = heads[key & (heads.length - 1)]!; entry >= 0; entry = next[entry]!)
            if (keys[entry] === key) found.add(records[entry]!)
        }
      return [...found].sort((a, b) => a - b)
    },
    get bytes() {
      return 16 * keys.length
    },
  }
}
