import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rawBase, rollupOf } from './check.fixture.ts'
import {
  type CheckedRow,
  type CheckRules,
  checkBases,
  isRest,
  isWithheld,
  membersOf,
  type RawBase,
} from './index.ts'
import { COUNT_ROWS, samplesOf, someRules, SUM, tableOf, tableShape } from './tables.fixture.ts'
import { roundCount } from './rounding.ts'
import { systemRandom } from '../../kernel/index.ts'

const random = systemRandom
const RUNS = { numRuns: 100 }
const ALL = [0, 1, 2]

const shownIn = (rows: readonly CheckedRow[], cell: number) =>
  rows.filter(({ cells }) => !isWithheld(cells[cell]))
const within = (inner: readonly number[], outer: ReadonlySet<number>) =>
  inner.every((leaf) => outer.has(leaf))

/** What is left of a shown value without the shown values inside it: the smallest sums that anybody can compute. */
function restsOf(rows: readonly CheckedRow[], cell: number): (readonly number[])[] {
  const shown = shownIn(rows, cell)
  return shown.map((row) => {
    const all = new Set(row.leaves)
    const below = shown.filter(
      (other) => other !== row && rollsUp(row) > rollsUp(other) && within(other.leaves, all),
    )
    const seen = new Set(below.flatMap(({ leaves }) => leaves))
    return row.leaves.filter((leaf) => !seen.has(leaf))
  })
}
const rollsUp = ({ rolled }: CheckedRow) => rolled.filter(Boolean).length

/** By the formulas of ACRO 1.0.1 as they stand, over one person's parts of the finest groups by size. */
function fails(raw: RawBase, leaves: readonly number[], rules: CheckRules): boolean {
  const finest = leaves.map((leaf) => membersOf(raw, [leaf], SUM))
  const sizes = new Map<number, number>()
  for (const { person, part } of finest)
    for (const [at, who] of person.entries()) sizes.set(who, (sizes.get(who) ?? 0) + Math.abs(part[at]!))
  const sorted = [...sizes.values()].sort((a, b) => b - a)
  const total = sorted.reduce((a, b) => a + b, 0)
  if (total === 0) return false
  const { dominance, pPercent } = rules
  const largest = sorted.slice(0, dominance?.n).reduce((a, b) => a + b, 0)
  const [first = 0, second = 0] = sorted
  return (
    (dominance !== null && largest / total >= dominance.percent / 100) ||
    (pPercent !== null && (total - first - second) / first < pPercent / 100)
  )
}

describe('what can be computed from a result', () => {
  test('every smallest sum rests on k persons with a value, and no sum is dominated', () => {
    fc.assert(
      fc.property(tableShape, someRules, fc.constantFrom(0, 0.3), (shape, rules, refunds) => {
        const raw = tableOf({ ...shape, refunds })
        const { rows } = checkBases([raw], rules, random).bases[0]!
        for (const cell of ALL) {
          for (const { leaves } of shownIn(rows, cell)) mustBeSafe(raw, leaves, cell, rules)
          for (const rest of restsOf(rows, cell)) if (rest.length > 0) mustBeSafe(raw, rest, cell, rules)
        }
      }),
      RUNS,
    )
  })

  function mustBeSafe(raw: RawBase, leaves: readonly number[], cell: number, rules: CheckRules): void {
    expect(membersOf(raw, leaves, cell).person.length).toBeGreaterThanOrEqual(rules.minGroup)
    if (cell === SUM) expect(fails(raw, leaves, rules)).toBe(false)
  }

  test('every row rests on k persons and the least institutions, but for the grand total that stays', () => {
    fc.assert(
      fc.property(tableShape, someRules, (shape, rules) => {
        const samples = samplesOf(shape)
        const raw = tableOf(shape)
        const finest = raw.rows.filter(({ set }) => set === 0)
        for (const row of checkBases([raw], rules, random).bases[0]!.rows) {
          if (row.cells.every(isWithheld) && row.rolled.every(Boolean)) continue
          const keys = new Set(row.leaves.map((leaf) => JSON.stringify(finest[leaf]!.keys)))
          const held = samples.filter((sample) => keys.has(JSON.stringify(sample.keys)))
          expect(new Set(held.map(({ person }) => person)).size).toBeGreaterThanOrEqual(rules.minGroup)
          const institutions = new Set(held.map(({ institution }) => institution)).size
          expect(institutions).toBeGreaterThanOrEqual(rules.minInstitutions)
        }
      }),
      RUNS,
    )
  })
})

