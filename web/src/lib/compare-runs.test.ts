import { expect, test } from 'vitest'
import type { OutputTable } from '../api/types.ts'
import { changeOf, compareOutputs } from './compare-runs.ts'

const table = (rows: OutputTable['rows'], statistic = 'n'): OutputTable => ({
  columns: [
    { name: 'gend', type: 'VARCHAR', role: 'key' },
    { name: statistic, type: 'BIGINT', role: 'statistic' },
  ],
  rows,
  minGroup: 10,
})

test('results of the same columns are laid side by side by their keys', () => {
  const compared = compareOutputs(
    table([
      ['1', 100],
      ['2', { withheld: 'protected' }],
      [{ rest: true }, 30],
    ]),
    table([
      [{ rest: true }, 45],
      ['1', 110],
      ['9', 20],
    ]),
  )
  expect(compared?.rows).toEqual([
    { keys: ['1'], pairs: [{ before: 100, after: 110 }] },
    { keys: ['2'], pairs: [{ before: { withheld: 'protected' }, after: undefined }] },
    { keys: [{ rest: true }], pairs: [{ before: 30, after: 45 }] },
    { keys: ['9'], pairs: [{ before: undefined, after: 20 }] },
  ])
  expect(compareOutputs(table([]), table([], 'm'))).toBeNull()
})

test('a change is told only between two numbers', () => {
  expect(changeOf(100, '110')).toBeCloseTo(0.1)
  expect(changeOf(0, 5)).toBeNull()
  expect(changeOf({ withheld: 'protected' }, 5)).toBeNull()
  expect(changeOf(5, undefined)).toBeNull()
})
