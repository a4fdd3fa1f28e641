import type { RowSet } from '../bureau.ts'
import { type BureauTable, TABLE_COLUMNS } from '../tables.ts'
import { fromBytes, toBytes } from '../text.ts'

const POSITION = Object.fromEntries(
  Object.entries(TABLE_COLUMNS).map(([table, columns]) => [table, new Map(columns.map((c, i) => [c, i]))]),
) as Record<BureauTable, Map<string, number>>

const at = (table: BureauTable, column: string): number => {
  const found = POSITION[table].get(column)
  if (found === undefined) throw new Error(`demo data: ${table} has no column ${column}`)
  return found
}

/** The value of a cell as ordinary text. No value of the demo holds a comma or a quote. */
export const getCell = (table: BureauTable, row: string, column: string): string =>
  fromBytes(row.split(',')[at(table, column)]!)

export function setCell(table: BureauTable, row: string, column: string, value: string): string {
  const cells = row.split(',')
  cells[at(table, column)] = toBytes(value)
  return cells.join(',')
}

/** Number of rows of the person that are valid and whose cell fits. */
export const countRows = (rows: RowSet, table: BureauTable, column: string, value: string): number =>
  rows[table].filter(
    (row) => getCell(table, row, column) === value && getCell(table, row, 'vali_flag') === '1',
  ).length
