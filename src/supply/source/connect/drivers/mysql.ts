import type { QueryOptions } from 'mysql2'
import type { Readable } from 'node:stream'
import { XinyuError } from '../../../../kernel/errors/index.ts'
import type { Batch, Cell, Connection, ReadWork, SourceDriver, SourceTable } from '../source.ts'
import {
  BATCH_CHARS,
  BATCH_ROWS,
  isWhole,
  keyOf,
  placesOf,
  type Position,
  readCursor,
  takeMarks,
  writeCursor,
} from './cursor.ts'
import type { Fault } from './faults.ts'
import { type Ask, connectTo, faultOf, prepare, warningsOf } from './mysql-session.ts'
import { asTable, listTables, type MyColumn, type MyTable, quote, shown, trimmed } from './mysql-tables.ts'
import { DatabaseSecret, databaseSettings, type DatabaseSettings } from './settings.ts'

const Settings = databaseSettings(3306)

/** MySQL 5.7 or later and MariaDB 10.5 or later. Reads in one read-only snapshot (of InnoDB tables). */
export const mysql: SourceDriver<DatabaseSettings, DatabaseSecret> = {
  kind: 'mysql',
  settings: Settings,
  secret: DatabaseSecret,
  async open(settings, secret, signal, hosts) {
    signal.throwIfAborted()
    const client = await connectTo(settings, secret, signal, hosts)
    const fault = (error: unknown): Error => faultOf(error as Fault, settings)
    const ask: Ask = (sql, values = []) =>
      new Promise((accept, reject) => {
        const stop = () => reject(signal.reason as Error)
        signal.addEventListener('abort', stop, { once: true })
        client.query({ ...AS_TEXT, sql, values: [...values] }, (error: unknown, rows: unknown) => {
          signal.removeEventListener('abort', stop)
          if (error) reject(signal.aborted ? (signal.reason as Error) : fault(error))
          else accept(rows as Cell[][])
        })
      })
    const stream: Stream = (sql, values) =>
      client.query({ ...AS_TEXT, sql, values: [...values] }).stream({ highWaterMark: 1_000 })
    const source: Source = { ask, stream, fault, signal }
    await prepare(ask, settings).catch((error: unknown) => {
      client.destroy()
      throw error
    })
    let known: Promise<MyTable[]> | null = null
    const described = () => (known ??= listTables(ask, settings.database))
    const describe = async ({ name }: SourceTable): Promise<MyTable> => {
      const found = (await described()).find((table) => table.name === name)
      if (!found) throw new XinyuError('SOURCE_TABLE_MISSING', { table: name })
      return found
    }
    return {
      tables: async () => (await described()).map(asTable),
      read: (work) => read(source, describe, work),
      keys: (table, stop) => readKeys(source, describe, table, stop),
      rows: (table, keys, stop) => readRows(source, describe, table, keys, stop),
      warnings: () => warningsOf(ask, settings),
      // A stream that was left in the middle would have to be read to its end first.
      close: () => Promise.resolve(client.destroy()),
    } satisfies Connection
  },
}

type Stream = (sql: string, values: readonly string[]) => Readable

interface Source {
  readonly ask: Ask
  readonly stream: Stream
  readonly fault: (error: unknown) => Error
  readonly signal: AbortSignal
}
type Describe = (table: SourceTable) => Promise<MyTable>

/** Rows as lists, every value as the server prints it: no number, no date is made of it on the way. */
const AS_TEXT = {
  rowsAsArray: true,
  typeCast: (field: { string(): string | null }) => field.string(),
} as unknown as Omit<QueryOptions, 'sql'>

const SNAPSHOT = 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY'

async function* read(source: Source, describe: Describe, work: ReadWork): AsyncGenerator<Batch> {
  const table = await describe(work.table)
  const columns = work.table.columns.map(({ name }) => columnOf(table, name))
  const { key } = work.table
  const mark = work.watermark === null ? null : columnOf(table, work.watermark)
  const from = readCursor(work.after)
  await source.ask(SNAPSHOT)
  const places = placesOf(work.table, key)
  if (work.mode === 'snapshot' && isWhole(work.after, from)) {
    yield { rows: [], cursor: writeCursor(from) }
  } else if (work.mode === 'snapshot') {
    const begun = mark && from.key === null ? await newest(source.ask, table, mark) : from.mark
    const [where, values] = from.key === null ? ['', []] : after(key, from.key)
    const order = key.length === 0 ? '' : ` ORDER BY ${key.map(quote).join(', ')}`
    const sql = `SELECT ${columns.map(shown).join(', ')} FROM ${table.sql}${where && ` WHERE ${where}`}${order}`
    let last = from.key
    for await (const rows of batches(source, sql, values, columns, work.signal)) {
      last = keyOf(rows.at(-1)!, places) ?? last
      yield { rows, cursor: writeCursor({ mark: begun, key: last }) }
    }
    if (mark !== null) yield { rows: [], cursor: writeCursor({ mark: begun, key: null }) }
  } else if (mark !== null) yield* readChanges(source, table, columns, mark, places, from, work)
}

