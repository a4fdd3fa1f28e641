import type { Cell, SourceTable } from '../source.ts'
import { watermarksAmong } from './cursor.ts'

export interface MyColumn {
  readonly name: string
  /** `decimal(16,2)`. */
  readonly type: string
  /** `decimal`. */
  readonly base: string
  readonly kind: 'time' | 'number' | 'other'
}

export interface MyTable {
  readonly name: string
  readonly sql: string
  readonly columns: readonly MyColumn[]
  readonly key: readonly string[]
  readonly rowsApprox: number | null
}

export const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``

const TIMES = new Set(['timestamp', 'datetime', 'date'])
const NUMBERS = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal'])
const BYTES = /^(tiny|medium|long)?blob$|^(var)?binary$|^bit$/

/** A column as text: bytes as hexadecimal digits in small letters, everything else as the server prints it. */
export const shown = ({ name, base }: MyColumn): string =>
  BYTES.test(base) ? `LOWER(HEX(${quote(name)}))` : quote(name)

/** Fractions of a second without the zeros that only fill up: other databases do not write them. */
export const trimmed = ({ base }: MyColumn, value: Cell): Cell =>
  value !== null && (base === 'datetime' || base === 'timestamp') && value.includes('.')
    ? value.replace(/\.?0+$/, '')
    : value

export const asTable = ({ name, columns, key, rowsApprox }: MyTable): SourceTable => ({
  name,
  columns: columns.map((column) => ({ name: column.name, type: column.type })),
  key,
  watermarks: watermarksAmong(columns),
  rowsApprox,
})

type Ask = (sql: string, values?: readonly string[]) => Promise<Cell[][]>

/** Tables and views of the database that the login may read; `information_schema` shows no others. */
export async function listTables(ask: Ask, database: string): Promise<MyTable[]> {
  const columns = await ask(
    `SELECT c.TABLE_NAME, t.TABLE_ROWS, c.COLUMN_NAME, c.COLUMN_TYPE, c.DATA_TYPE
     FROM information_schema.COLUMNS c
     JOIN information_schema.TABLES t ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
     WHERE c.TABLE_SCHEMA = ? ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`,
    [database],
  )
  const keys = await keysOf(ask, database)
  const tables = new Map<string, { table: MyTable; columns: MyColumn[] }>()
  for (const [name, count, column, type, base] of columns) {
    const list: MyColumn[] = []
    const found = tables.get(name!) ?? {
      columns: list,
      table: {
        name: name!,
        sql: `${quote(database)}.${quote(name!)}`,
        columns: list,
        key: keys.get(name!) ?? [],
        rowsApprox: count === null || count === undefined ? null : Number(count),
      },
    }
    tables.set(name!, found)
    const kind = TIMES.has(base!) ? 'time' : NUMBERS.has(base!) ? 'number' : 'other'
    found.columns.push({ name: column!, type: type!, base: base!, kind })
  }
  return [...tables.values()].map(({ table }) => table)
}

/** The primary key of each table, else a unique index over columns that are never NULL. */
async function keysOf(ask: Ask, database: string): Promise<Map<string, string[]>> {
  const rows = await ask(
    `SELECT s.TABLE_NAME, s.INDEX_NAME, s.COLUMN_NAME, s.NULLABLE, s.SUB_PART
     FROM information_schema.STATISTICS s
     WHERE s.TABLE_SCHEMA = ? AND s.NON_UNIQUE = 0
     ORDER BY s.TABLE_NAME, s.INDEX_NAME <> 'PRIMARY', s.INDEX_NAME, s.SEQ_IN_INDEX`,
    [database],
  )
  const indexes = new Map<string, Map<string, { names: string[]; usable: boolean }>>()
  for (const [table, index, column, nullable, part] of rows) {
    const ofTable = indexes.get(table!) ?? new Map<string, { names: string[]; usable: boolean }>()
    indexes.set(table!, ofTable)
    const found = ofTable.get(index!) ?? { names: [], usable: true }
    ofTable.set(index!, found)
    found.names.push(column ?? '')
    if (nullable === 'YES' || part !== null || column === null) found.usable = false
  }
  return new Map(
    [...indexes].map(([table, ofTable]) => [
      table,
      [...ofTable.values()].find(({ usable }) => usable)?.names ?? [],
    ]),
  )
}
