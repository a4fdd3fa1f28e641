import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { withDatabase } from '../../../test/support/database.ts'
import { migrate, type RoomMigrations } from './index.ts'

const room = (...migrations: RoomMigrations['migrations']): RoomMigrations => ({ room: 'room', migrations })
const one = { name: '0001_one', sql: 'create table one (n int); insert into one values (1)' }
const two = { name: '0002_two', sql: 'create table two (n int)' }
const refusal = (code: string, name: string) =>
  expect.objectContaining({ code, params: expect.objectContaining({ name }) })

test('runs what is open, once, in order', () =>
  withDatabase([], async ({ db }) => {
    expect(await migrate(db, [room(one)])).toEqual(['room/0001_one'])
    expect(await migrate(db, [room(one, two)])).toEqual(['room/0002_two'])
    expect(await migrate(db, [room(one, two)])).toEqual([])
    expect((await sql`select n from one`.execute(db)).rows).toEqual([{ n: 1 }])
  }))

test('two servers starting at once run each step once', () =>
  withDatabase([], async ({ db }) => {
    const ran = await Promise.all([1, 2, 3].map(() => migrate(db, [room(one, two)])))
    expect(ran.flat()).toEqual(['room/0001_one', 'room/0002_two'])
  }))

test('an edited, unknown or inserted step is refused by name', () =>
  withDatabase([room(two)], async ({ db }) => {
    const edited = { ...two, sql: `${two.sql};` }
    await expect(migrate(db, [room(edited)])).rejects.toThrow(refusal('MIGRATION_EDITED', 'room/0002_two'))
    await expect(migrate(db, [room(one)])).rejects.toThrow(refusal('MIGRATION_UNKNOWN', 'room/0002_two'))
    await expect(migrate(db, [room(one, two)])).rejects.toThrow(refusal('MIGRATION_ORDER', 'room/0001_one'))
    await expect(migrate(db, [room(two, one)])).rejects.toThrow(refusal('MIGRATION_ORDER', 'room/0001_one'))
  }))

test('a failing step is named and nothing of the run stays', () =>
  withDatabase([], async ({ db }) => {
    const bad = { name: '0002_bad', sql: 'create table bad (n nonsense)' }
    await expect(migrate(db, [room(one, bad)])).rejects.toThrow(refusal('MIGRATION_FAILED', 'room/0002_bad'))
    expect(await migrate(db, [room(one)])).toEqual(['room/0001_one'])
  }))