test('values are the sums over their leaves, rounded part by part', () => {
  fc.assert(
    fc.property(tableShape, someRules, (shape, rules) => {
      const raw = tableOf(shape)
      const finest = raw.rows.filter(({ set }) => set === 0)
      const { rows } = checkBases([raw], rules, random).bases[0]!
      for (const cell of ALL) {
        const sum = (leaves: readonly number[]) =>
          leaves.reduce((total, leaf) => total + Number(finest[leaf]!.cells[cell]!.value), 0)
        const shown = shownIn(rows, cell)
        const parts = restsOf(rows, cell).map((leaves, at) => ({ leaves, sum: sum(leaves), row: shown[at]! }))
        for (const row of shown) {
          const held = new Set(row.leaves)
          const inside = parts.filter(
            (part) =>
              part.leaves.length > 0 && within(part.leaves, held) && rollsUp(part.row) <= rollsUp(row),
          )
          const expected = inside.reduce(
            (total, part) => total + (cell === SUM ? part.sum : Number(roundCount(part.sum, rules.rounding))),
            0,
          )
          expect(row.cells[cell]).toBe(expected)
        }
      }
    }),
    RUNS,
  )
})

test('one person less changes the values of no rows but those that hold the person', () => {
  fc.assert(
    fc.property(tableShape, someRules, fc.nat(120), (shape, drawn, person) => {
      const rules = { ...drawn, slack: 0 }
      const samples = samplesOf(shape)
      const keyed = (persons: typeof samples) => {
        const raw = rawBase(persons, tableOf(shape).cells, rollupOf(shape.widths.length))
        const { rows } = checkBases([raw], rules, random).bases[0]!
        return new Map(
          rows
            .filter(({ keys }) => !keys.some(isRest))
            .map((row) => [JSON.stringify([row.keys, row.rolled]), row] as const),
        )
      }
      const after = keyed(samples.filter((sample) => sample.person !== person))
      for (const [key, row] of keyed(samples)) {
        const holds = samples.some(
          (sample) =>
            sample.person === person &&
            row.keys.every((one, at) => row.rolled[at] || one === sample.keys[at]),
        )
        const other = after.get(key)
        if (holds || !other) continue
        for (const cell of ALL) {
          const [one, two] = [row.cells[cell], other.cells[cell]]
          if (!isWithheld(one) && !isWithheld(two)) expect(two).toBe(one)
        }
      }
    }),
    RUNS,
  )
})

test('the order in which an engine brings rows and members changes nothing', () => {
  fc.assert(
    fc.property(tableShape, someRules, (shape, drawn) => {
      const rules = { ...drawn, slack: 0 }
      const samples = samplesOf(shape)
      const sets = rollupOf(shape.widths.length)
      const { cells } = tableOf(shape)
      const plain = (raw: RawBase) =>
        checkBases([raw], rules, random)
          .bases[0]!.rows.map(({ keys, rolled, cells }) => JSON.stringify([keys, rolled, cells]))
          .sort()
      expect(plain(rawBase(samples.toReversed(), cells, sets))).toEqual(plain(rawBase(samples, cells, sets)))
      expect(cells[COUNT_ROWS]!.kind).toBe('frequency')
    }),
    RUNS,
  )
})

test('slack above k only takes away: many runs together show no more than k alone', () => {
  fc.assert(
    fc.property(tableShape, someRules, (shape, drawn) => {
      const raw = tableOf(shape)
      const keyed = (slack: number) =>
        new Map(
          checkBases([raw], { ...drawn, slack, rounding: 'none' }, random).bases[0]!.rows.map(
            (row) => [JSON.stringify([row.keys, row.rolled]), row] as const,
          ),
        )
      const sharp = keyed(0)
      for (const [key, row] of keyed(6)) {
        for (const cell of ALL) {
          if (isWithheld(row.cells[cell])) continue
          expect([key, row.cells[cell], row.leaves]).toEqual([
            key,
            sharp.get(key)?.cells[cell],
            sharp.get(key)?.leaves,
          ])
        }
      }
    }),
    RUNS,
  )
})

test('slack without randomness fails closed', () => {
  const raw = tableOf({ seed: 1, persons: 9, rows: 9, widths: [1], skew: 1, missing: 0 })
  const rules = { minGroup: 2, minInstitutions: 0, dominance: null, pPercent: null } as const
  expect(() => checkBases([raw], { ...rules, slack: 3, rounding: 'none', smallGroups: 'merge' })).toThrow(
    TypeError,
  )
})
