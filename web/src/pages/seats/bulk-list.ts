import type { BulkRow } from '../../api/seats.ts'

/** One line of the list as it was read: a seat to open, or what is wrong with it. */
export type BulkLine =
  | { readonly line: number; readonly row: BulkRow; readonly wrong: null }
  | { readonly line: number; readonly row: null; readonly wrong: 'columns' | 'project' | 'name' | 'twice' }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const MOST_NAME = 60

/**
 * A pasted or uploaded list: `project, name of the seat[, terminal]`, by comma, tab or semicolon; a first line of
 * headings is passed over.
 */
export function readBulk(text: string): BulkLine[] {
  const seen = new Set<string>()
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, index) => ({ line: index + 1, cells: cellsOf(content) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .filter(({ line, cells }) => line > 1 || UUID.test(cells[0] ?? '') || cells.length < 2)
    .map(({ line, cells }): BulkLine => {
      const [projectId = '', name = '', terminal = ''] = cells
      const bad = (wrong: NonNullable<BulkLine['wrong']>) => ({ line, row: null, wrong })
      if (cells.length < 2 || cells.length > 3) return bad('columns')
      if (!UUID.test(projectId)) return bad('project')
      if (name === '' || name.length > MOST_NAME) return bad('name')
      const key = `${projectId.toLowerCase()} ${name}`
      if (seen.has(key)) return bad('twice')
      seen.add(key)
      return {
        line,
        row: { projectId: projectId.toLowerCase(), name, ...(terminal ? { terminal } : {}) },
        wrong: null,
      }
    })
}

const cellsOf = (content: string): string[] =>
  content.split(/[,;\t，；]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
