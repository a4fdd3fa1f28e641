import type { Look } from '../look/look.ts'
import { lookAtText } from '../rules/text.ts'
import type { Table } from './model.ts'
import { isAmountName } from './names.ts'

/** Short cells of digits and words cannot hold anything that a rule about text looks for. */
const WORTH = /\d{7}|[A-Za-z0-9+/=_-]{12}|@|[\u4e00-\u9fa5]{3}|[\uff10-\uff19]|[\u200b-\u200f]|^\s*[=+@\t-]/
/** A formula that a spreadsheet would run: `=cmd|…`, `@SUM(…)`, `+HYPERLINK(…)`. A lone sign or a number is none. */
const FORMULA = /^[\t\r ]*[=@][A-Za-z(_'"]/
const CALL = /[A-Za-z_]\w{0,60}[(|!]/
const isFormula = (cell: string): boolean => {
  const head = cell.slice(0, 300)
  return FORMULA.test(head) || (/^[\t\r ]*[=+-]/.test(head) && CALL.test(head))
}

/** Each cell as a text of its own, so that what is found is told by its cell. */
export function lookAtCells(look: Look, table: Table): void {
  look.looked('formula-injection')
  const each = (rows: Table['rows'], from: number) => {
    for (const [row, cells] of rows.entries()) {
      for (const [column, cell] of cells.entries()) {
        if (cell.length < 7 && !/^[=@+-][A-Za-z]/.test(cell) && !/[\u4e00-\u9fa5]{3}/.test(cell)) continue
        if (!WORTH.test(cell)) continue
        const place = () => table.cell(row + from, column)
        const group = `${table.place} ${column}`
        if (isFormula(cell)) look.found('formula-injection', place(), { group })
        lookAtText(look, cell, place, { group, amount: isAmountName(table.header[column] ?? '') })
      }
    }
  }
  each(table.above, -table.above.length)
  each(table.rows, 0)
}
