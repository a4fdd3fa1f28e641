import { Socket } from 'node:net'
import pg from 'pg'
import { XinyuError } from '../../../../kernel/errors/index.ts'
import type {
  Batch,
  Cell,
  Connection,
  Hosts,
  ReadWork,
  SourceDriver,
  SourceTable,
  Warning,
} from '../source.ts'
import {
  BATCH_ROWS,
  isWhole,
  keyOf,
  placesOf,
  type Position,
  readCursor,
  takeMarks,
  watermarksAmong,
  writeCursor,
} from './cursor.ts'
import { type Fault, otherFault, wayFault } from './faults.ts'
import { inTable, listTables, type PgColumn, type PgTable, shown } from './postgresql-tables.ts'
import { DatabaseSecret, databaseSettings, type DatabaseSettings, tlsOptions, whereOf } from './settings.ts'

const CONNECT_MS = 10_000
const Settings = databaseSettings(5432)

/** PostgreSQL 10 or later, and what speaks its protocol (金仓 KingbaseES, openGauss). Reads in one read-only snapshot. */
export const postgresql: SourceDriver<DatabaseSettings, DatabaseSecret> = {
  kind: 'postgresql',
  settings: Settings,
  secret: DatabaseSecret,
  async open(settings, secret, signal, hosts) {
    signal.throwIfAborted()
    const client = await connectTo(settings, secret, signal, hosts)
    const ask = async (text: string, values: unknown[] = []): Promise<Cell[][]> => {
      try {
        const { rows } = await client.query({ text, values, rowMode: 'array', types: AS_TEXT })
        return rows as Cell[][]
      } catch (error) {
        signal.throwIfAborted()
        throw faultOf(error as Fault, settings)
      }
    }
    await prepare(ask, settings).catch(async (error: unknown) => {
      await client.end().catch(() => {})
      throw error
    })
    let known: Promise<PgTable[]> | null = null
    const described = () => (known ??= listTables(ask))
    const describe = async ({ name }: SourceTable): Promise<PgTable> => {
      const found = (await described()).find((table) => table.name === name)
      if (!found) throw new XinyuError('SOURCE_TABLE_MISSING', { table: name })
      return found
    }
    return {
      tables: async () => (await described()).map(asTable),
      read: (work) => read(ask, describe, work),
      keys: (table, stop) => readKeys(ask, describe, table, stop),
      rows: (table, keys, stop) => readRows(ask, describe, table, keys, stop),
      warnings: () => warningsOf(ask, settings),
      close: () => client.end(),
    } satisfies Connection
  },
}

type Ask = (text: string, values?: unknown[]) => Promise<Cell[][]>
type Describe = (table: SourceTable) => Promise<PgTable>

/** Every value as the server prints it. */
const AS_TEXT = { getTypeParser: () => (value: string) => value } as unknown as pg.CustomTypesConfig

async function connectTo(
  settings: DatabaseSettings,
  { password }: DatabaseSecret,
  signal: AbortSignal,
  hosts: Hosts,
): Promise<pg.Client> {
  const socket = new Socket()
  const client = new pg.Client({
    host: await hosts.resolve(settings.host),
    port: settings.port,
    database: settings.database,
    user: settings.user,
    password,
    ssl: settings.host.startsWith('/') ? false : tlsOptions(settings),
    application_name: 'xinyu',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    stream: () => socket,
  })
  // A connection that breaks while nothing is asked would otherwise end the process.
  client.on('error', () => {})
  const abort = () => socket.destroy()
  signal.addEventListener('abort', abort, { once: true })
  client.on('end', () => signal.removeEventListener('abort', abort))
  try {
    await client.connect()
    return client
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    throw faultOf(error as Fault, settings)
  }
}

/** How values are written is ours to say, and that nothing can be changed: whatever the login may do. */
async function prepare(ask: Ask, settings: DatabaseSettings): Promise<void> {
  for (const sql of [
    `SET default_transaction_read_only = on`,
    `SET client_encoding = 'UTF8'`,
    `SET datestyle = 'ISO, YMD'`,
    `SET intervalstyle = 'postgres'`,
    `SET extra_float_digits = 1`,
    `SET bytea_output = 'hex'`,
    `SET statement_timeout = 0`,
    `SET lock_timeout = '10s'`,
    `SET TimeZone = '${settings.timeZone.replaceAll("'", "''")}'`,
  ])
    await ask(sql)
  const [row] = await ask(
    `SELECT current_setting('transaction_read_only'), current_setting('server_encoding')`,
  )
  if (row?.[0] !== 'on')
    throw new XinyuError('SOURCE_FAILED', { where: whereOf(settings), why: 'not read-only' })
  // Bytes of an unknown encoding would be misread in silence.
  if (row[1] === 'SQL_ASCII')
    throw new XinyuError('SOURCE_ENCODING', { where: whereOf(settings), encoding: row[1] })
}

