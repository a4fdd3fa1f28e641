import { readFile } from 'node:fs/promises'

/** A table as plain cells, with a type for each column that holds all its values exactly. */
export interface PlainTable {
  readonly columns: readonly {
    readonly name: string
    readonly type: 'text' | 'date' | 'timestamp' | `decimal(18,${number})`
  }[]
  readonly rows: (string | null)[][]
}

/** Reads files of the demo's generator: no cell of them holds a line end. */
export async function readTables(paths: readonly string[], key: string): Promise<PlainTable> {
  let header: string[] = []
  const rows = new Map<string, (string | null)[]>()
  for (const path of paths) {
    const [first = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n')
    header = cellsOf(first).map((cell) => cell ?? '')
    const at = header.indexOf(key)
    // Errors are planted in the demo: of rows with the same key a database would have only one.
    for (const line of lines) {
      const row = cellsOf(line)
      if (row[at] !== null && !rows.has(row[at]!)) rows.set(row[at]!, row)
    }
  }
  const all = [...rows.values()]
  const columns = header.map((name, i) => ({ name, type: typeOf(all.map((row) => row[i] ?? null)) }))
  return { columns, rows: all }
}

function cellsOf(line: string): (string | null)[] {
  const cells: (string | null)[] = []
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push(quoted === undefined ? plain || null : quoted.replaceAll('""', '"'))
  return cells
}

function typeOf(cells: readonly (string | null)[]): PlainTable['columns'][number]['type'] {
  const given = cells.filter((cell) => cell !== null)
  if (given.length === 0) return 'text'
  if (given.every((cell) => isDay(cell))) return 'date'
  if (
    given.every((cell) => isDay(cell.slice(0, 10)) && /^ ([01]\d|2[0-3])(:[0-5]\d){2}$/.test(cell.slice(10)))
  )
    return 'timestamp'
  const scale = /\.(\d+)$/.exec(given[0]!)?.[1]?.length ?? 0
  const decimal = new RegExp(`^-?(0|[1-9]\\d{0,11})\\.\\d{${scale}}$`)
  return scale > 0 && given.every((cell) => decimal.test(cell)) ? `decimal(18,${scale})` : 'text'
}

const isDay = (cell: string): boolean =>
  /^(19|20)\d\d-\d\d-\d\d$/.test(cell) && new Date(`${cell}T00:00:00Z`).toISOString().startsWith(cell)

/** Strict CSV: NULL is nothing, everything else stands in quotes. */
export const csvOf = ({ columns, rows }: PlainTable): string =>
  [columns.map(({ name }) => name), ...rows]
    .map((row) => row.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(','))
    .join('\n')
    .concat('\n')
