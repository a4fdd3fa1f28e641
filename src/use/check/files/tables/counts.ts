import { roundCount } from '../../rounding.ts'
import type { Look } from '../look/look.ts'
import type { Column } from './columns.ts'
import type { Table } from './model.ts'
import { isCountName } from './names.ts'
import { numberOf } from './numbers.ts'

/** Counts of persons: none below the minimum, zeros with care, all rounded where the contract says so. */
export function lookAtCounts(look: Look, table: Table, columns: readonly Column[]): void {
  for (const column of columns) {
    if (column.kind !== 'count' && column.kind !== 'maybe-count') continue
    for (const [row, value] of column.numbers.entries()) {
      if (value === null) continue
      lookAtCount(
        look,
        value,
        () => table.cell(row, column.at),
        `${table.place} ${column.at}`,
        column.kind === 'count',
      )
    }
  }
  for (const [row, cells] of table.rows.entries()) {
    const label = cells.find((cell) => cell.trim() !== '') ?? ''
    if (!isCountName(label)) continue
    for (const [at, cell] of cells.entries()) {
      const value = numberOf(cell)
      if (value === null || columns[at]?.kind === 'count') continue
      lookAtCount(look, value, () => table.cell(row, at), `${table.place} row ${row}`, true)
    }
  }
}

/** One number of persons. `sure`: somebody or its name says that it is one. */
export function lookAtCount(
  look: Look,
  value: number,
  place: () => string,
  group: string,
  sure: boolean,
): void {
  const { minGroup, rounding, zeros = 'review' } = look.terms
  const verdict = sure ? 'fail' : 'review'
  look.looked('small-count')
  if (value > 0 && value < Number(roundCount(minGroup, rounding)))
    look.found('small-count', place(), { verdict, group })
  if (sure && zeros === 'review') {
    look.looked('zero-count')
    // What was rounded to nothing may have been some.
    if (value === 0 && rounding === 'none') look.found('zero-count', place(), { group })
  }
  if (rounding === 'none') return
  look.looked('unrounded')
  const whole = Number.isSafeInteger(value) && value >= 0
  if (whole ? Number(roundCount(value, rounding)) !== value : sure)
    look.found('unrounded', place(), { verdict, group })
}
