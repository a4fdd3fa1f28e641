import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { supplySpace, type SupplySpace } from './support/supply.ts'
import { makeUscc } from '../src/demo/checks.ts'
import { generateDemo } from '../src/demo/generate.ts'
import { OTHER_COLUMNS, TABLE_COLUMNS } from '../src/demo/tables.ts'
import { systemActor, type UserActor } from '../src/kernel/index.ts'
import { identityMigrations, registerParticipant } from '../src/safeguard/identity/index.ts'
import { datasetView, registerDataset, versionById } from '../src/supply/catalog/index.ts'
import {
  importVersions,
  quotePath,
  quoteText,
  stagingFolder,
  versionFolder,
} from '../src/supply/source/index.ts'
import {
  createTreatment,
  qualityMigrations,
  registerQualityJob,
  runQuality,
} from '../src/supply/treat/quality/index.ts'
import { openTestDuck } from '../src/supply/treat/repair/duck.fixture.ts'
import { standardMigrations } from '../src/supply/treat/standard/index.ts'
import { applyDecisions, decideProposal, requestRepair } from '../src/supply/treat/repair/actions.ts'
import { registerRepairJob } from '../src/supply/treat/repair/job.ts'
import { migrations } from '../src/supply/treat/repair/migrations.ts'
import { changedCells, listRuns, quarantinedRows, repairView } from '../src/supply/treat/repair/store.ts'

const BUREAU = '310000'
/** The registers without claims and public data: what those would determine goes to quarantine here. */
const TABLES = [
  'psn_info_b',
  'psn_insu_d',
  'staf_psn_clct_detl_d',
  'rsdt_psn_clct_detl_d',
  'insu_emp_info_b',
] as const
const REFERENCES = {
  legal_entity: 'public',
  admdvs_b: 'dictionary',
} as const
const TIME_MS = 900_000

let space: SupplySpace
let officer: UserActor
let treatmentId: string
let duck: Awaited<ReturnType<typeof openTestDuck>>
const datasets = new Map<string, string>()
/** The repair that made versions; the tests after it look at what it did. */
let repairId: string

beforeAll(async () => {
  space = await supplySpace({}, [identityMigrations, standardMigrations, qualityMigrations, migrations])
  duck = await openTestDuck()
  const { core } = space
  const participantId = await registerParticipant(core, systemActor('test'), {
    uscc: makeUscc('11', '310000', 'B0000001'),
    nameZh: '示例医保局',
    nameEn: 'A bureau',
    roles: ['provider'],
    regionCode: '310000',
  })
  officer = { ...space.officer(), participantId }
  const dir = await space.folder('demo')
  await generateDemo({ dir, persons: 4000, seed: 7 })
  const works = []
  for (const [table, folder] of [
    ...TABLES.map((name) => [name, BUREAU] as const),
    ...Object.entries(REFERENCES),
  ]) {
    const columns: readonly string[] = { ...TABLE_COLUMNS, ...OTHER_COLUMNS }[table as 'setl_d']
    const person = columns.includes('psn_no') ? 'psn_no' : null
    const datasetId = await registerDataset(core, officer, {
      code: table,
      titleZh: table,
      titleEn: table,
      insuredColumn: person,
      insuredSystem: person && `psn_no:${BUREAU}`,
    })
    datasets.set(table, datasetId)
    works.push({ importId: crypto.randomUUID(), datasetId, paths: [join(dir, folder, `${table}.csv`)] })
  }
  await importVersions(core, officer, works)
  const bind = (table: string) => ({ table, datasetId: datasets.get(table)! })
  treatmentId = await createTreatment(core, officer, {
    title: '上海市登记与结算',
    tables: TABLES.map(bind),
    references: Object.keys(REFERENCES).map(bind),
    automatic: false,
  })
  registerRepairJob(core)
  registerQualityJob(core)
  await core.jobs.start()
}, TIME_MS)
afterAll(async () => {
  duck.connection.closeSync()
  await space.stop()
})

const versionsOf = async (table: string) =>
  (await datasetView(space.core, officer, datasets.get(table)!))!.versions

async function finish({ runId, jobId }: { runId: string; jobId: string }) {
  const job = await space.core.jobs.finished(jobId)
  expect(job.error).toBeNull()
  return repairView(space.core, officer, runId)
}

const parts = (versionId: string, name = 'part-0.parquet'): string =>
  `read_parquet(${quotePath(join(versionFolder(space.core, versionId), name))})`

