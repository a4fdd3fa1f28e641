import { expect, test } from 'vitest'
import type { OutputTable } from '../api/types.ts'
import { nextOrder, sortRows } from './sort-rows.ts'

const rows: OutputTable['rows'] = [
  ['b', 9],
  ['a', { withheld: 'protected' }],
  [{ rest: true }, 40],
  ['c', '100.5'],
  [null, 1],
]

test('sorts numbers as numbers, also those that come as exact text, and leaves what is not told last', () => {
  const by = (column: number, direction: 'ascending' | 'descending') =>
    sortRows(rows, { column, direction }).map((row) => row[0])
  expect(by(1, 'ascending')).toEqual([null, 'b', { rest: true }, 'c', 'a'])
  expect(by(1, 'descending')).toEqual(['c', { rest: true }, 'b', null, 'a'])
  expect(by(0, 'descending')).toEqual(['c', 'b', 'a', { rest: true }, null])
})

test('a third click brings the order back that it came in', () => {
  const up = nextOrder(null, 1)
  const down = nextOrder(up, 1)
  expect([up?.direction, down?.direction, nextOrder(down, 1)]).toEqual(['ascending', 'descending', null])
  expect(nextOrder(down, 0)).toEqual({ column: 0, direction: 'ascending' })
})
