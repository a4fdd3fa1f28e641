import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hiddenOf, isNarrow, loadSolver } from './bounds.fixture.ts'
import { someRules, tableShape } from './tables.fixture.ts'

test('5,000 random hierarchical tables: no withheld value is narrower than its protection interval', async () => {
  const solve = await loadSolver()
  fc.assert(
    fc.property(tableShape, someRules, (shape, rules) => {
      expect(hiddenOf(shape, rules, 'on', solve).filter(isNarrow)).toEqual([])
    }),
    { numRuns: 5000 },
  )
})
