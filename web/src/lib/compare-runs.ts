import type { OutputTable } from '../api/types.ts'
import { isRest } from './chart.ts'

type Cell = OutputTable['rows'][number][number]

export interface ComparedRow {
  readonly keys: readonly Cell[]
  /** One pair for each statistic; undefined where that result has no such row. */
  readonly pairs: readonly { readonly before: Cell | undefined; readonly after: Cell | undefined }[]
}

export interface Compared {
  readonly keys: readonly string[]
  readonly statistics: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly ComparedRow[]
}

/** Two results row by row where they have the same columns; null where they have not. */
export function compareOutputs(before: OutputTable, after: OutputTable): Compared | null {
  const shape = (table: OutputTable) => table.columns.map(({ name, role }) => `${role} ${name}`).join('\n')
  if (shape(before) !== shape(after)) return null
  const places = (role: 'key' | 'statistic') =>
    before.columns.flatMap((column, place) => (column.role === role ? [place] : []))
  const [keys, statistics] = [places('key'), places('statistic')]
  const nameOf = (row: readonly Cell[]) =>
    JSON.stringify(keys.map((place) => (isRest(row[place]!) ? { rest: true } : row[place])))
  const left = new Map(before.rows.map((row) => [nameOf(row), row]))
  const right = new Map(after.rows.map((row) => [nameOf(row), row]))
  return {
    keys: keys.map((place) => before.columns[place]!.name),
    statistics: statistics.map((place) => {
      const { name, type } = before.columns[place]!
      return { name, type }
    }),
    rows: [...new Set([...left.keys(), ...right.keys()])].map((name) => {
      const [one, other] = [left.get(name), right.get(name)]
      const row = one ?? other!
      return {
        keys: keys.map((place) => row[place]!),
        pairs: statistics.map((place) => ({ before: one?.[place], after: other?.[place] })),
      }
    }),
  }
}

/** How much more it is, as a share of what it was; null where one of the two is not told or nothing. */
export function changeOf(before: Cell | undefined, after: Cell | undefined): number | null {
  if (!isNumber(before) || !isNumber(after)) return null
  const from = Number(before)
  return from === 0 ? null : Number(after) / from - 1
}

const isNumber = (cell: Cell | undefined): boolean =>
  (typeof cell === 'number' || (typeof cell === 'string' && cell !== '')) && Number.isFinite(Number(cell))
