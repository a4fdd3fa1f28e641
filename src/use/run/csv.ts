import type { OutputTable } from './model.ts'

const FORMULA = /^[=+\-@\t\r]/

/** RFC 4180 text of an output, UTF-8 with byte order mark so that spreadsheets read Chinese. Withheld cells say so. */
export function outputCsv(output: OutputTable): string {
  const lines = [output.columns.map((column) => column.name), ...output.rows.map((row) => row.map(cellText))]
  return `\uFEFF${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`
}

function cellText(cell: OutputTable['rows'][number][number]): string {
  if (cell === null) return ''
  if (typeof cell === 'object') return 'rest' in cell ? '(other)' : '(withheld)'
  // A text that a spreadsheet would run as a formula is disarmed (CSV injection).
  return typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell)
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
