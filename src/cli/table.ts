import type { OutputTable } from '../use/run/index.ts'

const WIDE = /[\u1100-\u115f\u2e80-\uffdc]/g

/** Columns on a terminal: East Asian characters are two cells wide. */
const width = (text: string): number => text.length + (text.match(WIDE)?.length ?? 0)

/** A released table as text for a terminal. */
export function textTable(output: OutputTable, most = 20): string[] {
  const head = output.columns.map((column) => column.name)
  const body = output.rows.slice(0, most).map((row) => row.map(cellText))
  const widths = head.map((name, index) =>
    Math.max(width(name), ...body.map((row) => width(row[index] ?? ''))),
  )
  const line = (cells: readonly string[]) =>
    cells.map((cell, index) => cell + ' '.repeat(Math.max(0, widths[index]! - width(cell)))).join('  ')
  const rest = output.rows.length - body.length
  return [
    line(head),
    widths.map((size) => '─'.repeat(size)).join('  '),
    ...body.map(line),
    ...(rest > 0 ? [`… +${rest}`] : []),
  ]
}

function cellText(cell: OutputTable['rows'][number][number]): string {
  if (cell === null) return ''
  if (typeof cell === 'object') return '░░ withheld'
  return typeof cell === 'number' && !Number.isInteger(cell) ? cell.toFixed(2) : String(cell)
}
