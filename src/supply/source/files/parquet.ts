import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { Duck } from '../child/duck.ts'
import { quoteName, quotePath, quoteText } from '../child/sql.ts'

/** Types that print as one plain text. Decimals print exactly; what a float holds prints as the shortest text of it. */
const PLAIN =
  /^(?:VARCHAR|BOOLEAN|U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DECIMAL\(\d+,\d+\)|FLOAT|DOUBLE|DATE|TIME|UUID|ENUM\(.*|TIMESTAMP(?:_S|_MS|_NS)?)$/

/**
 * Writes a Parquet file as strict CSV.
 * @throws XinyuError IMPORT_PARQUET, IMPORT_NESTED
 */
export async function fromParquet(duck: Duck, file: string, path: string, target: string): Promise<void> {
  const source = `read_parquet(${quotePath(path)}, binary_as_string = false)`
  const columns = await duck
    .rows(`DESCRIBE SELECT * FROM ${source}`)
    .catch((error: unknown) => damaged(file, error))
  const cells = columns.map((row) => cellOf(file, String(row['column_name']), String(row['column_type'])))
  await duck
    .copy(
      `COPY (SELECT ${cells.join(', ')} FROM ${source}) TO ${quoteText(target)}
       (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')`,
    )
    .catch((error: unknown) => damaged(file, error))
}

function cellOf(file: string, name: string, type: string): string {
  const column = quoteName(name)
  if (type === 'TIMESTAMP WITH TIME ZONE') {
    return `replace(CAST(CAST(${column} AS TIMESTAMP) AS VARCHAR), ' ', 'T') || 'Z' AS ${column}`
  }
  if (PLAIN.test(type)) return `CAST(${column} AS VARCHAR) AS ${column}`
  throw new XinyuError('IMPORT_NESTED', { file, line: 1, column: name.slice(0, 60), type: type.slice(0, 60) })
}

/** What the engine cannot read is the file's fault, unless there was no room. */
function damaged(file: string, error: unknown): never {
  const message = error instanceof Error ? error.message : ''
  if (isXinyuError(error) || /no space left|disk quota|file too large|out of memory|bad_alloc/i.test(message))
    throw error
  throw new XinyuError('IMPORT_PARQUET', { file })
}
