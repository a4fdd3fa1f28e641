import type { Look } from '../look/look.ts'
import type { Column } from './columns.ts'
import type { Table } from './model.ts'
import { isTotalName } from './names.ts'
import { isWithheld } from './numbers.ts'

interface Cell {
  readonly value: number | null
  readonly withheld: boolean
  readonly place: string
}

/** A withheld cell that the total gives away, by column and by row; a group that was left out and shows in the total. */
export function lookAtTotals(look: Look, table: Table, columns: readonly Column[]): void {
  const counts = columns.filter(({ kind }) => kind === 'count' || kind === 'maybe-count')
  const labels = columns.filter(({ kind }) => kind === 'text')
  const totals = table.rows.flatMap((_, row) =>
    labels.some(({ cells }) => isTotalName(cells[row] ?? '')) ? [row] : [],
  )
  const cellAt = (row: number, column: Column): Cell => ({
    value: column.numbers[row] ?? null,
    withheld: isWithheld(column.cells[row] ?? ''),
    place: table.cell(row, column.at),
  })
  // More totals than one are subtotals: whose rows are whose is left to people.
  const [totalRow] = totals
  if (totals.length === 1 && totalRow !== undefined) {
    const others = table.rows
      .map((_, row) => row)
      .filter((row) => row !== totalRow && table.rows[row]!.some((cell) => cell.trim() !== ''))
    for (const column of counts) {
      look.looked('total-reveals')
      line(
        look,
        column.numbers[totalRow] ?? null,
        others.map((row) => cellAt(row, column)),
        cellAt(totalRow, column).place,
      )
    }
  }
  const total = columns.find(({ name, kind }) => isTotalName(name) && kind !== 'text')
  const parts = columns.filter(
    ({ at, name, kind }) =>
      at !== total?.at && kind !== 'share' && kind !== 'number' && !isLabel(table, at) && name !== '',
  )
  if (!total || parts.length < 2) return
  for (const row of table.rows.keys()) {
    look.looked('total-reveals')
    line(
      look,
      total.numbers[row] ?? null,
      parts.map((column) => cellAt(row, column)),
      cellAt(row, total).place,
    )
  }
}

/** The columns that name rows stand first and hold words. */
const isLabel = (table: Table, at: number): boolean =>
  table.rows.filter((row) => /[A-Za-z\u4e00-\u9fa5]/.test(row[at] ?? '') && !isWithheld(row[at] ?? ''))
    .length >
  table.rows.length / 2

function line(look: Look, total: number | null, cells: readonly Cell[], place: string): void {
  if (total === null || cells.length < 2) return
  const shown = cells.reduce((sum, { value }) => sum + (value ?? 0), 0)
  const hidden = cells.filter(({ value, withheld }) => value === null && withheld)
  const rest = total - shown
  if (hidden.length === 1 && rest > 0) look.found('total-reveals', hidden[0]!.place)
  const missing =
    hidden.length === 0 && look.terms.rounding === 'none' && rest > 0 && rest < look.terms.minGroup
  if (missing) look.found('total-reveals', place)
}
