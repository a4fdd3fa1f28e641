import type { Look } from '../look/look.ts'
import { lookAtAids } from './aids.ts'
import { type Column, columnsOf } from './columns.ts'
import { lookAtCounts } from './counts.ts'
import { lookAtFigures } from './figures.ts'
import type { Table } from './model.ts'
import { isCountName } from './names.ts'
import { lookAtPersons } from './persons.ts'
import { isRowLevel, lookAtRows } from './rows.ts'
import { lookAtShares } from './shares.ts'
import { lookAtCells } from './cells.ts'
import { lookAtTotals } from './totals.ts'

/** All rules about one table. `textSeen`: its cells were looked at as text already. */
export function lookAtTable(look: Look, table: Table, { textSeen = false } = {}): void {
  if (table.rows.length === 0 && table.above.length === 0) return
  const columns = columnsOf(look, table, textSeen)
  if (!textSeen) lookAtCells(look, table)
  lookAtPersons(look, table, columns)
  if (!look.leaves) return
  const single = isRowLevel(look, columns)
  lookAtRows(look, table, columns, single)
  lookAtAids(look, table, columns)
  lookAtFigures(look, table, columns)
  // Where nothing says how many stand behind a row, people ask.
  if (!single && !isCounted(table, columns)) look.forPeople = true
  if (single) return
  const counts = columns.map((column) => counted(column, columns))
  lookAtCounts(look, table, counts)
  lookAtTotals(look, table, counts)
  lookAtShares(look, table, counts)
}

const isCounted = (table: Table, columns: readonly Column[]): boolean =>
  columns.some(({ kind }) => kind === 'count') || table.rows.some(([label = '']) => isCountName(label))

/** Where one column is known to hold the counts, whole numbers in others are other things. */
function counted(column: Column, all: readonly Column[]): Column {
  const named = all.some(({ kind }) => kind === 'count')
  return named && column.kind === 'maybe-count' ? { ...column, kind: 'number' } : column
}
