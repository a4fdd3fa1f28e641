import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noMariadb } from '../../../../../test/support/mariadb.ts'
import type { Cell, Connection } from '../source.ts'
import { ANY_HOST, mariadbUnderTest, postgresqlUnderTest, settingsOf } from './databases.fixture.ts'
import { offsetOf } from './mysql-session.ts'
import { postgresql } from './postgresql.ts'

/** The first rows of a table as a source of whole reads gives them. */
async function rowsOf(connection: Connection, name: string): Promise<Cell[][]> {
  const table = (await connection.tables()).find((one) => one.name === name)!
  const rows: Cell[][] = []
  const work = { table, mode: 'snapshot', watermark: null, after: null } as const
  for await (const batch of connection.read({ ...work, signal: new AbortController().signal }))
    rows.push(...batch.rows.map((row) => [...row]))
  return rows
}

/** What both databases must say alike of values that they keep in their own types. */
const ALIKE = [
  '1',
  '0',
  '9007199254740993',
  '12345678901234.50',
  '0.0000000001',
  '2024-02-29',
  '2025-01-02 03:04:05',
  '2025-01-02 03:04:05.25',
  '2025-01-02 08:00:00',
  'ab',
  '00ff10',
  '',
  null,
]

describe('PostgreSQL', () => {
  let under: Awaited<ReturnType<typeof postgresqlUnderTest>>
  beforeAll(async () => {
    under = await postgresqlUnderTest()
  }, 60_000)
  afterAll(() => under.end())

  test('writes values of its own types as everybody does', async () => {
    await under.client.query(`
      create table public."Odd ""Name""" (id int primary key, t bool, f bool, big int8, money numeric(16,2),
        tiny numeric(20,10), day date, stamp timestamp, fraction timestamp(6), zoned timestamptz, fixed char(5),
        bytes bytea, empty text, nothing text);
      insert into public."Odd ""Name""" values (1, true, false, 9007199254740993, 12345678901234.5, 0.0000000001,
        '2024-02-29', '2025-01-02 03:04:05', '2025-01-02 03:04:05.250000', '2025-01-02 00:00:00+00', 'ab',
        '\\x00ff10', '', null)`)
    const connection = await under.connect()
    expect(await rowsOf(connection, 'public.Odd "Name"')).toEqual([['1', ...ALIKE]])
    await connection.close()
  })

  test('cannot be written through a source, whatever its login may do', async () => {
    await under.client.query(`
      create function public.sneaky() returns int language plpgsql as $$ begin delete from visits; return 1; end $$;
      create view public.trap as select sneaky() as x`)
    await under.put([['1', 'p', 'n', '1.00', '2024-01-01', '2024-01-01 00:00:00', null]])
    const connection = await under.connect()
    await expect(rowsOf(connection, 'public.trap')).rejects.toMatchObject({ code: 'SOURCE_FAILED' })
    await connection.close()
    const { rows } = await under.client.query('select count(*)::int as n from visits')
    expect(rows).toEqual([{ n: 1 }])
    await under.client.query('drop view trap; drop function sneaky')
  })

  test('shows a login only what it may read, and warns of one that may write', async () => {
    const reader = `reader_${Math.random().toString(36).slice(2)}`
    await under.client.query(
      `create role ${reader} login; create table public.hidden (id int primary key); grant select on visits to ${reader}`,
    )
    const { settings } = settingsOf(under.url)
    const open = (user: string) =>
      postgresql.open({ ...settings, user }, { password: 'x' }, new AbortController().signal, ANY_HOST)
    const connection = await open(reader)
    expect((await connection.tables()).map(({ name }) => name)).toEqual(['public.visits'])
    expect(await connection.warnings!()).toEqual([])
    await connection.close()
    const admin = await under.connect()
    expect((await admin.warnings!()).map(({ code }) => code)).toEqual(['SOURCE_LOGIN_WRITES'])
    await admin.close()
    await under.client.query(`drop owned by ${reader}; drop role ${reader}`)
  })

  test('does not lose what comes while a clock over there is ahead', async () => {
    await under.client.query(`create table ahead (id int primary key, updt_time timestamp);
      insert into ahead values (1, '2099-01-01'), (2, '2025-01-01')`)
    const connection = await under.connect()
    const table = (await connection.tables()).find(({ name }) => name === 'public.ahead')!
    const signal = new AbortController().signal
    const read = async (after: string | null, mode: 'snapshot' | 'increment') => {
      const ids: string[] = []
      let cursor = after
      const work = { table, mode, watermark: 'updt_time', after, overlap: 0, signal }
      for await (const batch of connection.read(work)) {
        ids.push(...batch.rows.map((row) => row[0]!))
        cursor = batch.cursor
      }
      return { ids, cursor }
    }
    const whole = await read(null, 'snapshot')
    const first = await read(whole.cursor, 'increment')
    // The row of 2099 comes each time; the time that the cursor holds is that of the other one.
    expect(first.ids).toEqual(['2', '1'])
    await under.client.query(`insert into ahead values (3, '2025-01-02')`)
    expect((await read(first.cursor, 'increment')).ids).toContain('3')
    await connection.close()
  })
})

