import { type ErrorCode, XinyuError } from '../../../../../kernel/errors/index.ts'
import { type Exact, isExactObject } from '../exact-json.ts'
import { cellOf } from '../rows.ts'
import type { Cell } from '../../source.ts'
import type { PushSettings, PushTable } from './model.ts'

/** Why one row was not taken. Names and places only, never a value. */
export interface Rejection {
  readonly table: string
  /** From 1, in the order of the message. */
  readonly row: number
  readonly code: ErrorCode
  readonly field: string | null
}

export interface SortedTable {
  readonly table: PushTable
  readonly received: number
  readonly accepted: readonly (readonly Cell[])[]
  readonly rejections: readonly Rejection[]
}

/** Parts the rows of a message into those that are taken and those that are not. @throws XinyuError PUSH_TABLE, PUSH_FIELD, PUSH_ROWS_LIMIT */
export function sortRows(input: { readonly [table: string]: Exact }, settings: PushSettings): SortedTable[] {
  const names = Object.keys(input)
  if (names.length === 0) throw new XinyuError('PUSH_FIELD', { field: 'input', why: 'holds no table' })
  const lists = names.map((name) => {
    const table = settings.tables.find((one) => one.name === name)
    const tables = settings.tables.map((one) => one.name).join(', ')
    if (!table) throw new XinyuError('PUSH_TABLE', { table: name.slice(0, 60), tables })
    const rows = input[name]!
    if (!Array.isArray(rows))
      throw new XinyuError('PUSH_FIELD', { field: `input.${name}`, why: 'must be a list of rows' })
    return { table, rows }
  })
  const { maxRows } = settings
  if (lists.reduce((sum, { rows }) => sum + rows.length, 0) > maxRows) {
    throw new XinyuError('PUSH_ROWS_LIMIT', { max: maxRows })
  }
  return lists.map(({ table, rows }) => sortTable(table, rows))
}

function sortTable(table: PushTable, rows: readonly Exact[]): SortedTable {
  const accepted: Cell[][] = []
  const rejections: Rejection[] = []
  const known = new Set(table.columns)
  for (const [i, row] of rows.entries()) {
    const cells = cellsOf(table, known, row)
    if (Array.isArray(cells)) accepted.push(cells)
    else rejections.push({ table: table.name, row: i + 1, ...cells })
  }
  return { table, received: rows.length, accepted, rejections }
}

type Fault = Pick<Rejection, 'code' | 'field'>

function cellsOf(table: PushTable, known: ReadonlySet<string>, row: Exact): Cell[] | Fault {
  if (!isExactObject(row)) return { code: 'PUSH_ROW_NOT_OBJECT', field: null }
  const extra = Object.keys(row).find((name) => !known.has(name))
  if (extra !== undefined) return { code: 'PUSH_ROW_FIELD', field: extra.slice(0, 60) }
  const cells: Cell[] = []
  for (const name of table.columns) {
    const cell = cellOf(row[name] ?? null)
    if (cell === undefined) return { code: 'PUSH_ROW_NESTED', field: name }
    if ((cell === null || cell === '') && table.key.includes(name))
      return { code: 'PUSH_ROW_KEY', field: name }
    cells.push(cell)
  }
  return cells
}
