import { quoteName, quotePath, quoteText } from '../../child/sql.ts'

interface Shape {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly key: readonly string[]
  readonly maxLineBytes: number
}

/** A spooled file with the given columns, every cell as text. */
export const spooledSql = (path: string, names: readonly string[], { maxLineBytes }: Shape): string =>
  `read_csv(${quotePath(path)}, auto_detect=false, header=true, delim=',', quote='"', escape='"',
    columns={${names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ')}}, nullstr='',
    allow_quoted_nulls=false, null_padding=false, ignore_errors=false, comment='', compression='none',
    strict_mode=true, parallel=false, max_line_size=${maxLineBytes})`

/** The keys that a source has now, in the types of the version. */
export function keysSql(shape: Shape, file: string): string {
  const cast = typed(shape).map(({ name, type }) => `CAST(${name} AS ${type}) AS ${name}`)
  return `SELECT ${cast.join(', ')} FROM ${spooledSql(file, shape.key, shape)}`
}

/** Columns of the key, quoted, with their types in the version. */
export const typed = ({ columns, key }: Shape): { name: string; type: string }[] =>
  key.map((name) => ({ name: quoteName(name), type: columns.find((one) => one.name === name)!.type }))
