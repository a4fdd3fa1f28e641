import { type Duck, quoteName, quotePath } from '../../../source/child/index.ts'

/**
 * SQL of a version's parts as one relation with `__row`, dense from 0 in the order of the parts. Rows that an earlier
 * repair sent to quarantine follow: each repair tries them again, and until then they are there to be referred to.
 */
export async function rowed(
  duck: Duck,
  files: readonly string[],
  quarantine: string | null,
): Promise<string> {
  const parts: string[] = []
  let offset = 0
  const add = async (file: string, apart: readonly string[]): Promise<void> => {
    const left = ['file_row_number', ...apart].map(quoteName).join(', ')
    parts.push(
      `SELECT * EXCLUDE (${left}), file_row_number + ${offset} AS __row
       FROM read_parquet(${quotePath(file)}, file_row_number = true)`,
    )
    const [meta] = await duck.rows(`SELECT num_rows FROM parquet_file_metadata(${quotePath(file)})`)
    offset += Number(meta!['num_rows'])
  }
  for (const file of files) await add(file, [])
  if (quarantine !== null) await add(quarantine, ['__row', '__rules', '__columns'])
  // A column that was mended is a date in the parts and still text in quarantine: text holds both.
  return `(${parts.join(' UNION ALL BY NAME ')})`
}
