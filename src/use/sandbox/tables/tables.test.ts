import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from './child/build.ts'
import { namesOf } from './ensure.ts'
import { seatTypeOf } from './types.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-tables-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const TOOLS = { progress: () => {}, softMemoryBytes: 256 << 20, threads: 1 }

test('a prepared table comes through with its types: amounts in 分, days as ISO text, nothing that is not open', async () => {
  const file = join(folder, 'a.parquet')
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  await duck.run(
    `copy (select range::UINTEGER as __person, 'p' || range as psn_no, DATE '2025-01-31' + range::INTEGER as d,
       TIMESTAMP '2025-01-31 10:11:12' as t, (range * 10.01)::DECIMAL(18,2) as medfee, range * 0.5 as share,
       range % 2 = 0 as flag, range::UBIGINT as n, case when range = 1 then null else 'x' end as missing
     from range(5000)) to '${file}'`,
  )
  duck.closeSync()
  const target = join(folder, 'tables.sqlite')
  const { tables } = await run(
    {
      target,
      spill: folder,
      tables: [
        {
          name: 'setl_d',
          from: `read_parquet(['${file}'])`,
          files: [file],
          columns: ['psn_no', 'd', 't', 'medfee', 'share', 'flag', 'n', 'missing', 'gone'],
        },
      ],
    },
    TOOLS,
  )
  expect(tables[0]).toMatchObject({ name: 'setl_d', rows: 5000 })
  expect(Object.fromEntries(tables[0]!.columns.map(({ name, type }) => [name, type]))).toEqual({
    psn_no: 'text',
    d: 'date',
    t: 'timestamp',
    medfee: 'fen',
    share: 'real',
    flag: 'boolean',
    n: 'integer',
    missing: 'text',
  })
  const database = new DatabaseSync(target, { readOnly: true })
  expect(database.prepare('select * from setl_d where psn_no = ?').get('p1')).toEqual({
    psn_no: 'p1',
    d: '2025-02-01',
    t: '2025-01-31 10:11:12',
    medfee: 1001,
    share: 0.5,
    flag: 0,
    n: 1,
    missing: null,
  })
  expect(database.prepare('select sum(medfee) as fen from setl_d').get()).toEqual({
    fen: (1001 * 5000 * 4999) / 2,
  })
  database.close()
})

test('every type of the engine has a place, and two tables of one name get two', () => {
  expect(
    ['UBIGINT', 'DECIMAL(18,0)', 'DECIMAL(18,4)', 'TIMESTAMP WITH TIME ZONE', 'VARCHAR', 'INTEGER[]'].map(
      seatTypeOf,
    ),
  ).toEqual(['integer', 'integer', 'real', 'timestamp', 'text', 'text'])
  const two = [
    { id: 'b', name: 'setl_d' },
    { id: 'a', name: 'setl_d' },
    { id: 'c', name: 'setl_d_2' },
  ]
  expect(namesOf(two).map(({ id, shown }) => [id, shown])).toEqual([
    ['a', 'setl_d'],
    ['b', 'setl_d_2'],
    ['c', 'setl_d_2_2'],
  ])
})
