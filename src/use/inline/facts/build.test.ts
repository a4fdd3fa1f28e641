import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../test/support/supply.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { createProduct, registerDataset } from '../../../supply/catalog/index.ts'
import { importVersion } from '../../../supply/source/index.ts'
import { buildIndex } from './index.ts'
import type { Span } from '../rules.ts'
import { inlineMigrations } from '../tables.ts'

let space: SupplySpace
beforeAll(async () => {
  space = await supplySpace({}, [inlineMigrations])
})
afterAll(() => space.stop())

const HEAD = 'psn_no,insutype,psn_insu_stas,psn_insu_date,paus_insu_date,insu_admdvs,vali_flag'
const PERSONS = 25

test('the answers of a register: void rows out, a stopped build goes on, and a second one changes nothing', {
  timeout: 120_000,
}, async () => {
  const officer = space.officer()
  const { core } = space
  const words = { code: 'p31_psn_insu_d', titleZh: '参保', titleEn: 'Enrolments' }
  const datasetId = await registerDataset(core, officer, {
    ...words,
    insuredColumn: 'psn_no',
    insuredSystem: 'psn_no:31',
  })
  const rows = Array.from(
    { length: PERSONS },
    (_, i) => `a${i},310,1,2020-01-${String(1 + i).padStart(2, '0')},,310101,1`,
  )
  const file = join(await space.folder('in'), 'f.csv')
  const more = ['a0,390,4,2010-01-01,2019-12-31,310104,1', 'a1,510,1,2020-02-02,,310101,0', '']
  await writeFile(file, [HEAD, ...rows, ...more].join('\n'))
  const importId = uuid7(core.random, Date.now())
  const { versionId } = await importVersion(core, officer, { importId, datasetId, paths: [file] })
  const productId = await createProduct(core, officer, {
    code: 'enrolment',
    titleZh: '核验',
    titleEn: 'Verification',
    summary: 'for the test',
    tables: [{ name: 'psn_insu_d', versionId }],
  })
  const work = { productId, versionId, table: 'psn_insu_d' }

  // Killed after the first of three batches: what stands is kept, and not counted as all.
  const stop = new AbortController()
  const told: number[] = []
  const first = buildIndex(core, work, {
    batch: 10,
    signal: stop.signal,
    tell: (share) => {
      told.push(share)
      stop.abort()
    },
  })
  await expect(first).rejects.toThrow()
  const index = () => core.db.selectFrom('verify_index').selectAll().executeTakeFirst()
  const answers = () => core.db.selectFrom('verify_fact').selectAll().orderBy('insured').execute()
  expect(await index()).toMatchObject({ state: 'building', persons: 10 })
  expect(await answers()).toHaveLength(10)
  expect(told).toEqual([0.4])

  expect(await buildIndex(core, work, { batch: 10, tell: (share) => told.push(share) })).toBe(PERSONS)
  expect(told).toEqual([0.4, 0.8, 1])
  expect(await index()).toMatchObject({ state: 'ready', persons: PERSONS })
  const made = await answers()
  expect(made).toHaveLength(PERSONS)
  const spans = made.flatMap((row) => row.facts as Span[])
  expect(spans).toContainEqual({ t: '390', a: '310104', s: '4', f: '2010-01-01', u: '2019-12-31' })
  expect(spans.map((span) => span.t)).not.toContain('510')

  expect(await buildIndex(core, work)).toBe(PERSONS)
  expect(await answers()).toEqual(made)
})

test('the facts of the other tables: paid months, birthdays and own expense, void and reversed rows out', {
  timeout: 120_000,
}, async () => {
  const officer = space.officer()
  const { core } = space
  const factsOf = async (table: string, lines: readonly string[]) => {
    const code = `p31_${table}`
    const datasetId = await registerDataset(core, officer, {
      code,
      titleZh: table,
      titleEn: table,
      insuredColumn: 'psn_no',
      insuredSystem: 'psn_no:31',
    })
    const file = join(await space.folder(table), 'f.csv')
    await writeFile(file, [...lines, ''].join('\n'))
    const importId = uuid7(core.random, Date.now())
    const { versionId } = await importVersion(core, officer, { importId, datasetId, paths: [file] })
    const productId = await createProduct(core, officer, {
      code: `v_${table}`,
      titleZh: table,
      titleEn: table,
      summary: 'for the test',
      tables: [{ name: table, versionId }],
    })
    await buildIndex(core, { productId, versionId, table })
    const rows = await core.db
      .selectFrom('verify_fact')
      .selectAll()
      .where('version_id', '=', versionId)
      .orderBy('insured')
      .execute()
    // Numbers are given in no order that a test could know.
    return rows
      .map((row) => JSON.stringify(row.facts))
      .toSorted()
      .map((text) => JSON.parse(text) as unknown)
  }
  expect(
    await factsOf('staf_psn_clct_detl_d', [
      'psn_no,accrym_begn,accrym_end,clct_flag,revs_flag,vali_flag',
      'a,202401,202403,1,0,1',
      'a,202404,202406,1,0,0',
      'a,202407,202409,0,0,1',
      'a,202410,202412,1,1,1',
      'a,202499,202499,1,0,1',
      'b,202501,202512,1,,1',
    ]),
  ).toEqual([[{ f: '202401', u: '202403' }], [{ f: '202501', u: '202512' }]])
  expect(
    await factsOf('psn_info_b', ['psn_no,brdy,vali_flag', 'a,1980-02-29,1', 'a,1980-03-01,0', 'b,never,1']),
  ).toEqual([['1980-02-29']])
  expect(
    await factsOf('setl_d', [
      'psn_no,setl_time,psn_pay,vali_flag',
      'a,2024-03-01 10:00:00,100.50,1',
      'a,2024-04-01 10:00:00,-0.50,1',
      'a,2024-05-01 10:00:00,999.00,0',
      'a,2025-01-01 00:00:00,7.25,1',
    ]),
  ).toEqual([
    [
      { y: '2024', c: 10_000 },
      { y: '2025', c: 725 },
    ],
  ])
})
