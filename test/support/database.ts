import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { pino } from 'pino'
import { inject } from 'vitest'
import { migrate, openDatabase, type RoomMigrations, type Tables } from '../../src/platform/postgres/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's PostgreSQL, database `postgres`; made in `global-setup.ts`. */
    postgresUrl: string
    /** Where filled databases of the run keep the data folders that belong to them. */
    templateFolder: string
  }
}

export interface TestDatabase {
  readonly db: Kysely<Tables>
  readonly url: string
  /** Closes the pool and drops the database. */
  drop(): Promise<void>
}

const silent = pino({ level: 'silent' })

/** A fresh PostgreSQL database with the given migrations applied; cloned from a template that the run makes once. */
export const testDatabase = (rooms: readonly RoomMigrations[] = []): Promise<TestDatabase> =>
  clonedDatabase(
    `t_${createHash('sha256').update(JSON.stringify(rooms)).digest('hex').slice(0, 24)}`,
    (url) => migrated(url, rooms),
  )

/** A database cloned from the one of this name, which the first caller of the run fills. `fill` leaves nothing open. */
export async function clonedDatabase(
  template: string,
  fill: (url: string) => Promise<void>,
): Promise<TestDatabase> {
  const name = `x_${randomBytes(8).toString('hex')}`
  await administer(async (admin) => {
    await mustHave(admin, template, fill)
    await admin.query(`create database ${name} template ${template} strategy file_copy`)
  })
  const url = urlOf(name)
  const opened = await openDatabase({ url, log: silent, poolSize: 8 })
  return {
    db: opened.db,
    url,
    drop: async () => {
      await opened.stop()
      await administer((admin) => admin.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** The same for the length of one call. */
export async function withDatabase<T>(
  rooms: readonly RoomMigrations[],
  body: (database: TestDatabase) => Promise<T>,
): Promise<T> {
  const database = await testDatabase(rooms)
  try {
    return await body(database)
  } finally {
    await database.drop()
  }
}

/** An empty database of the run's server, as an address only: for a server process that a test starts. */
export async function emptyDatabaseUrl(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `x_${randomBytes(8).toString('hex')}`
  await administer((admin) => admin.query(`create database ${name}`))
  return {
    url: urlOf(name),
    drop: () => administer((admin) => admin.query(`drop database ${name} with (force)`)).then(() => {}),
  }
}

async function mustHave(admin: pg.Client, name: string, fill: (url: string) => Promise<void>): Promise<void> {
  // Two workers may want the same template at the same moment.
  await admin.query('select pg_advisory_lock(hashtext($1))', [name])
  const found = await admin.query('select 1 from pg_database where datname = $1', [name])
  if (found.rowCount === 0) {
    // Built under another name and renamed: one that failed leaves no template that looks complete.
    const draft = `d_${randomBytes(8).toString('hex')}`
    await admin.query(`create database ${draft}`)
    await fill(urlOf(draft))
    await admin.query(`alter database ${draft} rename to ${name}`)
  }
  await admin.query('select pg_advisory_unlock(hashtext($1))', [name])
}

async function migrated(url: string, rooms: readonly RoomMigrations[]): Promise<void> {
  const opened = await openDatabase({ url, log: silent, poolSize: 1 })
  try {
    await migrate(opened.db, rooms)
  } finally {
    await opened.stop()
  }
}

async function administer<T>(body: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  try {
    return await body(admin)
  } finally {
    await admin.end()
  }
}

const urlOf = (name: string): string => inject('postgresUrl').replace('/postgres?', `/${name}?`)