const asTable = ({ name, columns, key, rowsApprox }: PgTable): SourceTable => ({
  name,
  columns: columns.map((column) => ({ name: column.name, type: column.type })),
  key,
  watermarks: watermarksAmong(columns),
  rowsApprox,
})

async function* read(ask: Ask, describe: Describe, work: ReadWork): AsyncGenerator<Batch> {
  const table = await describe(work.table)
  const columns = work.table.columns.map(({ name }) => columnOf(table, name))
  const { key } = work.table
  const mark = work.watermark === null ? null : columnOf(table, work.watermark)
  const from = readCursor(work.after)
  await ask('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const places = placesOf(work.table, key)
    if (work.mode === 'snapshot' && isWhole(work.after, from)) {
      yield { rows: [], cursor: writeCursor(from) }
    } else if (work.mode === 'snapshot') {
      // What is changed while we read is read again by the next increment.
      const begun = mark && from.key === null ? await newest(ask, table, mark) : from.mark
      const where = from.key === null ? [] : [after(key, 1)]
      const order = key.length === 0 ? '' : ` ORDER BY ${key.map(inTable).join(', ')}`
      const sql = `SELECT ${columns.map(shown).join(', ')} FROM ${table.sql} t${whereSql(where)}${order}`
      let last = from.key
      for await (const { rows } of fetchAll(ask, sql, from.key ?? [], work.signal)) {
        last = keyOf(rows.at(-1)!, places) ?? last
        yield { rows, cursor: writeCursor({ mark: begun, key: last }) }
      }
      if (mark !== null) yield { rows: [], cursor: writeCursor({ mark: begun, key: null }) }
    } else if (mark !== null) yield* readChanges(ask, table, columns, mark, places, from, work)
  } finally {
    await ask('ROLLBACK').catch(() => {})
  }
}

async function* readChanges(
  ask: Ask,
  table: PgTable,
  columns: readonly PgColumn[],
  mark: PgColumn,
  places: readonly number[],
  from: Position,
  { table: { key }, overlap = 0, signal }: ReadWork,
): AsyncGenerator<Batch> {
  const [where, values] = changedSince(mark, key, from, overlap)
  const order = [mark.name, ...key].map(inTable).join(', ')
  // A clock that is ahead over there, or the year 2099, must not make us skip what comes until then.
  const ahead = mark.kind === 'time' ? `CASE WHEN ${inTable(mark.name)} > now() THEN '1' END` : 'NULL::text'
  const shownAll = [...columns.map(shown), shown(mark), ahead].join(', ')
  const sql = `SELECT ${shownAll} FROM ${table.sql} t${whereSql(where)} ORDER BY ${order}`
  let position = from
  for await (const { rows } of fetchAll(ask, sql, values, signal)) {
    position = takeMarks(rows, columns.length, places, position)
    yield { rows, cursor: writeCursor(position) }
  }
}

function changedSince(
  mark: PgColumn,
  key: readonly string[],
  from: Position,
  overlap: number,
): [string[], string[]] {
  const name = inTable(mark.name)
  if (from.mark === null) return [[`${name} IS NOT NULL`], []]
  if (overlap > 0 && mark.kind === 'time')
    return [[`${name} >= $1::${mark.cast} - make_interval(secs => ${overlap})`], [from.mark]]
  if (overlap > 0 && mark.kind === 'number')
    return [[`${name} >= $1::${mark.cast} - ${overlap}`], [from.mark]]
  if (from.key === null) return [[`${name} >= $1`], [from.mark]]
  return [[after([mark.name, ...key], 1)], [from.mark, ...from.key]]
}

async function newest(ask: Ask, table: PgTable, mark: PgColumn): Promise<string | null> {
  const name = inTable(mark.name)
  const where = mark.kind === 'time' ? ` WHERE ${name} <= now()` : ''
  const [row] = await ask(`SELECT ${shown({ ...mark, sql: `max(${name})` })} FROM ${table.sql} t${where}`)
  return row?.[0] ?? null
}

async function* readKeys(
  ask: Ask,
  describe: Describe,
  { name, columns, key, ...rest }: SourceTable,
  signal: AbortSignal,
): AsyncGenerator<Cell[][]> {
  const table = await describe({ name, columns, key, ...rest })
  await ask('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const sql = `SELECT ${key.map((one) => shown(columnOf(table, one))).join(', ')} FROM ${table.sql} t`
    for await (const { rows } of fetchAll(ask, sql, [], signal)) yield rows
  } finally {
    await ask('ROLLBACK').catch(() => {})
  }
}

