import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../test/support/supply.ts'
import { codeOf, type FolderTable, importFolder } from './folder.ts'

const REAL = resolve(process.env['XINYU_REAL_DATA'] ?? '../shared/data')
const missing = (name: string) => (existsSync(join(REAL, name)) ? false : `no ${name} below ${REAL}`)

let space: SupplySpace
beforeAll(async () => {
  space = await supplySpace()
})
afterAll(() => space.stop())

const byCode = (tables: readonly FolderTable[]) => new Map(tables.map((table) => [table.code, table]))

describe.skipIf(missing('cms-synpuf'))('the folder of CMS DE-SynPUF', () => {
  test('lands with the insured column known by its name', { timeout: 120_000 }, async () => {
    const tables = byCode(
      await importFolder(space.core, space.officer(), { dir: join(REAL, 'cms-synpuf'), insured: null }),
    )
    expect([...tables.keys()]).toEqual(['bene', 'carrier', 'inpatient', 'outpatient', 'pde', 'schema'])
    const rows = [998, 16_677, 225, 2_827, 17_443, 5]
    expect([...tables.values()].map((table) => table.rows)).toEqual(rows)
    expect([...tables.values()].map((table) => table.rejected)).toEqual([0, 0, 0, 0, 0, 0])
    expect(tables.get('bene')).toMatchObject({
      insuredColumn: 'DESYNPUF_ID',
      insuredCount: 500,
      persons: true,
    })
    expect(tables.get('schema')).toMatchObject({ insuredColumn: null, insuredCount: null, persons: false })
    expect(tables.get('pde')!.reason.en).toContain('known name')
  })
})

describe.skipIf(missing('synthea'))('the folder of Synthea', () => {
  test('lands; the same person under different column names has one number', {
    timeout: 180_000,
  }, async () => {
    const list = await importFolder(space.core, space.officer(), {
      dir: join(REAL, 'synthea'),
      insured: null,
    })
    const tables = byCode(list)
    expect(list).toHaveLength(
      (await readdir(join(REAL, 'synthea'))).filter((name) => name.endsWith('.csv')).length,
    )
    expect(tables.get('patients')).toMatchObject({ insuredColumn: 'Id', insuredCount: 11, rows: 11 })
    expect(tables.get('claims')).toMatchObject({ insuredColumn: 'PATIENTID', rows: 561 })
    expect(tables.get('encounters')).toMatchObject({ insuredColumn: 'PATIENT', rows: 388 })
    expect(tables.get('organizations')).toMatchObject({ persons: false })
    expect(tables.get('patients')!.reason.en).toBe(
      'by its values: 11 of 11 distinct values occur in other tables too',
    )
    expect(new Set(list.filter((table) => table.persons).map((table) => table.insuredSystem)).size).toBe(1)
    const files = (code: string) =>
      join(space.core.home, 'versions', tables.get(code)!.versionId, 'part-0.parquet')
    const limits = { timeMs: 30_000, memoryBytes: 512 * 1024 * 1024, maxRows: 10 }
    const { rows } = await space.core.engine.query({
      sql: 'SELECT count(DISTINCT c.__insured), count(*) FROM c JOIN p ON c.__insured = p.__insured WHERE c.PATIENTID = p.Id',
      tables: { c: [files('claims')], p: [files('patients')] },
      limits,
    })
    expect(rows[0]).toEqual([11, 561])
  })
})

test('a file name becomes a name in SQL, each once', () => {
  const taken = new Set<string>()
  expect(codeOf('/x/Beneficiaries 2008.csv', taken)).toBe('beneficiaries_2008')
  expect(codeOf('/x/beneficiaries-2008.csv', taken)).toBe('beneficiaries_2008_2')
  expect(codeOf('/x/结算.csv', taken)).toBe('t')
  expect(codeOf('/x/2024.csv', taken)).toBe('t_2024')
})
