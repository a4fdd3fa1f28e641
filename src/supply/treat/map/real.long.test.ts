import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../../test/support/supply.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { identityMigrations } from '../../../safeguard/identity/index.ts'
import { versionById } from '../../catalog/index.ts'
import { type Duck, importFolder, quotePath } from '../../source/index.ts'
import { type BoundTable, type CheckedTables, checkTables, shippedPack } from '../quality/index.ts'
import { nationalTables, shippedDictionaries, standardMigrations } from '../standard/index.ts'
import { boundDatasets } from './bind.ts'
import { adoptMappingSet, mapMigrations, mappingSet, type MappingRun, runMapping } from './index.ts'
import { plainSql } from './testing/plain-rules.ts'
import { registerSuite } from '../../source/child/functions.ts'
import { RECOUNT_TABLES } from './testing/recount.ts'

const REAL = resolve(process.env['XINYU_REAL_DATA'] ?? '../shared/data')
const missing = (name: string) => (existsSync(join(REAL, name)) ? false : `no ${name} below ${REAL}`)
const DOC = readFileSync(resolve(import.meta.dirname, '../../../../docs/quality-of-real-data.md'), 'utf8')
/** The day of the report: ages and the future depend on it. */
const NOW = Date.UTC(2026, 0, 5)

let space: SupplySpace
beforeAll(async () => {
  space = await supplySpace({}, [identityMigrations, standardMigrations, mapMigrations])
})
afterAll(() => space.stop())

/** Lands a folder, adopts its set, runs every mapping. */
async function mapFolder(officer: UserActor, folder: string, set: string): Promise<Map<string, MappingRun>> {
  const { core } = space
  await importFolder(core, officer, { dir: join(REAL, folder), insured: null })
  const runs = new Map<string, MappingRun>()
  for (const { id, number, code } of await adoptMappingSet(core, officer, set)) {
    const importId = uuid7(core.random, core.clock.now())
    runs.set(code, await runMapping(core, officer, { mappingId: id, number, importId }))
  }
  return runs
}

async function openDuck(): Promise<Duck> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  registerSuite(connection)
  const rows = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[]
  return { rows, copy: async () => 0, connection }
}

/** The report of our rules over what the mappings landed; rules that the set says cannot apply are left out. */
async function report(officer: UserActor, set: string): Promise<CheckedTables> {
  const duck = await openDuck()
  const tables: BoundTable[] = []
  for (const bound of await boundDatasets(space.core, officer.participantId)) {
    expect(bound.how).toBe('mapped')
    await duck.connection.run(
      `CREATE VIEW ${bound.table} AS SELECT row_number() OVER () - 1 AS __row, *
       FROM read_parquet([${bound.files.map(quotePath).join(', ')}])`,
    )
    const columns = bound.columns.map(({ name, type, unit }) => ({ name, type, ...(unit ? { unit } : {}) }))
    tables.push({ name: bound.table, relation: bound.table, columns, reference: false })
  }
  const skip = new Set(mappingSet(set).skip.flatMap(({ rules }) => rules))
  const pack = shippedPack()
  return checkTables(duck, {
    tables,
    pack: { ...pack, rules: pack.rules.filter(({ id }) => !skip.has(id)) },
    settings: {},
    standard: nationalTables(),
    lists: Object.fromEntries(
      shippedDictionaries().map(({ code, codes }) => [code, codes.map((one) => one.code)]),
    ),
    now: NOW,
  })
}

/** The same counts from the CSV files alone. */
async function recount(folder: string, set: string, rules: readonly string[]) {
  const duck = await openDuck()
  for (const [table, sql] of Object.entries(RECOUNT_TABLES[set]!)) {
    const from = sql.replaceAll('{dir}', join(REAL, folder))
    await duck.connection.run(`CREATE TABLE ${table} AS SELECT row_number() OVER () AS n, * FROM (${from})`)
  }
  const counts: { rule: string; scanned: number; dirty: number }[] = []
  for (const rule of rules) {
    const sql = plainSql(rule)
    if (sql === null) throw new Error(`no plain SQL is written for ${rule}`)
    const [row] = await duck.rows(sql)
    counts.push({ rule, scanned: Number(row!['scanned']), dirty: Number(row!['dirty']) })
  }
  return counts
}

async function bothWays(officer: UserActor, folder: string, set: string): Promise<void> {
  const ours = await report(officer, set)
  const theirs = await recount(
    folder,
    set,
    ours.counts.map(({ rule }) => rule),
  )
  expect(ours.counts).toEqual(theirs)
  expect(ours.counts.length).toBeGreaterThan(150)
  for (const { rule, scanned, dirty } of ours.counts.filter((count) => count.dirty > 0)) {
    expect(DOC, rule).toContain(`| \`${rule}\` | ${scanned} | ${dirty} | ${dirty} |`)
  }
}

describe.skipIf(missing('cms-synpuf'))('CMS DE-SynPUF', () => {
  test('lands, is mapped, and its quality report equals the recount', { timeout: 900_000 }, async () => {
    const officer = space.officer()
    const runs = await mapFolder(officer, 'cms-synpuf', 'cms_synpuf')
    expect(Object.fromEntries([...runs].map(([code, run]) => [code, run.rows]))).toEqual({
      cms_psn_info_b: 500,
      cms_mdtrt_d: 19_729,
      cms_setl_d: 19_729,
      cms_fee_list_d: 17_443,
      cms_setl_list_diag_d: 42_823,
      cms_setl_list_oprn_d: 264,
    })
    for (const [code, run] of runs) expect(run.counts.misfits, code).toBe(0)
    const version = (await versionById(space.core, runs.get('cms_setl_d')!.versionId))!
    expect(version.insured_count).toBe(412)
    expect(version.columns.find(({ name }) => name === 'psn_pay')).toMatchObject({
      type: 'BIGINT',
      unit: 'fen',
    })
    const paid = version.origin.columns['fund_pay_sumamt']!.map(({ column }) => column)
    expect(paid).toEqual(expect.arrayContaining(['LINE_NCH_PMT_AMT_1', 'LINE_NCH_PMT_AMT_5', 'CLM_PMT_AMT']))
    await bothWays(officer, 'cms-synpuf', 'cms_synpuf')
  })
})

describe.skipIf(missing('synthea'))('Synthea', () => {
  test('lands, is mapped, and its quality report equals the recount', { timeout: 900_000 }, async () => {
    const officer = space.officer()
    const runs = await mapFolder(officer, 'synthea', 'synthea')
    expect(Object.fromEntries([...runs].map(([code, run]) => [code, run.rows]))).toEqual({
      synthea_psn_info_b: 11,
      synthea_psn_insu_d: 123,
      synthea_mdtrt_d: 388,
      synthea_setl_d: 388,
      synthea_setl_list_diag_d: 273,
      synthea_setl_list_oprn_d: 889,
      synthea_fee_list_d: 173,
    })
    for (const [code, run] of runs) expect(run.counts.misfits, code).toBe(0)
    await bothWays(officer, 'synthea', 'synthea')
  })
})
