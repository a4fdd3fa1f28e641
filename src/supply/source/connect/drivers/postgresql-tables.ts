import type { Cell } from '../source.ts'

export interface PgColumn {
  readonly name: string
  /** As the server names it, such as `numeric(16,2)`. */
  readonly type: string
  /** Name of the base type, such as `numeric`. */
  readonly base: string
  readonly kind: 'time' | 'number' | 'other'
  /** Type for a cast: without length, which would cut a value. */
  readonly cast: string
  /** The expression to show; the column itself where it is left out. */
  readonly sql?: string
}

export interface PgTable {
  /** `schema.table`. */
  readonly name: string
  /** The same, quoted. */
  readonly sql: string
  readonly columns: readonly PgColumn[]
  readonly key: readonly string[]
  readonly rowsApprox: number | null
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A column of the table itself: a bare name in ORDER BY would mean the shown text, which has another order. */
export const inTable = (name: string): string => `t.${quote(name)}`

/**
 * A column as text that says the same as other databases and files do: booleans 1 and 0, times with a zone as the
 * clocks of the session's zone show them, bytes as hexadecimal digits; everything else as PostgreSQL prints it.
 */
export function shown(column: PgColumn): string {
  const sql = column.sql ?? inTable(column.name)
  if (column.base === 'bool') return `CASE ${sql} WHEN true THEN '1' WHEN false THEN '0' END`
  if (column.base === 'timestamptz') return `(${sql} AT TIME ZONE current_setting('TimeZone'))::text`
  if (column.base === 'bytea') return `encode(${sql}, 'hex')`
  return `${sql}::text`
}

const TIMES = new Set(['timestamp', 'timestamptz', 'date'])
const NUMBERS = new Set(['int2', 'int4', 'int8', 'numeric'])

/** The tables, views and foreign tables that the login may read, with the columns that it may read. */
export async function listTables(ask: (sql: string) => Promise<Cell[][]>): Promise<PgTable[]> {
  const rows = await ask(`
    SELECT n.nspname, c.relname, c.reltuples::bigint, a.attname, format_type(a.atttypid, a.atttypmod),
      coalesce(b.typname, t.typname), c.oid, a.attnum
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_type b ON b.oid = nullif(t.typbasetype, 0)
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
      AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
    ORDER BY n.nspname, c.relname, a.attnum`)
  const keys = await keysOf(ask)
  const tables = new Map<string, { table: PgTable; columns: PgColumn[] }>()
  for (const [schema, name, tuples, column, type, base, oid] of rows) {
    const full = `${schema}.${name}`
    const found = tables.get(full) ?? fresh(full, schema!, name!, Number(tuples), keys.get(oid!) ?? [])
    tables.set(full, found)
    found.columns.push({
      name: column!,
      type: type!,
      base: base!,
      kind: TIMES.has(base!) ? 'time' : NUMBERS.has(base!) ? 'number' : 'other',
      cast: base!,
    })
  }
  // A key with a column that the login may not read is no key.
  return [...tables.values()].map(({ table, columns }) =>
    table.key.every((one) => columns.some((column) => column.name === one)) ? table : { ...table, key: [] },
  )
}

function fresh(full: string, schema: string, name: string, tuples: number, key: readonly string[]) {
  const columns: PgColumn[] = []
  const rowsApprox = tuples < 0 ? null : tuples
  return { columns, table: { name: full, sql: `${quote(schema)}.${quote(name)}`, columns, key, rowsApprox } }
}

/** The primary key of each table, else a unique index over columns that are never NULL. By oid. */
async function keysOf(ask: (sql: string) => Promise<Cell[][]>): Promise<Map<string, string[]>> {
  const rows = await ask(`
    SELECT i.indrelid, i.indexrelid, a.attname
    FROM pg_index i
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND k.place <= i.indnkeyatts
      AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND NOT EXISTS (
        SELECT 1 FROM unnest(i.indkey::int2[]) AS m(attnum)
        LEFT JOIN pg_attribute b ON b.attrelid = i.indrelid AND b.attnum = m.attnum
        WHERE m.attnum = 0 OR (NOT b.attnotnull AND NOT i.indisprimary))
    ORDER BY i.indrelid, i.indisprimary DESC, i.indnatts, i.indexrelid, k.place`)
  const keys = new Map<string, { index: string; names: string[] }>()
  for (const [table, index, name] of rows) {
    const found = keys.get(table!)
    if (!found) keys.set(table!, { index: index!, names: [name!] })
    else if (found.index === index) found.names.push(name!)
  }
  return new Map([...keys].map(([table, { names }]) => [table, names]))
}
