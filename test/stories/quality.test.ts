import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../src/kernel/index.ts'
import { stagingFolder } from '../../src/supply/source/index.ts'
import { sweepFindings } from '../../src/supply/treat/index.ts'
import { demoClient, type Client } from '../support/client.ts'
import { smallDemo, type SmallDemo } from '../support/small-demo.ts'

interface Report {
  state: string
  repaired: boolean
  classes: { class: string; scanned: number; dirty: number; stillDirty: number; accuracy: number }[]
  tables: { table: string; rows: number; dirtyRows: number }[]
  rules: { rule: string; class: string; dirty: number; scanned: number; table: string }[]
  skipped: { rule: string; missing: string }[]
  versions: { table: string; reference: boolean }[]
}

let demo: SmallDemo
let steward: Client
let publicOfficer: Client
let other: Client
let treatmentId: string

beforeAll(async () => {
  demo = await smallDemo()
  const origin = await demo.serve()
  steward = await demoClient(origin, 'sh-steward')
  publicOfficer = await demoClient(origin, 'public-officer')
  other = await demoClient(origin, 'js-officer')
}, 300_000)
afterAll(() => demo?.end())

const finished = async (asked: { jobId: string }): Promise<void> => {
  const job = await demo.opened.core.jobs.finished(asked.jobId)
  expect(job.error).toBe(null)
  expect(job.state).toBe('done')
}

