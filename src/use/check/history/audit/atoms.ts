import type { Breath } from '../breath.ts'
import { sortedBy } from '../set/radix.ts'
import type { ContributionSet } from '../set/set.ts'
import { mix } from '../set/token.ts'

/** Contributions that stand in exactly the same released cells: nobody can tell them apart by what was released. */
export interface Atom {
  /** Places among the cells. */
  readonly cells: readonly number[]
  readonly persons: number
}

/**
 * The classes of contributions with equal membership. A contribution is a person with a token: the same person with
 * another amount is another unknown, so that 2023 and 2024 of the same patients are not taken for one.
 */
export async function atomsOf(sets: readonly ContributionSet[], breath: Breath): Promise<Atom[]> {
  const total = sets.reduce((sum, { persons }) => sum + persons.length, 0)
  const persons = new Uint32Array(total)
  const tokens = new Uint32Array(total)
  const cells = new Uint32Array(total)
  let at = 0
  for (const [cell, set] of sets.entries()) {
    persons.set(set.persons, at)
    tokens.set(set.tokens, at)
    cells.fill(cell, at, at + set.persons.length)
    at += set.persons.length
    await breath.after(set.persons.length)
  }
  const byToken = sortedBy(
    tokens,
    Uint32Array.from({ length: total }, (_, i) => i),
  )
  const order = sortedBy(persons, byToken)
  const found = new Map<number, { cells: readonly number[]; persons: number }>()
  for (let from = 0; from < total; ) {
    const first = order[from]!
    let to = from + 1
    while (to < total && same(persons, tokens, order[to]!, first)) to++
    const name = nameOf(cells, order, from, to)
    const atom = found.get(name)
    if (atom) atom.persons++
    else found.set(name, { cells: Array.from(order.subarray(from, to), (i) => cells[i]!), persons: 1 })
    await breath.after(to - from)
    from = to
  }
  return [...found.values()]
}

const same = (persons: Uint32Array, tokens: Uint32Array, a: number, b: number): boolean =>
  persons[a] === persons[b] && tokens[a] === tokens[b]

/** 53 bits of a list of cells; sorting kept their order. */
function nameOf(cells: Uint32Array, order: Uint32Array, from: number, to: number): number {
  let high = 0
  let low = 0x9e3779b9
  for (let i = from; i < to; i++) {
    high = mix(high + cells[order[i]!]! + 1)
    low = mix(low ^ Math.imul(cells[order[i]!]! + 1, 0x85ebca6b))
  }
  return (high & 0x1fffff) * 2 ** 32 + low
}
