import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createNearIndex } from '../near/index-of-near.ts'
import { decodePersons, decodeTokens, encodePersons, encodeTokens, encodingReady } from './encode.ts'
import { createOrdered } from './order.ts'
import { type ContributionSet, distance } from './set.ts'
import { surelyApart, finenessOf, sketchOf } from './sketch.ts'
import { createHasher, significant } from './token.ts'

const hasher = createHasher(Uint32Array.from([1, 2, 3, 4]))
const K = 4
const fineness = finenessOf(K)

beforeAll(encodingReady)

const persons = (most: number, min = 0) =>
  fc.uniqueArray(fc.integer({ min: 0, max: most }), { minLength: min, maxLength: 300 })
const setOf = (given: ReadonlyMap<number, number>): ContributionSet => {
  const order = [...given.keys()].sort((a, b) => a - b)
  return {
    persons: Uint32Array.from(order),
    tokens: Uint32Array.from(order, (person) => hasher.token(given.get(person)!)),
    most: 1,
  }
}

describe('a set as bytes', () => {
  test('is read as it was written, dense or sparse, with few tokens or many', () => {
    fc.assert(
      fc.property(
        fc.oneof(persons(2 ** 32 - 1), persons(400), fc.integer({ min: 0, max: 2000 }).map(upTo)),
        fc.integer({ min: 1, max: 600 }),
        (list, kinds) => {
          const sorted = Uint32Array.from(list).sort()
          const tokens = sorted.map((person) => hasher.token(person % kinds))
          expect(decodePersons(encodePersons(sorted), sorted.length)).toEqual(sorted)
          expect(decodeTokens(encodeTokens(tokens), tokens.length)).toEqual(tokens)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of another size is refused', () => {
    const sorted = Uint32Array.from(upTo(1000))
    const damaged = expect.objectContaining({ code: 'GATE_HISTORY_DAMAGED' }) as Error
    expect(() => decodePersons(encodePersons(sorted), 999)).toThrow(damaged)
    expect(() => decodeTokens(encodeTokens(sorted), 999)).toThrow(damaged)
  })
})

test('a token does not depend on the order of additions, and tells amounts apart', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }), { minLength: 1, maxLength: 30 }),
      (cents) => {
        const sum = (list: readonly number[]) => list.reduce((total, one) => total + one / 100, 0)
        expect(hasher.token(sum(cents))).toBe(hasher.token(sum(cents.toReversed())))
        expect(hasher.token(sum([...cents, 1]))).not.toBe(hasher.token(sum(cents)))
      },
    ),
    { numRuns: 200 },
  )
  // Products of amounts end in a 5 at the eleventh digit as often as in any other.
  for (let i = 1; i < 3000; i++) {
    const square = (10_000 + i * 0.05) * (1 + i * 0.05)
    expect(significant(square * (1 + 2 ** -52))).toBe(significant(square))
    expect(significant(square * (1 - 2 ** -52))).toBe(significant(square))
  }
  expect(significant(-0)).toBe(0)
})

describe('near sets', () => {
  /** A set, and another that differs in some persons: gone, come, or with another contribution. */
  const pair = fc
    .record({
      base: persons(5000, K),
      changes: fc.array(fc.tuple(fc.constantFrom('gone', 'come', 'other'), fc.nat(5000)), {
        maxLength: 3 * K,
      }),
    })
    .map(({ base, changes }) => {
      const one = new Map(base.map((person) => [person, 1 + (person % 3)]))
      const two = new Map(one)
      for (const [what, who] of changes) {
        const person = what === 'come' ? who : base[who % base.length]!
        if (what === 'gone') two.delete(person)
        else two.set(person, what === 'come' ? 2 : 7)
      }
      return [one, two] as const
    })
  const differing = (one: ReadonlyMap<number, number>, two: ReadonlyMap<number, number>) =>
    [...new Set([...one.keys(), ...two.keys()])].filter((person) => one.get(person) !== two.get(person))
      .length

  test('have the distance that counting persons gives, and sketches never say more', () => {
    fc.assert(
      fc.property(pair, ([one, two]) => {
        const [a, b] = [setOf(one), setOf(two)]
        const shared = [...one.keys()].some((person) => two.has(person))
        const exact = differing(one, two)
        expect(distance(a, b, 1000)).toBe(shared ? exact : Infinity)
        expect(surelyApart(sketchOf(hasher, a, fineness), sketchOf(hasher, b, fineness))).toBeLessThanOrEqual(
          exact,
        )
      }),
      { numRuns: 300 },
    )
  })

  test('are always among the candidates', () => {
    fc.assert(
      fc.property(pair, fc.array(persons(5000, K), { maxLength: 5 }), ([one, two], others) => {
        fc.pre(two.size >= K && differing(one, two) < 2 * K)
        const index = createNearIndex(fineness.prefix)
        for (const list of others)
          index.add(0, sketchOf(hasher, setOf(new Map(list.map((who) => [who, 1]))), fineness))
        index.add(0, sketchOf(hasher, setOf(one), fineness))
        expect(index.candidates(0, sketchOf(hasher, setOf(two), fineness))).toContain(others.length)
        expect(index.candidates(1, sketchOf(hasher, setOf(two), fineness))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

test('members of a union are added up by person, whichever way they are sorted', () => {
  fc.assert(
    fc.property(
      fc.array(persons(200), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(0, 5_000_000),
      (leaves, spread) => {
        const all = leaves.flatMap((list) => list.map((person) => person * (spread === 0 ? 1 : 20_000)))
        const start = leaves.reduce((at, list) => [...at, at.at(-1)! + list.length], [0])
        const part = Float64Array.from(all, (person) => (person % 5 === 0 ? Number.NaN : 1 + (person % 3)))
        const members = { start: Uint32Array.from(start), person: Uint32Array.from(all), parts: [part] }
        const sums = new Map<number, number>()
        all.forEach((person, i) => {
          if (!Number.isNaN(part[i])) sums.set(person, (sums.get(person) ?? 0) + part[i]!)
        })
        const { persons, tokens } = createOrdered(members, hasher).setOf([...leaves.keys()], 0)
        expect({ persons, tokens }).toMatchObject({
          persons: setOf(sums).persons,
          tokens: setOf(sums).tokens,
        })
      },
    ),
    { numRuns: 80 },
  )
})

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}