describe.skipIf(noMariadb() !== null)(`MariaDB (${noMariadb() ?? 'installed'})`, () => {
  let under: Awaited<ReturnType<typeof mariadbUnderTest>>
  beforeAll(async () => {
    under = await mariadbUnderTest()
  }, 60_000)
  afterAll(() => under.end())

  test('writes values of its own types as everybody does', async () => {
    await under.server.run(
      `create table bureau.\`Odd \`\`Name\` (id int primary key, t bool, f bool, big bigint, money decimal(16,2),
         tiny decimal(20,10), day date, stamp datetime, fraction datetime(6), zoned timestamp, fixed char(5),
         bytes varbinary(9), empty text, nothing text)`,
      `set time_zone = '+00:00'; insert into bureau.\`Odd \`\`Name\` values (1, true, false, 9007199254740993,
         12345678901234.5, 0.0000000001, '2024-02-29', '2025-01-02 03:04:05', '2025-01-02 03:04:05.250000',
         '2025-01-02 00:00:00', 'ab', x'00ff10', '', null)`,
    )
    const connection = await under.connect()
    expect(await rowsOf(connection, 'Odd `Name')).toEqual([['1', ...ALIKE]])
    expect(await connection.warnings!()).toEqual([])
    await connection.close()
  })

  test('goes on after a key of several columns', async () => {
    await under.server.run(
      `create table bureau.lines (a int, b varchar(9), n int, primary key (a, b));
       insert into bureau.lines select s.seq, l.x, 0 from bureau.seq_1_to_2000 s join
         (select 'u' x union select 'v' union select 'w' union select 'x') l`,
    )
    const connection = await under.connect()
    const table = (await connection.tables()).find(({ name }) => name === 'lines')!
    expect(table.key).toEqual(['a', 'b'])
    const batches: { rows: readonly (readonly Cell[])[]; cursor: string }[] = []
    const work = { table, mode: 'snapshot', watermark: null, signal: new AbortController().signal } as const
    for await (const batch of connection.read({ ...work, after: null })) batches.push(batch)
    const rest: string[] = []
    for await (const batch of connection.read({ ...work, after: batches[0]!.cursor }))
      rest.push(...batch.rows.map((row) => row.join('/')))
    const first = batches[0]!.rows.map((row) => row.join('/'))
    expect(first.length + rest.length).toBe(8_000)
    expect(new Set([...first, ...rest]).size).toBe(8_000)
    await connection.close()
  })
})

test('names the offset of a zone as servers take it', () => {
  expect(offsetOf('Asia/Shanghai')).toBe('+08:00')
  expect(offsetOf('UTC')).toBe('+00:00')
})
