import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { hiddenOf, isNarrow, loadSolver, type Solve } from './bounds.fixture.ts'
import { someRules, tableShape } from './tables.fixture.ts'

const RUNS = 40

let solve: Solve
beforeAll(async () => {
  solve = await loadSolver()
})

describe('bounds of withheld values by linear programming', () => {
  test('none is narrower than its protection interval', () => {
    let bounded = 0
    fc.assert(
      fc.property(tableShape, someRules, (shape, rules) => {
        const hidden = hiddenOf(shape, rules, 'on', solve)
        bounded += hidden.filter(({ high }) => Number.isFinite(high)).length
        expect(hidden.filter(isNarrow)).toEqual([])
      }),
      { numRuns: RUNS },
    )
    // What has no bound at all proves nothing: enough of them must be held by what is shown.
    expect(bounded).toBeGreaterThan(RUNS)
  }, 60_000)

  test('without complementary withholding some are computed', () => {
    const found = fc.check(
      fc.property(
        tableShape,
        someRules,
        (shape, rules) => !hiddenOf(shape, rules, 'off', solve).some(isNarrow),
      ),
      { numRuns: 300, endOnFailure: true, seed: 1 },
    )
    expect(found.failed).toBe(true)
  }, 60_000)
})
