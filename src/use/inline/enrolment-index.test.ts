import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../test/support/supply.ts'
import { uuid7 } from '../../kernel/random.ts'
import { createProduct, registerDataset } from '../../supply/catalog/index.ts'
import { importVersion } from '../../supply/source/index.ts'
import { buildEnrolmentIndex } from './enrolment-index.ts'
import { inlineMigrations } from './tables.ts'

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
  const work = { productId, versionId }

  // Killed after the first of three batches: what stands is kept, and not counted as all.
  const stop = new AbortController()
  const told: number[] = []
  const first = buildEnrolmentIndex(core, work, {
    batch: 10,
    signal: stop.signal,
    tell: (share) => {
      told.push(share)
      stop.abort()
    },
  })
  await expect(first).rejects.toThrow()
  const index = () => core.db.selectFrom('enrolment_index').selectAll().executeTakeFirst()
  const answers = () => core.db.selectFrom('enrolment_answer').selectAll().orderBy('insured').execute()
  expect(await index()).toMatchObject({ state: 'building', persons: 10 })
  expect(await answers()).toHaveLength(10)
  expect(told).toEqual([0.4])

  expect(await buildEnrolmentIndex(core, work, { batch: 10, tell: (share) => told.push(share) })).toBe(
    PERSONS,
  )
  expect(told).toEqual([0.4, 0.8, 1])
  expect(await index()).toMatchObject({ state: 'ready', persons: PERSONS })
  const made = await answers()
  expect(made).toHaveLength(PERSONS)
  const spans = made.flatMap((row) => row.spans)
  expect(spans).toContainEqual({ t: '390', a: '310104', s: '4', f: '2010-01-01', u: '2019-12-31' })
  expect(spans.map((span) => span.t)).not.toContain('510')

  expect(await buildEnrolmentIndex(core, work)).toBe(PERSONS)
  expect(await answers()).toEqual(made)
})