describe('a treatment of the demo', () => {
  test('its bindings are suggested by code and columns; foreign registers only once they are granted', async () => {
    const before = await steward.get<{
      tables: { table: string }[]
      references: { table: string; datasetId: string }[]
    }>('/treatment-suggestion')
    expect(before.tables.map(({ table }) => table)).toContain('setl_d')
    expect(before.tables.length).toBe(10)
    expect(before.references.map(({ table }) => table).sort()).toEqual([
      'admdvs_b',
      'diag_list_b',
      'hilist_b',
    ])
    const datasets = await publicOfficer.get<{
      items: { id: string; code: string; participantId: string }[]
    }>('/datasets?text=自然人&limit=50')
    const person = datasets.items.find(({ code }) => code.endsWith('natural_person'))!
    const me = await steward.get<{ participant: { id: string } }>('/session')
    const grant = { datasetId: person.id, granteeId: me.participant.id, purpose: '核对姓名与证件号' }
    await expect(steward.post('/reference-grants', grant)).rejects.toMatchObject({ status: 403 })
    await publicOfficer.post('/reference-grants', grant)
    await expect(publicOfficer.post('/reference-grants', grant)).rejects.toMatchObject({ status: 409 })
    const after = await steward.get<typeof before>('/treatment-suggestion')
    expect(after.references.map(({ table }) => table)).toContain('natural_person')
    const bind = (items: { table: string; datasetId: string }[]) =>
      items.map(({ table, datasetId }) => ({ table, datasetId }))
    const made = await steward.post<{ id: string }>('/treatments', {
      title: '上海医保基础信息治理',
      tables: bind(after.tables as { table: string; datasetId: string }[]),
      references: bind(after.references),
      automatic: false,
    })
    treatmentId = made.id
    await expect(other.get(`/treatments/${treatmentId}`)).rejects.toMatchObject({ status: 404 })
  })

  test('a check reports per class, table and rule; findings are shown masked', async () => {
    const asked = await steward.post<{ runId: string; jobId: string }>(
      `/treatments/${treatmentId}/checks`,
      {},
    )
    await finished(asked)
    const report = await steward.get<Report>(`/checks/${asked.runId}`)
    expect(report.state).toBe('done')
    expect(report.classes.length).toBe(8)
    expect(report.classes.filter(({ dirty }) => dirty > 0).length).toBeGreaterThanOrEqual(6)
    for (const line of report.classes) {
      expect(line.accuracy).toBeCloseTo(1 - line.stillDirty / line.scanned, 12)
      const rules = report.rules.filter((rule) => rule.class === line.class)
      expect(rules.reduce((sum, rule) => sum + rule.dirty, 0)).toBe(line.dirty)
    }
    expect(report.versions.filter(({ reference }) => reference).map(({ table }) => table)).toContain(
      'natural_person',
    )
    const worst = report.rules.find((rule) => rule.dirty > 0 && rule.table === 'psn_info_b')!
    const samples = await steward.get<{ items: { row: number; value: string | null }[]; total: number }>(
      `/checks/${asked.runId}/samples?rule=${worst.rule}`,
    )
    expect(samples.total).toBe(worst.dirty)
    expect(samples.items.length).toBe(Math.min(20, worst.dirty))
    for (const rule of report.rules.filter(({ rule, dirty }) => dirty > 0 && /certno|psn_name/.test(rule))) {
      const page = await steward.get<typeof samples>(`/checks/${asked.runId}/samples?rule=${rule.rule}`)
      for (const { value } of page.items) expect(value ?? '').not.toMatch(/\d{3}|[\u4e00-\u9fff]{2}/u)
    }
    const csv = await (await steward.raw(`/checks/${asked.runId}/counts.csv`)).text()
    expect(csv.trimEnd().split('\n').length).toBe(report.rules.length + 1)
    await expect(other.get(`/checks/${asked.runId}`)).rejects.toMatchObject({ status: 404 })
    const trend = await steward.get<{ runId: string }[]>(`/treatments/${treatmentId}/trend`)
    expect(trend.map(({ runId }) => runId)).toEqual([asked.runId])
  }, 600_000)

  test('a withdrawn grant is left out of the next check; evidence names the foreign versions of each', async () => {
    const { items } = await publicOfficer.get<{ items: { id: string }[] }>('/reference-grants')
    await publicOfficer.post(`/reference-grants/${items[0]!.id}/withdraw`)
    const asked = await steward.post<{ runId: string; jobId: string }>(
      `/treatments/${treatmentId}/checks`,
      {},
    )
    await finished(asked)
    const report = await steward.get<Report>(`/checks/${asked.runId}`)
    expect(report.versions.map(({ table }) => table)).not.toContain('natural_person')
    expect(report.skipped.map(({ missing }) => missing)).toContain('natural_person')
  }, 600_000)

  test('a rule of the own body is checked live, added, asked, and retired', async () => {
    const rule = {
      id: 'psn_info_b.short_name',
      class: 'logic',
      table: 'psn_info_b',
      column: 'psn_name',
      titleZh: '姓名至少两个字',
      titleEn: 'A name has two characters',
      basis: 'proposal',
      check: {
        kind: 'holds',
        test: { fn: 'ge', args: [{ fn: 'length', args: [{ col: 'psn_name' }] }, { lit: 3 }] },
      },
    }
    const wrong = { ...rule, check: { kind: 'holds', test: { fn: 'shell', args: [] } } }
    expect(await steward.post('/quality/rules/check', wrong)).toMatchObject({
      ok: false,
      code: 'RULE_FUNCTION_UNKNOWN',
    })
    expect(await steward.post('/quality/rules/check', rule)).toMatchObject({ ok: true })
    const { id } = await steward.post<{ id: string }>('/quality/rules', rule)
    await expect(steward.post('/quality/rules', rule)).rejects.toMatchObject({ status: 409 })
    const asked = await steward.post<{ runId: string; jobId: string }>(
      `/treatments/${treatmentId}/checks`,
      {},
    )
    await finished(asked)
    const report = await steward.get<Report>(`/checks/${asked.runId}`)
    expect(report.rules.find((line) => line.rule === rule.id)!.dirty).toBeGreaterThan(0)
    await expect(other.post(`/quality/rules/${id}/retire`)).rejects.toMatchObject({ status: 404 })
    await steward.post(`/quality/rules/${id}/retire`)
    const rules = await steward.get<{ items: { rule: { id: string } }[]; total: number }>('/quality/rules')
    expect(rules.items.some((one) => one.rule.id === rule.id)).toBe(false)
    expect(rules.total).toBeGreaterThan(100)
  }, 600_000)

  test('a cancelled check leaves nothing; one that was killed before it told does it again, to the same report', async () => {
    const { core } = demo.opened
    const check = () =>
      steward.post<{ runId: string; jobId: string }>(`/treatments/${treatmentId}/checks`, {})
    const folders = () => readdir(join(core.home, 'quality'))
    const cancelled = await check()
    await core.jobs.cancel(cancelled.jobId)
    expect((await core.jobs.finished(cancelled.jobId)).state).toBe('cancelled')
    expect(await folders()).not.toContain(cancelled.runId)
    expect(await readdir(stagingFolder(core))).not.toContain(cancelled.jobId)

    const asked = await check()
    await finished(asked)
    const report = await steward.get<Report>(`/checks/${asked.runId}`)
    // As after a kill between laying the findings down and saying so.
    await core.db.deleteFrom('quality_count').where('run_id', '=', asked.runId).execute()
    await core.db
      .updateTable('quality_run')
      .set({ finished_at: null })
      .where('id', '=', asked.runId)
      .execute()
    const others = (await folders()).filter((name) => name !== asked.runId)
    expect(others.length).toBeGreaterThan(0)
    expect(await sweepFindings(core)).toBe(1)
    expect(await folders()).toEqual(others)
    const actor = systemActor('test')
    const jobId = await core.db
      .transaction()
      .execute((tx) => core.jobs.enqueue(tx, actor, 'quality', { runId: asked.runId }))
    await finished({ jobId })
    const again = await steward.get<Report>(`/checks/${asked.runId}`)
    expect([again.classes, again.tables, again.rules]).toEqual([report.classes, report.tables, report.rules])
    expect(await folders()).toContain(asked.runId)
  }, 600_000)
})