test('a preview counts and shows masked samples, and changes nothing', { timeout: TIME_MS }, async () => {
  const { core } = space
  const view = await finish(await requestRepair(core, officer, treatmentId, { preview: true }))
  expect(view).toMatchObject({ kind: 'preview', state: 'done', stable: true, versions: {} })
  expect(view.changedCells).toBeGreaterThan(20)
  for (const table of TABLES) expect(await versionsOf(table)).toHaveLength(1)
  const certno = view.fixes.find(({ column, fix }) => column === 'certno' && fix === 'form_certno')
  expect(certno?.samples.length).toBeGreaterThan(0)
  for (const { before, after } of certno!.samples) {
    expect(before).not.toMatch(/\d{6}/)
    expect(after).not.toMatch(/\d{6}/)
  }
  expect(await readdir(stagingFolder(core))).toEqual([])
})

test('a cancelled repair leaves nothing that can be seen', { timeout: TIME_MS }, async () => {
  const { core } = space
  const { jobId, runId } = await requestRepair(core, officer, treatmentId)
  await core.jobs.cancel(jobId)
  expect((await core.jobs.finished(jobId)).state).toBe('cancelled')
  for (const table of TABLES) expect(await versionsOf(table)).toHaveLength(1)
  expect(await readdir(stagingFolder(core))).toEqual([])
  expect(await repairView(core, officer, runId)).toMatchObject({ state: 'cancelled', tables: [] })
})

test('a repair makes versions with types, numbers of persons, changes and lineage; done again it makes the same', {
  timeout: TIME_MS,
}, async () => {
  const { core } = space
  const asked = await requestRepair(core, officer, treatmentId)
  const view = await finish(asked)
  repairId = asked.runId
  expect(view.rounds.length).toBeGreaterThan(2)
  expect(Object.keys(view.versions)).toContain('psn_info_b')

  const before = (await versionsOf('psn_info_b')).find(({ number }) => number === 1)!
  const after = await versionById(core, view.versions['psn_info_b']!)
  expect(after).toMatchObject({
    number: 2,
    origin: { kind: 'repair', by: { id: 'national_repair', version: 1 } },
  })
  expect(after!.origin.from[0]).toEqual({ versionId: before.id, datasetId: datasets.get('psn_info_b') })
  const typeOf = (columns: readonly { name: string; type: string }[], name: string) =>
    columns.find((column) => column.name === name)?.type
  const first = await versionById(core, before.id)
  expect([typeOf(first!.columns, 'brdy'), typeOf(after!.columns, 'brdy')]).toEqual(['VARCHAR', 'DATE'])
  expect(typeOf(after!.columns, 'psn_no')).toBe('VARCHAR')

  // Every number of a person is the one that the register of the first versions gave to it.
  const register = (await versionsOf('psn_info_b')).find(({ number }) => number === 1)!.id
  for (const [table, versionId] of Object.entries(view.versions)) {
    if (!TABLE_COLUMNS[table as 'psn_info_b'].some((column) => column === 'psn_no')) continue
    const [row] = await duck.rows(
      `SELECT count(*) AS rows, count(*) FILTER (p.n = s.__insured) AS same FROM ${parts(versionId)} s
       LEFT JOIN (SELECT psn_no, min(__insured) AS n FROM ${parts(register)} GROUP BY psn_no) p ON p.psn_no = s.psn_no`,
    )
    expect(row!['same'], table).toBe(row!['rows'])
  }

  const cells = view.tables.reduce((sum, table) => sum + table.changedCells, 0)
  let written = 0
  for (const [table, versionId] of Object.entries(view.versions)) {
    const [row] = await duck.rows(
      `SELECT count(*) AS n, count(*) FILTER (who = 'national_repair v1' AND before IS DISTINCT FROM after) AS whole FROM ${parts(versionId, 'changes.parquet')}`,
    )
    expect(row!['whole'], table).toBe(row!['n'])
    written += Number(row!['n'])
  }
  expect(written).toBe(cells)
  for (const table of view.tables) {
    expect(table.rows, table.table).toBe(table.scanned - table.merged - table.quarantined)
    if (!table.written) continue
    expect(await versionById(core, view.versions[table.table]!)).toMatchObject({
      rows: table.rows,
      quarantined: table.quarantined,
    })
  }

  // As after a kill between landing and the last note: the same job again, under the same run.
  await core.db
    .updateTable('repair_run')
    .set({ finished_at: null, result: null, versions: '{}' })
    .where('id', '=', asked.runId)
    .execute()
  await core.db.deleteFrom('repair_proposal').where('run_id', '=', asked.runId).execute()
  const jobId = await core.db
    .transaction()
    .execute((tx) => core.jobs.enqueue(tx as never, officer, 'repair', { runId: asked.runId }))
  const again = await finish({ runId: asked.runId, jobId })
  expect(again.versions).toEqual(view.versions)
  expect(await versionsOf('psn_info_b')).toHaveLength(2)
})

