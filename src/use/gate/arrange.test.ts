import { expect, test } from 'vitest'
import type { Withheld } from '../check/index.ts'
import { arrange } from './arrange.ts'
import type { OrderItem, Plan } from './model.ts'

const withheld: Withheld = { withheld: 'min-group' }
const plan = (order: OrderItem[], limit: number | null = null): Plan => ({
  plan: 'xinyu/1',
  root: { op: 'aggregate', input: { op: 'scan', scan: 0, table: 't', persons: true }, keys: [], cells: [] },
  output: [
    { name: 'sum', from: 'cell', index: 0 },
    { name: 'sex', from: 'key', index: 0 },
  ],
  order,
  limit,
})
const types = ['HUGEINT', 'VARCHAR']
const by = (output: number, descending = false, nullsFirst = false): OrderItem => ({
  output,
  descending,
  nullsFirst,
})

test('without ORDER BY the keys decide, never the place on disk', () => {
  const rows = [
    [1, 'b'],
    [2, null],
    [3, 'a'],
  ]
  const sorted = [rows[2], rows[0], rows[1]]
  expect(arrange(plan([]), types, rows)).toEqual(sorted)
  expect(arrange(plan([]), types, [...rows].reverse())).toEqual(sorted)
})

test('withheld cells sort with the missing ones, both ways, and ties fall back to the keys', () => {
  const rows = [
    [withheld, 'd'],
    [5, 'b'],
    [null, 'c'],
    [5, 'a'],
    [9, 'e'],
  ]
  const keys = (order: OrderItem) => arrange(plan([order]), types, rows).map((row) => row[1])
  expect(keys(by(0))).toEqual(['a', 'b', 'e', 'c', 'd'])
  expect(keys(by(0, true))).toEqual(['e', 'a', 'b', 'c', 'd'])
  expect(keys(by(0, true, true))).toEqual(['c', 'd', 'e', 'a', 'b'])
})

test('exact numbers as text are compared as numbers', () => {
  const rows = [
    ['9007199254740993', 'a'],
    ['9007199254740992', 'b'],
    [10, 'c'],
    ['-9007199254740993', 'd'],
  ]
  expect(arrange(plan([by(0)]), types, rows).map((row) => row[1])).toEqual(['d', 'c', 'b', 'a'])
})

test('LIMIT is applied last', () => {
  const rows = [
    [1, 'a'],
    [3, 'b'],
    [2, 'c'],
  ]
  expect(arrange(plan([by(0, true)], 1), types, rows)).toEqual([[3, 'b']])
  expect(arrange(plan([], 0), types, rows)).toEqual([])
})
