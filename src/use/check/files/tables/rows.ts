import type { Look } from '../look/look.ts'
import type { Column } from './columns.ts'
import type { Table } from './model.ts'
import { isIdentifyingName, quasiKind } from './names.ts'

/** Below this many rows nobody can tell rows of persons from rows of groups by their form. */
const LEAST_ROWS = 20
const MANY_ROWS = 5_000
/** Groups are named once; persons who are alike come again. */
const REPEATED = 0.1

/** Does each row stand for one person or record? */
export function isRowLevel(look: Look, columns: readonly Column[]): boolean {
  const rows = columns[0]?.cells.length ?? 0
  const persons = look.context?.persons ?? null
  const counted = columns.some(({ kind }) => kind === 'count')
  if (rows < LEAST_ROWS) {
    // A few rows under the names of persons are rows of persons nevertheless.
    const identified = columns.some((column) => isIdentifyingName(column.name, look.terms.identifying))
    return rows >= 3 && identified && !counted
  }
  if (persons !== null && persons >= LEAST_ROWS && !counted && rows >= persons * 0.8 && rows <= persons * 1.2)
    return true
  if (counted) return false
  const kinds = new Set(columns.map(({ name }) => quasiKind(name)).filter((kind) => kind !== null))
  if (kinds.has('prediction') && columns.length >= 2) return true
  if (columns.some((column) => isIdentifyingName(column.name, look.terms.identifying))) return true
  return (
    (kinds.size >= 3 && isSparse(columns, rows)) ||
    ((kinds.size >= 3 || unnamed(columns)) && repeats(columns, rows))
  )
}

/** Groups fill most of what their names allow; persons are spread over it. */
const SPARSE = 0.05

function isSparse(columns: readonly Column[], rows: number): boolean {
  const kinds = columns.filter(({ name }) => quasiKind(name) !== null && quasiKind(name) !== 'amount')
  const possible = kinds.reduce((all, { cells }) => all * new Set(cells).size, 1)
  return rows < possible * SPARSE
}

/** A few rows with an age in years, another trait and no count: the most expensive five, such as. */
function isFewPersons(columns: readonly Column[]): boolean {
  const rows = columns[0]?.cells.length ?? 0
  if (rows < 3 || rows >= LEAST_ROWS || columns.some(({ kind }) => kind === 'count')) return false
  const kinds = new Set(columns.map(({ name }) => quasiKind(name)).filter((kind) => kind !== null))
  const ages = columns.some(({ name, kind }) => quasiKind(name) === 'age' && kind !== 'text')
  return ages && kinds.size >= 3
}

/** Rows without a header, with several columns of different numbers. */
const unnamed = (columns: readonly Column[]): boolean =>
  columns.every(({ name }) => name === '') && columns.filter(({ kind }) => kind !== 'text').length >= 2

/** Take what names a group (few different values): do equal combinations come more than once? */
function repeats(columns: readonly Column[], rows: number): boolean {
  const naming = columns.filter(({ cells, name }) => {
    const distinct = new Set(cells).size
    return distinct <= Math.max(2, rows * 0.6) && quasiKind(name) !== 'amount'
  })
  const seen = new Set<string>()
  let again = 0
  for (let row = 0; row < rows; row++) {
    const key = naming.map(({ cells }) => cells[row]).join('\u0000')
    if (seen.has(key)) again++
    seen.add(key)
  }
  return again >= rows * REPEATED
}

export function lookAtRows(look: Look, table: Table, columns: readonly Column[], single: boolean): void {
  look.looked('row-level')
  if (isFewPersons(columns))
    look.found('row-level', table.place || `${table.rows.length} rows`, { verdict: 'review' })
  if (single) look.found('row-level', table.place || `${table.rows.length} rows`)
  look.looked('many-rows')
  if (table.rows.length > MANY_ROWS) look.found('many-rows', table.place || `${table.rows.length} rows`)
}
