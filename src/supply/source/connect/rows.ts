import type { Cell } from './source.ts'

/** How spooled files are read, whatever is set for the files that users bring. */
export const SPOOLED = { encoding: 'utf-8', delimiter: ',' } as const

const quoted = (cell: string): string => `"${cell.includes('"') ? cell.replaceAll('"', '""') : cell}"`

export const csvHeader = (columns: readonly string[]): string => `${columns.map(quoted).join(',')}\n`

/**
 * Rows as strict CSV: every value in quotes, NULL as nothing at all, so that an empty text stays apart from it. A table
 * of one column writes an empty text for NULL, since a line of nothing is no row.
 */
export function csvRows(rows: readonly (readonly Cell[])[]): string {
  let text = ''
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const cell = row[i] ?? null
      if (i > 0) text += ','
      if (cell !== null) text += quoted(cell)
      else if (row.length === 1) text += '""'
    }
    text += '\n'
  }
  return text
}
