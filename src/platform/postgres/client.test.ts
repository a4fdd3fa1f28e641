import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { clientOf, WITH_COMMIT } from './client.ts'
import { makeNames } from './names.ts'
import { makeKysely } from './pool.ts'
import type { Db, Tx } from './tables.ts'

let database: TestDatabase
let pool: pg.Pool
let db: Db
/** Answers of the server so far: one a round trip. */
let answers = 0

beforeAll(async () => {
  database = await testDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 1, Client: clientOf(makeNames()) })
  pool.on('connect', (client) => {
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter }
    connection.on('readyForQuery', () => answers++)
  })
  db = makeKysely(pool)
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})
beforeEach(async () => {
  await sql`drop table if exists thing; create table thing (id int primary key)`.execute(db)
  answers = 0
})

const insert = (to: Tx | Db, id: number) => sql`insert into thing (id) values (${id})`.execute(to)
const last = (tx: Tx, id: number) =>
  sql`${sql.raw(WITH_COMMIT)}insert into thing (id) values (${id})`.execute(tx)
const ids = async () =>
  (await sql<{ id: number }>`select id from thing order by id`.execute(db)).rows.map((row) => row.id)

describe('a transaction', () => {
  test('needs two round trips for a statement and a last one', async () => {
    await db.transaction().execute(async (tx) => {
      await insert(tx, 1)
      await last(tx, 2)
    })
    expect(answers).toBe(2)
    expect(await ids()).toEqual([1, 2])
  })

  test('of nothing needs none, of a last statement alone one', async () => {
    await db.transaction().execute(async () => {})
    expect(answers).toBe(0)
    await db.transaction().execute((tx) => last(tx, 1))
    expect(answers).toBe(1)
    expect(await ids()).toEqual([1])
  })

  test('takes everything back when its body throws, the held statement included', async () => {
    const failing = db.transaction().execute(async (tx) => {
      await insert(tx, 1)
      await last(tx, 2)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await ids()).toEqual([])
  })

  test.each([
    ['first', [7, 8, 9]],
    ['middle', [1, 7, 9]],
    ['last', [1, 2, 7]],
  ])('fails as a whole when its %s statement does', async (_, [first, second, third]) => {
    await insert(db, 7)
    const failing = db.transaction().execute(async (tx) => {
      await insert(tx, first!)
      await insert(tx, second!)
      await last(tx, third!)
    })
    await expect(failing).rejects.toMatchObject({ code: '23505' })
    expect(await ids()).toEqual([7])
    await db.transaction().execute((tx) => last(tx, 1))
    expect(await ids()).toEqual([1, 7])
  })

  test('that failed and whose body went on does not seem to commit', async () => {
    const failing = db.transaction().execute(async (tx) => {
      await insert(tx, 1)
      await insert(tx, 1).catch(() => {})
    })
    await expect(failing).rejects.toThrow()
    expect(await ids()).toEqual([])
  })

  test('may begin with several statements in one text, or with a stream', async () => {
    await db
      .transaction()
      .execute(async (tx) => {
        await sql`insert into thing (id) values (1); insert into thing (id) values (2)`.execute(tx)
        throw new Error('back')
      })
      .catch(() => {})
    expect(await ids()).toEqual([])
    const client = await pool.connect()
    await client.query('begin')
    await client.query({ text: 'insert into thing (id) values ($1)', values: [3] })
    await client.query('rollback')
    client.release()
    expect(await ids()).toEqual([])
  })

  test('keeps the order of statements that nobody waits for', async () => {
    await db.transaction().execute(async (tx) => {
      void insert(tx, 1)
      void insert(tx, 2)
      await last(tx, 3)
    })
    expect(await ids()).toEqual([1, 2, 3])
  })

  test('goes on behind a held statement that was not the last', async () => {
    await db.transaction().execute(async (tx) => {
      await last(tx, 1)
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from thing where id = ${1}`.execute(
        tx,
      )
      expect(rows[0]!.n).toBe(1)
    })
    expect(await ids()).toEqual([1])
  })
})

test('outside a transaction a held statement is sent at once', async () => {
  await sql`${sql.raw(WITH_COMMIT)}insert into thing (id) values (${5})`.execute(db)
  expect(await ids()).toEqual([5])
})

test('a frequent INSERT is prepared, and goes on through failures and changes of its table', async () => {
  const put = (id: number) => db.transaction().execute((tx) => insert(tx, id))
  for (let id = 0; id < 10; id++) await put(id)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pg_prepared_statements where statement like 'insert into thing%'`.execute(
    db,
  )
  expect(rows[0]!.n).toBe(1)
  await expect(put(3)).rejects.toMatchObject({ code: '23505' })
  await put(10)
  await sql`drop table thing`.execute(db)
  await expect(put(11)).rejects.toMatchObject({ code: '42P01' })
  await sql`create table thing (id bigint primary key, more text default 'x')`.execute(db)
  await put(11)
  expect((await ids()).map(Number)).toEqual([11])
})

test('names are few, and only for INSERTs', () => {
  const names = makeNames()
  for (let i = 0; i < 20; i++) expect(names.of('select 1')).toBeUndefined()
  const given = new Set<string>()
  for (let text = 0; text < 200; text++) {
    for (let i = 0; i < 10; i++) {
      const name = names.of(`insert into t${text} values ($1)`)
      if (name) given.add(name)
    }
  }
  expect(given.size).toBe(50)
})