async function* readChanges(
  source: Source,
  table: MyTable,
  columns: readonly MyColumn[],
  mark: MyColumn,
  places: readonly number[],
  from: Position,
  { table: { key }, overlap = 0, signal }: ReadWork,
): AsyncGenerator<Batch> {
  const [where, values] = changedSince(mark, key, from, overlap)
  const order = [mark.name, ...key].map(quote).join(', ')
  // A clock that is ahead over there, or the year 2099, must not make us skip what comes until then.
  const ahead = mark.kind === 'time' ? `IF(${quote(mark.name)} > NOW(6), 1, 0)` : '0'
  const all = [...columns, mark]
  const sql = `SELECT ${all.map(shown).join(', ')}, ${ahead} FROM ${table.sql} WHERE ${where} ORDER BY ${order}`
  let position = from
  for await (const rows of batches(source, sql, values, all, signal)) {
    position = takeMarks(rows, columns.length, places, position)
    yield { rows, cursor: writeCursor(position) }
  }
}

function changedSince(
  mark: MyColumn,
  key: readonly string[],
  from: Position,
  overlap: number,
): [string, string[]] {
  const name = quote(mark.name)
  if (from.mark === null) return [`${name} IS NOT NULL`, []]
  if (overlap > 0 && mark.kind === 'time')
    return [`${name} >= TIMESTAMP(?) - INTERVAL ${overlap} SECOND`, [from.mark]]
  if (overlap > 0 && mark.kind === 'number')
    return [`${name} >= CAST(? AS DECIMAL(65,0)) - ${overlap}`, [from.mark]]
  if (from.key === null) return [`${name} >= ?`, [from.mark]]
  return after([mark.name, ...key], [from.mark, ...from.key])
}

/** Rows after the given values, spelt out: rows in parentheses would not use the index here. */
function after(names: readonly string[], given: readonly string[]): [string, string[]] {
  const values: string[] = []
  const sql = names
    .map((name, i) => {
      values.push(...given.slice(0, i + 1))
      const equal = names.slice(0, i).map((one) => `${quote(one)} = ? AND `)
      return `(${equal.join('')}${quote(name)} > ?)`
    })
    .join(' OR ')
  return [`(${sql})`, values]
}

async function newest(ask: Ask, table: MyTable, mark: MyColumn): Promise<string | null> {
  const name = quote(mark.name)
  const where = mark.kind === 'time' ? ` WHERE ${name} <= NOW(6)` : ''
  const [row] = await ask(`SELECT MAX(${name}) FROM ${table.sql}${where}`)
  return trimmed(mark, row?.[0] ?? null)
}

async function* readKeys(
  source: Source,
  describe: Describe,
  wanted: SourceTable,
  signal: AbortSignal,
): AsyncGenerator<Cell[][]> {
  const table = await describe(wanted)
  const columns = wanted.key.map((name) => columnOf(table, name))
  await source.ask(SNAPSHOT)
  yield* batches(source, `SELECT ${columns.map(shown).join(', ')} FROM ${table.sql}`, [], columns, signal)
}

/** Some rows by their keys, so many at once. */
const AT_ONCE = 500

async function* readRows(
  source: Source,
  describe: Describe,
  wanted: SourceTable,
  keys: readonly (readonly Cell[])[],
  signal: AbortSignal,
): AsyncGenerator<Cell[][]> {
  const table = await describe(wanted)
  const columns = wanted.columns.map(({ name }) => columnOf(table, name))
  const parts = wanted.key.map((name) => columnOf(table, name))
  const select = `SELECT ${columns.map(shown).join(', ')} FROM ${table.sql} WHERE `
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const values: string[] = []
    const alternatives = keys
      .slice(at, at + AT_ONCE)
      .map((key) => `(${parts.map((part, i) => equals(part, key[i] ?? '', values)).join(' AND ')})`)
    yield* batches(source, `${select}${alternatives.join(' OR ')}`, values, columns, signal)
  }
}

/** A number stands as a number: compared with a text, 16 digits and more would be compared as floats. */
function equals(column: MyColumn, value: string, values: string[]): string {
  if (column.kind === 'number' && /^-?\d+(\.\d+)?$/.test(value)) return `${quote(column.name)} = ${value}`
  values.push(value)
  return `${shown(column)} = ?`
}

async function* batches(
  source: Source,
  sql: string,
  values: readonly string[],
  columns: readonly MyColumn[],
  signal: AbortSignal,
): AsyncGenerator<Cell[][]> {
  let rows: Cell[][] = []
  let chars = 0
  const stream = source.stream(sql, values)
  const stopped = AbortSignal.any([signal, source.signal])
  // A read that waits for a server is not woken by its connection being dropped.
  const stop = () => stream.destroy(stopped.reason as Error)
  stopped.addEventListener('abort', stop, { once: true })
  try {
    for await (const row of stream as AsyncIterable<Cell[]>) {
      for (let i = 0; i < row.length; i++) {
        const column = columns[i]
        const cell = row[i] ?? null
        row[i] = column === undefined ? cell : trimmed(column, cell)
        chars += cell?.length ?? 0
      }
      rows.push(row)
      if (rows.length < BATCH_ROWS && chars < BATCH_CHARS) continue
      signal.throwIfAborted()
      yield rows
      rows = []
      chars = 0
    }
  } catch (error) {
    stopped.throwIfAborted()
    throw source.fault(error)
  } finally {
    stopped.removeEventListener('abort', stop)
  }
  if (rows.length > 0) yield rows
}

function columnOf(table: MyTable, name: string): MyColumn {
  const found = table.columns.find((column) => column.name === name)
  if (!found) throw new XinyuError('FEED_COLUMN_UNKNOWN', { table: table.name, column: name })
  return found
}
