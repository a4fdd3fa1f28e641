import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { settingsOf } from '../../src/supply/source/connect/drivers/databases.fixture.ts'
import { testService } from '../../src/supply/source/connect/service/service.fixture.ts'
import { emptyDatabaseUrl } from './database.ts'
import { startMariadb } from './mariadb.ts'
import type { PlainTable } from './setl-table.ts'

type Row = PlainTable['rows'][number]

/** One way in, with a real server at its end that holds the table. */
export interface Way {
  readonly name: string
  readonly source: { kind: string; settings: Record<string, unknown>; secret: Record<string, unknown> }
  /** Name by which the source offers the table. */
  readonly table: string
  /** What the setting `sources.allowedHosts` must name. */
  readonly host: string
  /** Inserts rows, or replaces those of the same key. */
  put(rows: readonly Row[]): Promise<void>
  remove(keys: readonly string[]): Promise<void>
  end(): Promise<void>
}

const CHUNK = 200
const chunks = (rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, i) => rows.slice(i * CHUNK, (i + 1) * CHUNK))

export async function postgresqlWay({ columns }: PlainTable, key: string): Promise<Way> {
  const database = await emptyDatabaseUrl()
  const { url } = database
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const list = columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')
  await client.query(`create schema bureau; create table bureau.setl_d (${list}, primary key ("${key}"))`)
  const { settings, password } = settingsOf(url)
  const fields = columns.map(({ type }, i) => `(r->>${i})::${type}`).join(', ')
  return {
    name: 'postgresql',
    source: { kind: 'postgresql', settings: { ...settings }, secret: { password } },
    table: 'bureau.setl_d',
    host: settings.host,
    put: async (rows) => {
      await client.query('begin')
      await client.query(`delete from bureau.setl_d where "${key}" = any($1)`, [
        rows.map((row) => row[columns.findIndex(({ name }) => name === key)]),
      ])
      for (const some of chunks(rows)) {
        const sql = `insert into bureau.setl_d select ${fields} from jsonb_array_elements($1::jsonb) r`
        await client.query(sql, [JSON.stringify(some)])
      }
      await client.query('commit')
    },
    remove: async (keys) =>
      void (await client.query(`delete from bureau.setl_d where "${key}" = any($1)`, [keys])),
    end: async () => {
      await client.end()
      await database.drop()
    },
  }
}

export async function mariadbWay({ columns, rows: first }: PlainTable, key: string): Promise<Way> {
  const server = await startMariadb()
  const list = columns.map(({ name, type }, i) => {
    const longest = Math.max(8, ...first.map((row) => row[i]?.length ?? 0))
    const here = type === 'text' ? `varchar(${longest + 8})` : type === 'timestamp' ? 'datetime' : type
    return `\`${name}\` ${here}`
  })
  await server.run(
    'create database bureau character set utf8mb4',
    `create table bureau.setl_d (${list.join(', ')}, primary key (\`${key}\`))`,
    `create user reader@localhost identified by 'p'; grant select on bureau.* to reader@localhost`,
  )
  const client = await createConnection({ socketPath: server.socket, user: 'root', charset: 'utf8mb4' })
  return {
    name: 'mariadb',
    source: {
      kind: 'mysql',
      settings: { host: server.socket, database: 'bureau', user: 'reader', tls: 'off' },
      secret: { password: 'p' },
    },
    table: 'setl_d',
    host: server.socket,
    put: async (rows) => {
      for (const some of chunks(rows)) await client.query('replace into bureau.setl_d values ?', [some])
    },
    remove: async (keys) =>
      void (await client.query(`delete from bureau.setl_d where \`${key}\` in (?)`, [keys])),
    end: async () => {
      await client.end()
      await server.stop()
    },
  }
}

export async function httpWay({ columns }: PlainTable, key: string, watermark: string): Promise<Way> {
  const service = await testService([])
  const rows = new Map<string, string>()
  const at = columns.findIndex(({ name }) => name === key)
  const show = () => {
    service.rows = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  }
  // Amounts as JSON numbers with all their digits, as services write them.
  const jsonOf = (row: Row) =>
    `{${columns
      .map(({ name, type }, i) => {
        const cell = row[i] ?? null
        return `${JSON.stringify(name)}: ${type.startsWith('decimal') ? cell : JSON.stringify(cell)}`
      })
      .join(', ')}}`
  return {
    name: 'http',
    source: {
      kind: 'http',
      settings: {
        baseUrl: service.origin,
        paging: { kind: 'page', size: 200 },
        retryBaseMs: 5,
        tables: [
          {
            name: 'setl_d',
            path: '/list',
            rows: '/data/rows',
            key: [key],
            watermark: { column: watermark, param: 'since' },
          },
        ],
      },
      secret: {},
    },
    table: 'setl_d',
    host: '127.0.0.1',
    put: async (changed) => {
      for (const row of changed) rows.set(row[at]!, jsonOf(row))
      show()
    },
    remove: async (keys) => {
      for (const one of keys) rows.delete(one)
      show()
    },
    end: () => service.close(),
  }
}
