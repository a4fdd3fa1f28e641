import { type Duck, quoteName, quotePath } from '../../../source/child/index.ts'
import type { BoundTable } from '../model.ts'

/** SQL of a version's parts as one relation with `__row`, dense from 0 in the order of the parts. */
export async function relationOf(duck: Duck, files: readonly string[]): Promise<string> {
  const parts: string[] = []
  let offset = 0
  for (const file of files) {
    parts.push(
      `SELECT * EXCLUDE (file_row_number), file_row_number + ${offset} AS __row
       FROM read_parquet(${quotePath(file)}, file_row_number = true)`,
    )
    const [meta] = await duck.rows(`SELECT num_rows FROM parquet_file_metadata(${quotePath(file)})`)
    offset += Number(meta!['num_rows'])
  }
  return `(${parts.join(' UNION ALL ')})`
}

/** SQL of the rows in quarantine as the columns of the version; what cannot be read as its type is left empty. */
export function ghostsOf(file: string, columns: BoundTable['columns']): string {
  const cells = columns.map(
    ({ name, type }) => `TRY_CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`,
  )
  return `(SELECT ${cells.join(', ')} FROM read_parquet(${quotePath(file)}))`
}
