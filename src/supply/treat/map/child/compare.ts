import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ChildTools, openDuck, quoteName, quotePath } from '../../../source/child/index.ts'
import { dateOfText } from '../sql/forms.ts'

export interface Side {
  readonly files: readonly string[]
  readonly column: string
  readonly key: string
  /** Rows that were made void are nobody's word. */
  readonly validOnly: boolean
}

export interface CompareInput {
  readonly pairs: readonly { readonly date: boolean; readonly source: Side; readonly other: Side }[]
  readonly spill: string
}

export interface Compared {
  /** Rows of the other table whose key the source knows and where both say something. */
  readonly compared: number
  readonly differ: number
}

const valueOf = ({ files, column, key, validOnly }: Side, date: boolean): string => {
  const text = `nullif(trim(CAST(${quoteName(column)} AS VARCHAR)), '')`
  const value = date ? `coalesce(CAST(${dateOfText(text, 'auto', (sql) => sql)} AS VARCHAR), ${text})` : text
  const valid = validOnly ? ` WHERE CAST(vali_flag AS VARCHAR) = '1'` : ''
  return `SELECT CAST(${quoteName(key)} AS VARCHAR) AS k, ${value} AS v FROM read_parquet([${files.map(quotePath).join(', ')}])${valid}`
}

/** Counts, for each pair of sources, the rows that say something else than the source that is right. */
export async function run(input: CompareInput, tools: ChildTools): Promise<Compared[]> {
  await mkdir(input.spill, { recursive: true })
  const files = input.pairs.flatMap(({ source, other }) => [...source.files, ...other.files])
  const duck = await openDuck(
    tools,
    input.spill,
    files.map((file) => dirname(file)),
  )
  try {
    const results: Compared[] = []
    for (const { source, other, date } of input.pairs) {
      const right = `SELECT k, min(v) AS v FROM (${valueOf(source, date)}) GROUP BY k HAVING min(v) = max(v)`
      const [row] = await duck.rows(
        `SELECT count(*) AS compared, count(*) FILTER (o.v <> r.v) AS differ
         FROM (${valueOf(other, date)}) o JOIN (${right}) r ON r.k = o.k WHERE o.v IS NOT NULL`,
      )
      results.push({ compared: Number(row!['compared']), differ: Number(row!['differ']) })
    }
    return results
  } finally {
    await rm(input.spill, { recursive: true, force: true })
  }
}
