import { DatabaseSync } from 'node:sqlite'
import { dirname } from 'node:path'
import {
  type ChildTools,
  type Duck,
  openDuck,
  quoteName,
  syncFile,
} from '../../../../supply/source/child/index.ts'
import { readAs, type SeatType, seatTypeOf, STORED } from '../types.ts'

export interface BuildTable {
  readonly name: string
  /** A relation of the engine over absolute paths: `read_parquet([…])`, or of what a team brought. */
  readonly from: string
  readonly files: readonly string[]
  /** Columns that are shown, in this order; null: all. */
  readonly columns: readonly string[] | null
}

export interface BuildInput {
  /** The database to make. */
  readonly target: string
  readonly spill: string
  readonly tables: readonly BuildTable[]
}

export interface BuiltTable {
  readonly name: string
  readonly rows: number
  readonly columns: { readonly name: string; readonly type: SeatType }[]
}

/** Makes one SQLite file of tables: read-only afterwards, so without journal and locks. */
export async function run(input: BuildInput, tools: ChildTools): Promise<{ tables: BuiltTable[] }> {
  const folders = input.tables.flatMap(({ files }) => files.map((file) => dirname(file)))
  const duck = await openDuck(tools, input.spill, folders)
  const database = new DatabaseSync(input.target)
  try {
    database.exec('pragma page_size = 8192; pragma journal_mode = off; pragma synchronous = off')
    const tables: BuiltTable[] = []
    for (const table of input.tables) tables.push(await copy(duck, database, table))
    database.exec('pragma optimize')
    return { tables }
  } finally {
    database.close()
    await syncFile(input.target)
  }
}

async function copy(duck: Duck, database: DatabaseSync, table: BuildTable): Promise<BuiltTable> {
  const known = await duck.rows(`DESCRIBE SELECT * FROM ${table.from}`)
  const typed = new Map(
    known.map((row) => [String(row['column_name']), seatTypeOf(String(row['column_type']))]),
  )
  const names = table.columns ?? [...typed.keys()]
  const columns = names.flatMap((name) => {
    const type = typed.get(name)
    return type === undefined ? [] : [{ name, type }]
  })
  const target = quoteName(table.name)
  const list = columns.map(({ name, type }) => `${quoteName(name)} ${STORED[type]}`).join(', ')
  database.exec(`create table ${target} (${list})`)
  const insert = database.prepare(`insert into ${target} values (${columns.map(() => '?').join(', ')})`)
  const chosen = columns.map(({ name, type }) => readAs(name, type)).join(', ')
  const stream = await duck.connection.stream(`SELECT ${chosen} FROM ${table.from}`)
  let rows = 0
  database.exec('begin')
  for (;;) {
    const chunk = await stream.fetchChunk()
    if (!chunk || chunk.rowCount === 0) break
    for (const row of chunk.getRows()) insert.run(...(row as (null | number | bigint | string)[]))
    rows += chunk.rowCount
  }
  database.exec('commit')
  return { name: table.name, rows, columns }
}
