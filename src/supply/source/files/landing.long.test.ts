import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../test/support/supply.ts'
import { ERRORS, isXinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { registerDataset } from '../../catalog/index.ts'
import { importVersion } from '../import.ts'
import { mutate, random, seeds } from './fuzz.fixture.ts'

let space: SupplySpace
beforeAll(async () => {
  space = await supplySpace()
})
afterAll(() => space.stop())

const CASES = 100

test('a damaged file lands whole or leaves nothing: no version is partial', async () => {
  const { core } = space
  const officer = space.officer()
  const words = { code: 'fuzz', titleZh: '损坏的文件', titleEn: 'Damaged files' }
  const datasetId = await registerDataset(core, officer, {
    ...words,
    insuredColumn: null,
    insuredSystem: null,
  })
  const good = await seeds()
  const folder = await space.folder('damaged')
  const listing = (name: string) => readdir(join(core.home, name)).catch((): string[] => [])
  let landed = 0
  for (let seed = 0; seed < CASES; seed++) {
    const pick = random(1_000_000 + seed)
    const { name, bytes, reading } = mutate(good[pick(good.length)]!, good[pick(good.length)]!, pick)
    const path = join(folder, name)
    await writeFile(path, bytes)
    const importId = uuid7(core.random, core.clock.now())
    try {
      const one = await importVersion(core, officer, { importId, datasetId, paths: [path], reading })
      landed++
      const tables = { t: [join(core.home, 'versions', one.versionId, 'part-0.parquet')] }
      const limits = { timeMs: 30_000, memoryBytes: 512 << 20, maxRows: 10 }
      const { rows } = await core.engine.query({ sql: 'SELECT count(*) FROM t', tables, limits })
      expect(rows).toEqual([[one.rows]])
    } catch (error) {
      if (!isXinyuError(error)) throw error
      expect(ERRORS[error.code].status, `case ${seed} ${name}: ${error.code}`).toBeLessThan(500)
    }
    expect(await listing('staging')).toEqual([])
    expect(await listing('versions')).toHaveLength(landed)
  }
  expect(landed).toBeGreaterThan(0)
  const versions = await core.db.selectFrom('dataset_version').selectAll().execute()
  expect(versions).toHaveLength(landed)
})