/** Some rows by their keys, so many at once. */
const AT_ONCE = 1_000

async function* readRows(
  ask: Ask,
  describe: Describe,
  wanted: SourceTable,
  keys: readonly (readonly Cell[])[],
  signal: AbortSignal,
): AsyncGenerator<Cell[][]> {
  const table = await describe(wanted)
  const columns = wanted.columns.map(({ name }) => shown(columnOf(table, name)))
  const on = wanted.key.map((name, i) => equals(columnOf(table, name), `w.k${i}`))
  const lists = wanted.key.map((_, i) => `$${i + 1}::text[]`)
  const names = wanted.key.map((_, i) => `k${i}`)
  const sql = `SELECT ${columns.join(', ')} FROM ${table.sql} t
    JOIN unnest(${lists.join(', ')}) AS w(${names.join(', ')}) ON ${on.join(' AND ')}`
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    signal.throwIfAborted()
    const some = keys.slice(at, at + AT_ONCE)
    const rows = await ask(
      sql,
      wanted.key.map((_, i) => some.map((key) => key[i] ?? null)),
    )
    if (rows.length > 0) yield rows
  }
}

const TEXTS = new Set(['text', 'varchar', 'bpchar'])

/** A column compared with a shown value: in its own type where that is safe, so that the index of the key serves it. */
function equals(column: PgColumn, value: string): string {
  if (TEXTS.has(column.base)) return `${inTable(column.name)} = ${value}`
  const own = column.kind !== 'other' || column.base === 'uuid'
  return own ? `${inTable(column.name)} = ${value}::${column.cast}` : `${shown(column)} = ${value}`
}

async function* fetchAll(
  ask: Ask,
  sql: string,
  values: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<{ rows: Cell[][] }> {
  await ask(`DECLARE xinyu_read NO SCROLL CURSOR FOR ${sql}`, [...values])
  for (;;) {
    signal.throwIfAborted()
    const rows = await ask(`FETCH ${BATCH_ROWS} FROM xinyu_read`)
    if (rows.length > 0) yield { rows }
    if (rows.length < BATCH_ROWS) return void (await ask('CLOSE xinyu_read'))
  }
}

function columnOf(table: PgTable, name: string): PgColumn {
  const found = table.columns.find((column) => column.name === name)
  if (!found) throw new XinyuError('FEED_COLUMN_UNKNOWN', { table: table.name, column: name })
  return found
}

/** Rows after the given values of the columns; the index of the key serves it. */
const after = (names: readonly string[], first: number): string =>
  `(${names.map(inTable).join(', ')}) > (${names.map((_, i) => `$${first + i}`).join(', ')})`

const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`

async function warningsOf(ask: Ask, settings: DatabaseSettings): Promise<Warning[]> {
  const [row] = await ask(
    `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       AND n.nspname NOT LIKE 'pg\\_%'
       AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') LIMIT 1`,
  )
  const warnings: Warning[] = []
  if (row) warnings.push({ code: 'SOURCE_LOGIN_WRITES', params: { user: settings.user } })
  if (settings.tls === 'off' && !settings.host.startsWith('/'))
    warnings.push({ code: 'SOURCE_NOT_ENCRYPTED', params: { where: settings.host } })
  return warnings
}

/** Errors of the server by their SQLSTATE (PostgreSQL, appendix A). */
function faultOf(error: Fault, settings: DatabaseSettings): Error {
  const where = whereOf(settings)
  const { code = '' } = error
  if (code === '28P01') return new XinyuError('SOURCE_REFUSED', { where, why: 'user or password' })
  if (code.startsWith('28'))
    return new XinyuError('SOURCE_REFUSED', { where, why: 'not let in (pg_hba.conf)' })
  if (code === '3D000')
    return new XinyuError('SOURCE_DATABASE_MISSING', { where: settings.host, database: settings.database })
  if (code === '42501') return new XinyuError('SOURCE_RIGHTS', { what: settings.database })
  if (code === '42P01') return new XinyuError('SOURCE_FAILED', { where, why: 'a table is gone' })
  // 57P01: ended by the administrator · 08: connection · 53300: too many connections.
  if (/^(57P|08|53300)/.test(code)) return new XinyuError('SOURCE_UNREACHABLE', { where, why: code })
  return wayFault(error, settings) ?? otherFault(error, settings)
}
