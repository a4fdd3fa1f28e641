import type { Look } from '../look/look.ts'
import type { Column } from './columns.ts'
import type { Table } from './model.ts'
import { isExtremeName } from './names.ts'
import { decimalsOf, numberOf } from './numbers.ts'

const MANY_DECIMALS = 6

/** Least and greatest values, as columns or as rows; and figures of more decimals than a result needs. */
export function lookAtFigures(look: Look, table: Table, columns: readonly Column[]): void {
  look.looked('extremes', columns.length)
  for (const { at, name, kind } of columns) {
    if (isExtremeName(name) && kind !== 'text') look.found('extremes', table.column(at))
  }
  for (const [row, cells] of table.rows.entries()) {
    const at = cells.findIndex((cell) => cell.trim() !== '')
    if (at < 0 || !isExtremeName(cells[at]!)) continue
    const value = cells.findIndex((cell, column) => column > at && numberOf(cell) !== null)
    if (value >= 0) look.found('extremes', table.cell(row, value), { group: `${table.place} rows` })
  }
  look.looked('decimals', columns.length)
  for (const { at, cells, numbers } of columns) {
    const long = cells.filter((cell, row) => numbers[row] !== null && decimalsOf(cell) > MANY_DECIMALS).length
    if (long > 0) look.found('decimals', table.column(at))
  }
}
