import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './support/database.ts'

const opened: TestDatabase[] = []
afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop()
})
const fresh = async () => {
  const database = await testDatabase([
    { room: 'a', migrations: [{ name: '0001_t', sql: 'create table t (n bigint primary key)' }] },
  ])
  opened.push(database)
  return database
}

test('each call gives a database of its own with the migrations applied', async () => {
  const [one, two] = await Promise.all([fresh(), fresh()])
  await sql`insert into t values (${1_790_000_000_000})`.execute(one.db)
  const found = await sql<{ n: unknown }>`select n from t`.execute(one.db)
  expect(found.rows).toEqual([{ n: 1_790_000_000_000 }])
  expect((await sql`select n from t`.execute(two.db)).rows).toEqual([])
})
