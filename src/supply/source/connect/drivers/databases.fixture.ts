import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { emptyDatabaseUrl } from '../../../../../test/support/database.ts'
import { type Mariadb, startMariadb } from '../../../../../test/support/mariadb.ts'
import type { DriverUnderTest, SuiteRow } from '../driver-suite.fixture.ts'
import type { Hosts } from '../source.ts'
import { mysql } from './mysql.ts'
import { postgresql } from './postgresql.ts'
import { type DatabaseSettings, databaseSettings } from './settings.ts'

/** Any address goes: what a test connects to is on this machine. */
export const ANY_HOST: Hosts = {
  allowedHosts: [],
  allowLoopback: true,
  resolve: (host) => Promise.resolve(host),
}

/** Settings of a database of the run's own PostgreSQL. */
export function settingsOf(url: string): { settings: DatabaseSettings; password: string } {
  const parsed = new URL(url)
  const host = parsed.searchParams.get('host') ?? parsed.hostname
  return {
    settings: databaseSettings(5432).parse({
      host: decodeURIComponent(host),
      port: Number(parsed.searchParams.get('port') ?? (parsed.port || 5432)),
      database: parsed.pathname.slice(1),
      user: decodeURIComponent(parsed.username || (parsed.searchParams.get('user') ?? 'postgres')),
      tls: 'off',
    }),
    password: decodeURIComponent(parsed.password),
  }
}

const CHUNK = 1_000
const chunks = (rows: readonly SuiteRow[]) =>
  Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, i) => rows.slice(i * CHUNK, (i + 1) * CHUNK))

export async function postgresqlUnderTest(): Promise<DriverUnderTest & { url: string; client: pg.Client }> {
  const database = await emptyDatabaseUrl()
  const { url } = database
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create table visits (rid bigint primary key, psn_no varchar(30) not null, psn_name text,
    amt numeric(16,2), begndate date, updt_time timestamp not null, memo text)`)
  const { settings, password } = settingsOf(url)
  return {
    url,
    client,
    table: 'public.visits',
    connect: (signal = new AbortController().signal) =>
      postgresql.open(settings, { password }, signal, ANY_HOST),
    put: async (rows) => {
      for (const some of chunks(rows)) {
        await client.query(
          `insert into visits select (r->>0)::bigint, r->>1, r->>2, (r->>3)::numeric, (r->>4)::date,
             (r->>5)::timestamp, r->>6 from jsonb_array_elements($1::jsonb) r
           on conflict (rid) do update set updt_time = excluded.updt_time, memo = excluded.memo`,
          [JSON.stringify(some)],
        )
      }
    },
    remove: async (rids) => void (await client.query('delete from visits where rid = any($1)', [rids])),
    end: async () => {
      await client.end()
      await database.drop()
    },
  }
}

export async function mariadbUnderTest(): Promise<DriverUnderTest & { server: Mariadb }> {
  const server = await startMariadb()
  await server.run(
    'create database bureau character set utf8mb4',
    `create table bureau.visits (rid bigint primary key, psn_no varchar(30) not null, psn_name varchar(100),
       amt decimal(16,2), begndate date, updt_time datetime not null, memo text)`,
    `create user reader@localhost identified by 'read 只读'`,
    'grant select on bureau.* to reader@localhost',
  )
  const client = await createConnection({ socketPath: server.socket, user: 'root', charset: 'utf8mb4' })
  const settings = databaseSettings(3306).parse({
    host: server.socket,
    database: 'bureau',
    user: 'reader',
    tls: 'off',
  })
  return {
    server,
    table: 'visits',
    connect: (signal = new AbortController().signal) =>
      mysql.open(settings, { password: 'read 只读' }, signal, ANY_HOST),
    put: async (rows) => {
      for (const some of chunks(rows)) await client.query('replace into bureau.visits values ?', [some])
    },
    remove: async (rids) => void (await client.query('delete from bureau.visits where rid in (?)', [rids])),
    end: async () => {
      await client.end()
      await server.stop()
    },
  }
}
