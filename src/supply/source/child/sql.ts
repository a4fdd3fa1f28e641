import type { FileFacts } from '../scan/facts.ts'
import type { ColumnPlan } from '../types.ts'

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A path as the engine's readers take it: they would expand `*`, `?` and `[`. */
export const quotePath = (path: string): string => quoteText(path.replaceAll(/[*?[]/g, '[$&]'))

/** Blanks that surround an insured person's number in real exports; full-width and no-break ones too. */
const BLANKS = ` \t\r\n\u00a0\u3000\ufeff`
export const trimmed = (value: string): string =>
  // Trimming by a set is the slowest thing of an import; plain ASCII without other blanks, nearly every value, is spared.
  `CASE WHEN strlen(${value}) = length(${value}) AND NOT contains(${value}, '\t') AND NOT contains(${value}, '\r')
    AND NOT contains(${value}, '\n') THEN trim(${value}) ELSE trim(${value}, ${quoteText(BLANKS)}) END`

/** One file as a table, read exactly as the scan read it: nothing is detected, nothing skipped. */
export function readCsv(
  path: string,
  file: FileFacts,
  columns: readonly ColumnPlan[],
  maxLineBytes: number,
): string {
  return readTable(path, file, true, typesOf(columns), maxLineBytes)
}

/** The cells of one column as the scan took them out of the file, as the column `v`. */
export const readCells = (path: string, file: FileFacts, maxLineBytes: number): string =>
  readTable(path, { ...file, mixedLineEnds: false }, false, [`'v': 'VARCHAR'`], maxLineBytes)

function typesOf(columns: readonly ColumnPlan[]): string[] {
  return columns.map((column) => {
    const type = column.emptyIsNull ? 'VARCHAR' : column.type
    return `${quoteText(column.name)}: ${quoteText(type)}`
  })
}

function readTable(
  path: string,
  file: FileFacts,
  header: boolean,
  types: string[],
  maxLineBytes: number,
): string {
  const options = [
    'auto_detect=false',
    `header=${header}`,
    `delim=${quoteText(file.delimiter)}`,
    `quote='"'`,
    `escape='"'`,
    `columns={${types.join(', ')}}`,
    `nullstr=''`,
    'allow_quoted_nulls=false',
    'null_padding=false',
    'ignore_errors=false',
    `comment=''`,
    `compression='none'`,
    `strict_mode=${!file.mixedLineEnds}`,
    `parallel=${!file.quotedLineEnds}`,
    `max_line_size=${maxLineBytes}`,
  ]
  return `read_csv(${quotePath(path)}, ${options.join(', ')})`
}

/** All files of a version as one table in their order. */
export function readAll(
  paths: readonly string[],
  files: readonly FileFacts[],
  columns: readonly ColumnPlan[],
  maxLineBytes: number,
): string {
  const selected = columns.map((column) => {
    const name = quoteName(column.name)
    return column.emptyIsNull ? `CAST(nullif(${name}, '') AS ${column.type}) AS ${name}` : name
  })
  return files
    .map((file, i) => `SELECT ${selected.join(', ')} FROM ${readCsv(paths[i]!, file, columns, maxLineBytes)}`)
    .join(' UNION ALL ')
}