test('a check of the repaired versions finds what the repair says is left: quarantined rows still count as existing', {
  timeout: TIME_MS,
}, async () => {
  const { core } = space
  const repaired = await repairView(core, officer, repairId)
  expect(repaired.quarantined).toBeGreaterThan(0)
  const { runId, jobId } = await runQuality(core, officer, treatmentId)
  expect((await core.jobs.finished(jobId)).error).toBeNull()
  const checked = await core.db
    .selectFrom('quality_run')
    .select('result')
    .where('id', '=', runId)
    .executeTakeFirstOrThrow()
  for (const { table, stillDirty } of repaired.tables) {
    expect(checked.result!.dirtyRows[table] ?? 0, table).toBe(stillDirty)
  }
})

test('what is drilled into is masked, and other bodies see nothing', { timeout: TIME_MS }, async () => {
  const { core } = space
  const { items } = await listRuns(core, officer.participantId, { limit: 10, offset: 0 })
  expect(items.map(({ kind, state }) => `${kind} ${state}`).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'preview done',
    'repair cancelled',
    'repair done',
  ])
  const page = await changedCells(core, officer, repairId, {
    table: 'psn_info_b',
    what: 'changes',
    limit: 50,
    offset: 0,
  })
  expect(page.total).toBeGreaterThan(5)
  expect(page.items).toHaveLength(Math.min(50, page.total))
  expect(
    page.items.every(({ rule, fix, who }) => rule !== '' && fix !== '' && who === 'national_repair v1'),
  ).toBe(true)
  expect(JSON.stringify(page.items)).not.toMatch(/\d{11}/)
  const rest = await quarantinedRows(core, officer, repairId, { table: 'psn_info_b', limit: 50, offset: 0 })
  expect(rest.items.every(({ columns, rules }) => columns.length > 0 && rules.length > 0)).toBe(true)
  await expect(repairView(core, space.officer(), repairId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(requestRepair(core, space.officer(), treatmentId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('proposals wait, are approved with a reason, and are applied in a new version', {
  timeout: TIME_MS,
}, async () => {
  const { core } = space
  const run = await repairView(core, officer, repairId)
  expect(run.proposals.length).toBeGreaterThan(0)
  await expect(applyDecisions(core, officer, run.id)).rejects.toMatchObject({ code: 'REPAIR_NOT_DECIDED' })
  const [group] = run.proposals
  const spared = group!.samples.slice(1, 2).map(({ table, column, row }) => ({ table, column, row }))
  await decideProposal(core, officer, group!.id, {
    decision: 'approved',
    reason: '已与公安核对',
    except: spared,
  })
  await expect(
    decideProposal(core, officer, group!.id, { decision: 'rejected', reason: 'x' }),
  ).rejects.toMatchObject({ code: 'REPAIR_DECIDED' })

  const applied = await finish(await applyDecisions(core, officer, run.id))
  const table = group!.samples[0]!.table
  const versionId = applied.versions[table]!
  expect(await versionById(core, versionId)).toMatchObject({ number: 3 })
  const files = await readdir(versionFolder(core, versionId))
  const merged = group!.samples[0]!.column === ''
  expect(files).toContain(merged ? 'merged.parquet' : 'changes.parquet')
  const done = merged
    ? await duck.rows(
        `SELECT __row AS row FROM ${parts(versionId, 'merged.parquet')} WHERE __fix = ${quoteText(group!.fix)}`,
      )
    : await duck.rows(
        `SELECT __row AS row, who FROM ${parts(versionId, 'changes.parquet')} WHERE fix = ${quoteText(group!.fix)}`,
      )
  expect(done).toHaveLength(group!.cells - spared.length)
  if (!merged) expect(done.every(({ who }) => who === `user:${officer.userId}`)).toBe(true)
  const rows = new Set(done.map(({ row }) => Number(row)))
  expect(spared.some(({ row }) => rows.has(row))).toBe(false)
})

test('decisions on data that has moved on are not applied', { timeout: TIME_MS }, async () => {
  const { core } = space
  const dir = join(core.home, 'demo', BUREAU)
  await importVersions(core, officer, [
    {
      importId: crypto.randomUUID(),
      datasetId: datasets.get('insu_emp_info_b')!,
      paths: [join(dir, 'insu_emp_info_b.csv')],
    },
  ])
  await expect(applyDecisions(core, officer, repairId)).rejects.toMatchObject({ code: 'REPAIR_BASE_OLD' })
})
