import fc from 'fast-check'
import { FREQUENCY, LINEAR, rawBase, rollupOf, type Sample } from './check.fixture.ts'
import type { CheckRules, RawBase } from './model.ts'

/** A table as nature makes them: persons of skewed sizes in skewed groups, some values missing, some groups tiny. */
export interface TableShape {
  readonly seed: number
  readonly persons: number
  readonly rows: number
  /** How many groups each level may have. */
  readonly widths: readonly number[]
  /** 1: even; 4: a few large and many tiny. */
  readonly skew: number
  /** Share of missing values. */
  readonly missing: number
  /** Share of values below nothing, such as refunds; left out: none. */
  readonly refunds?: number
}

export const tableShape: fc.Arbitrary<TableShape> = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  persons: fc.integer({ min: 1, max: 120 }),
  rows: fc.integer({ min: 0, max: 260 }),
  widths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  skew: fc.integer({ min: 1, max: 4 }),
  missing: fc.constantFrom(0, 0.2, 0.7),
})

export const someRules: fc.Arbitrary<CheckRules> = fc.record({
  minGroup: fc.integer({ min: 1, max: 12 }),
  slack: fc.constantFrom(0, 0, 4),
  minInstitutions: fc.constantFrom(0, 0, 2, 4),
  dominance: fc.constantFrom(null, { n: 1, percent: 60 }, { n: 2, percent: 85 }),
  pPercent: fc.constantFrom(null, 10, 40),
  rounding: fc.constantFrom('none' as const, 'base5' as const, 'midpoint6' as const),
  smallGroups: fc.constantFrom('withhold' as const, 'merge' as const),
})

/** Cells: count(*), count(x), sum(x), under ROLLUP of all levels. */
export function samplesOf({ seed, persons, rows, widths, skew, missing, refunds = 0 }: TableShape): Sample[] {
  const random = fromSeed(seed)
  const skewed = (below: number) => Math.floor(random() ** skew * below)
  return Array.from({ length: rows }, (): Sample => {
    const person = Math.floor(random() * persons)
    const size = Math.floor(Math.exp(random() ** skew * 9))
    const value = random() < missing ? null : random() < refunds ? -size : size
    return {
      person,
      institution: skewed(8),
      keys: widths.map((width) => `g${skewed(width)}`),
      values: [1, value === null ? null : 1, value],
    }
  })
}

export const COUNT_ROWS = 0
export const COUNT = 1
export const SUM = 2

export const tableOf = (shape: TableShape): RawBase =>
  rawBase(samplesOf(shape), [FREQUENCY, FREQUENCY, LINEAR], rollupOf(shape.widths.length))

/** mulberry32: small, and the same for a seed everywhere. */
export function fromSeed(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
