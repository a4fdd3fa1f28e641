import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RawTable } from './model.ts'
import { checkTable } from './index.ts'

const columns: RawTable['columns'] = [
  { name: 'sex', type: 'VARCHAR', role: 'key' },
  { name: 'n', type: 'BIGINT', role: 'statistic' },
  { name: 'cost', type: 'HUGEINT', role: 'statistic' },
]
const withheld = { withheld: 'min-group' }

describe('minimum group', () => {
  test('a grouped row below k is left out entirely', () => {
    const raw: RawTable = {
      columns,
      rows: [
        ['1', 40, 900],
        ['2', 12, 5],
      ],
      support: [
        [10, 10, 10],
        [9, 9, 9],
      ],
      scalar: false,
    }
    const checked = checkTable(raw, { minGroup: 10 })
    expect(checked.rows).toEqual([['1', 40, 900]])
    expect(checked.verdict).toBe('pass')
    expect(checked.record[0]?.result).toEqual({ rows: 1, rowsLeftOut: 1, cellsWithheld: 0 })
  })

  test('a cell below k in a row that stays is withheld', () => {
    const raw: RawTable = { columns, rows: [['1', 40, 900]], support: [[30, 30, 9]], scalar: false }
    expect(checkTable(raw, { minGroup: 10 }).rows).toEqual([['1', 40, withheld]])
  })

  test('nobody looks like k − 1 persons: scalar and grouped', () => {
    const scalar = (support: number, value: number | null) =>
      checkTable(
        { columns: columns.slice(1), rows: [[support, value]], support: [[support, support]], scalar: true },
        { minGroup: 10 },
      )
    expect(scalar(0, null).rows).toEqual([[withheld, withheld]])
    expect(scalar(9, 77).rows).toEqual(scalar(0, null).rows)
    expect(scalar(9, 77).verdict).toBe(scalar(0, null).verdict)
    const none = checkTable({ columns, rows: [], support: [], scalar: false }, { minGroup: 10 })
    const few = checkTable(
      { columns, rows: [['1', 3, 3]], support: [[3, 3, 3]], scalar: false },
      { minGroup: 10 },
    )
    expect([few.rows, few.verdict]).toEqual([none.rows, none.verdict])
  })

  test('a missing support number is nobody', () => {
    expect(
      checkTable({ columns, rows: [['1', 40, 900]], support: [], scalar: false }, { minGroup: 1 }).rows,
    ).toEqual([])
  })

  test('property: no value with support below k comes out, and none above is lost', () => {
    const table = fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)), { maxLength: 30 })
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 20 }), fc.boolean(), (support, minGroup, scalar) => {
        const rows = support.map((_, row) => [`${row}`, row * 2, row * 3])
        const checked = checkTable({ columns, rows, support, scalar }, { minGroup })
        for (const row of checked.rows) {
          const original = rows.findIndex((one) => row.some((cell, at) => cell === one[at]))
          row.forEach((cell, at) => {
            const allowed = original >= 0 && support[original]![at]! >= minGroup
            expect(typeof cell === 'object' ? !allowed || original < 0 : allowed).toBe(true)
          })
        }
        const expected = scalar ? support.length : support.filter(([row]) => row >= minGroup).length
        expect(checked.rows).toHaveLength(expected)
      }),
    )
  })
})
