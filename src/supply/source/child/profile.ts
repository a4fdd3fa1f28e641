import type { Duck } from './duck.ts'
import { CONTENT_SUMS, contentHash, ROW_HASH, rowHash } from './content.ts'
import type { ColumnProfile } from './messages.ts'
import { quoteName } from './sql.ts'

export interface Profiled {
  readonly profile: readonly ColumnProfile[]
  readonly contentHash: string
  readonly rows: number
}

interface Profilable {
  readonly name: string
  /** DuckDB's type. */
  readonly type: string
}

/**
 * Profile of every column and hash of all rows in one reading. `source` is SQL of a relation that has the columns.
 * `nulls` are the numbers of NULL where they are known already.
 */
export async function profileOf(
  duck: Duck,
  source: string,
  columns: readonly Profilable[],
  nulls: readonly number[] | null = null,
): Promise<Profiled> {
  const parts = columns.flatMap(({ name, type }, i) => {
    const column = quoteName(name)
    const ordered = type !== 'VARCHAR' && type !== 'BOOLEAN' && type !== 'BLOB'
    return [
      ...(nulls === null ? [`count(*) - count(${column}) AS n${i}`] : []),
      `approx_count_distinct(${column}) AS d${i}`,
      ...(ordered
        ? [`CAST(min(${column}) AS VARCHAR) AS a${i}`, `CAST(max(${column}) AS VARCHAR) AS z${i}`]
        : []),
    ]
  })
  const hashed = columns.map(({ name }, i) => ({ name, full: nulls?.[i] === 0 }))
  const [row] = await duck.rows(
    `SELECT count(*) AS content_rows, ${[...parts, ...CONTENT_SUMS].join(', ')}
     FROM (SELECT *, ${rowHash(hashed)} AS ${ROW_HASH} FROM ${source})`,
  )
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const profile = columns.map((_, i): ColumnProfile => {
    const range = { min: text(row![`a${i}`]), max: text(row![`z${i}`]) }
    return {
      nulls: nulls?.[i] ?? Number(row![`n${i}`]),
      distinctApprox: Number(row![`d${i}`]),
      ...(range.min === undefined ? {} : { min: range.min }),
      ...(range.max === undefined ? {} : { max: range.max }),
    }
  })
  const rows = Number(row!['content_rows'])
  const sums = { rows, high: String(row!['content_high']), low: String(row!['content_low']) }
  const names = columns.map(({ name }) => name)
  return { profile, rows, contentHash: contentHash(names, sums) }
}
