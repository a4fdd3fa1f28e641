import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import copy from 'pg-copy-streams'

/** The database as files: one per table in PostgreSQL's binary COPY format, all of one moment. */

export interface TableDump {
  readonly table: string
  readonly rows: number
}

export interface Snapshot {
  readonly tables: readonly TableDump[]
  /** Applied migrations, which a restore must find again exactly. */
  readonly migrations: readonly { readonly room: string; readonly name: string; readonly hash: string }[]
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const fileOf = (table: string): string => `database/${table}.copy`

/** Writes every table of the space within one repeatable-read transaction. */
export async function dumpDatabase(
  pool: pg.Pool,
  put: (path: string, source: Readable) => Promise<void>,
): Promise<Snapshot> {
  const client = await pool.connect()
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    const tables: TableDump[] = []
    for (const { table, columns } of await listTables(client)) {
      const source = client.query(copy.to(`copy ${quoted(table)} (${columns}) to stdout (format binary)`))
      await put(fileOf(table), source)
      tables.push({ table, rows: source.rowCount })
    }
    const { rows } = await client.query('select room, name, hash from schema_migration order by room, name')
    await client.query('commit')
    return { tables, migrations: rows as Snapshot['migrations'] }
  } finally {
    client.release()
  }
}

/** Fills the empty tables of a migrated database. All or nothing. */
export async function loadDatabase(
  pool: pg.Pool,
  read: (path: string) => AsyncIterable<Uint8Array>,
  snapshot: Pick<Snapshot, 'tables'>,
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const known = await listTables(client)
    for (const { table, columns } of known) {
      if (!snapshot.tables.some((dump) => dump.table === table)) continue
      await client.query(`delete from ${quoted(table)}`)
      const target = client.query(copy.from(`copy ${quoted(table)} (${columns}) from stdin (format binary)`))
      await pipeline(Readable.from(read(fileOf(table))), target)
      await restartSequences(client, table)
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

/** Tables with their columns, referenced ones first, so that foreign keys hold while they are filled. */
async function listTables(client: pg.PoolClient): Promise<{ table: string; columns: string }[]> {
  const { rows: tables } = await client.query<{ table: string; columns: string }>(`
    select c.relname as table,
           string_agg(quote_ident(a.attname), ', ' order by a.attnum) filter (where a.attgenerated = '') as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migration'
    group by c.relname order by c.relname`)
  const { rows: links } = await client.query<{ child: string; parent: string }>(`
    select child.relname as child, parent.relname as parent
    from pg_constraint k join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and child.oid <> parent.oid`)
  const ordered: { table: string; columns: string }[] = []
  const place = (table: string) => {
    if (ordered.some((done) => done.table === table)) return
    for (const link of links) if (link.child === table) place(link.parent)
    const found = tables.find((one) => one.table === table)
    if (found) ordered.push(found)
  }
  for (const { table } of tables) place(table)
  return ordered
}

/** Identity columns go on after the highest restored value. */
async function restartSequences(client: pg.PoolClient, table: string): Promise<void> {
  const { rows } = await client.query<{ column: string }>(
    `select attname as column from pg_attribute where attrelid = $1::regclass and attidentity <> '' and not attisdropped`,
    [quoted(table)],
  )
  for (const { column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), (select coalesce(max(${quoted(column)}), 0) + 1 from ${quoted(table)}), false)`,
      [quoted(table), column],
    )
  }
}
