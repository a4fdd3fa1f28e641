import fc from 'fast-check'
import { expect, test } from 'vitest'
import { membersOf, sizesOf } from './members.ts'
import type { Members } from './model.ts'

const part = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(Number.NaN))
const person = fc.oneof(fc.nat(40), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const leaf = fc.uniqueArray(fc.tuple(person, part), { selector: ([who]) => who, maxLength: 40 })

function membersIn(leaves: readonly (readonly (readonly [number, number])[])[]): Members {
  const all = leaves.flat()
  const start = leaves.reduce<number[]>((ends, one) => [...ends, ends.at(-1)! + one.length], [0])
  return {
    start: Uint32Array.from(start),
    person: Uint32Array.from(all, ([who]) => who),
    parts: [Float64Array.from(all, ([, value]) => value)],
  }
}

test('property: the union of leaves, each person once and in order, with the sum of the parts that are there', () => {
  fc.assert(
    fc.property(fc.array(leaf, { maxLength: 6 }), fc.boolean(), (leaves, sizes) => {
      const members = membersIn(leaves)
      const places = leaves
        .keys()
        .filter((at) => at % 2 === 0 || sizes)
        .toArray()
      const expected = new Map<number, number>()
      for (const at of places)
        for (const [who, value] of leaves[at]!)
          if (!Number.isNaN(value))
            expected.set(who, (expected.get(who) ?? 0) + (sizes ? Math.abs(value) : value))
      const found = (sizes ? sizesOf : membersOf)({ members }, places, 0)
      const sorted = [...expected].sort(([a], [b]) => a - b)
      expect([...found.person]).toEqual(sorted.map(([who]) => who))
      expect([...found.part]).toEqual(sorted.map(([, value]) => value))

      const rows = membersOf({ members }, places, null)
      const everyone = new Set(places.flatMap((at) => leaves[at]!.map(([who]) => who)))
      expect([...rows.person]).toEqual([...everyone].sort((a, b) => a - b))
      expect(rows.part.every((one) => one === 1)).toBe(true)
    }),
  )
})

test('many members take the long digits', () => {
  const many = 20_000
  const members: Members = {
    start: Uint32Array.of(0, many),
    person: Uint32Array.from({ length: many }, (_, at) => Math.imul(at + 1, 0x9e3779b1) >>> 0),
    parts: [Float64Array.from({ length: many }, (_, at) => at)],
  }
  const { person, part } = membersOf({ members }, [0], 0)
  expect(person.length).toBe(many)
  expect(person.every((who, at) => at === 0 || who > person[at - 1]!)).toBe(true)
  expect(members.person[part[777]!]).toBe(person[777])
})

test('a base without members fails closed', () => {
  expect(() => membersOf({ members: null }, [0], null)).toThrow(TypeError)
  expect(() => membersOf({ members: membersIn([[]]) }, [0], 3)).toThrow(TypeError)
})
