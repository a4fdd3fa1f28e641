import { shownName } from '../look/place.ts'
import { isCountName } from './names.ts'
import { numberOf } from './numbers.ts'

/** A table found in a file, its cells as the text that a reader sees. */
export interface Table {
  readonly place: string
  /** Names of the columns; empty texts where there is no header. */
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What stands above the header, and the header itself. */
  readonly above: readonly (readonly string[])[]
  /** Place of a row's cell, counted from the first row below the header. */
  cell(row: number, column: number): string
  column(column: number): string
}

export interface TablePlaces {
  readonly place: string
  /** `row` counts all rows, the header included; `name` is fit to be shown. */
  cell(row: number, column: number, name: string): string
  column(column: number, name: string): string
}

/** Titles may stand above the header. */
const SEARCHED = 6

export function tableOf(rows: readonly (readonly string[])[], places: TablePlaces): Table {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const at = headerRow(rows.slice(0, SEARCHED), width)
  const header = Array.from({ length: width }, (_, column) =>
    at < 0 ? '' : (rows[at]![column]?.trim() ?? ''),
  )
  const names = header.map((name, column) => `column ${shownName(name, String(column + 1))}`)
  return {
    place: places.place,
    header,
    rows: rows.slice(at + 1),
    above: rows.slice(0, at + 1),
    cell: (row, column) => places.cell(row + at + 1, column, names[column] ?? `column ${column + 1}`),
    column: (column) => places.column(column, names[column] ?? `column ${column + 1}`),
  }
}

/** The first row that fills nearly the whole width with words; -1 where rows of values begin at once. */
function headerRow(rows: readonly (readonly string[])[], width: number): number {
  const full = (row: readonly string[]) => row.filter((cell) => cell.trim() !== '').length
  return rows.findIndex(
    (row, at) =>
      full(row) >= Math.max(1, width * 0.7) &&
      full(row) >= Math.min(2, width) &&
      isHeader(row, rows[at + 1] ?? []),
  )
}

function isHeader(row: readonly string[], below: readonly string[]): boolean {
  const cells = row.map((cell) => cell.trim()).filter((cell) => cell !== '')
  // A number among the names does not make them values; a count before a number is a row of its own.
  if (cells.slice(1).some(isCountName)) return true
  // Years are names of columns often enough.
  const numbers = cells.filter((cell) => numberOf(cell) !== null && !/^(?:19|20)\d\d$/.test(cell))
  const long = cells.filter((cell) => /\d{8}/.test(cell))
  if (cells.length === 0 || long.length > 0) return false
  return numbers.length === 0 || isCoded(cells, numbers, below[0]?.trim() ?? '')
}

/** Codes as names of columns (`insutype, 1, 2`): a word that is no value of its column, and rising whole numbers. */
function isCoded([first = '']: readonly string[], numbers: readonly string[], below: string): boolean {
  const rising = numbers.every(
    (cell, i) => Number.isInteger(Number(cell)) && (i === 0 || Number(cell) > Number(numbers[i - 1])),
  )
  return (
    rising &&
    /^[A-Za-z_\u4e00-\u9fa5]{3,}/.test(first) &&
    !isCountName(first) &&
    shape(first) !== shape(below)
  )
}

const shape = (cell: string): string =>
  cell
    .replaceAll(/[\u4e00-\u9fa5]+/g, '汉')
    .replaceAll(/[A-Za-z_]+/g, 'a')
    .replaceAll(/\d+/g, '9')
