import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DemoInsured } from '../../src/flow/consent/index.ts'
import { contractById } from '../../src/flow/contract/index.ts'
import { verifyReceipt } from '../../src/safeguard/evidence/verifier/index.ts'
import { tablesOf } from '../../src/supply/catalog/index.ts'
import { contractIndexed, VERIFY_KINDS } from '../../src/use/inline/index.ts'
import { PREVIEW_TITLE, type PreviewView } from '../../src/use/preview/index.ts'
import { type Client, demoClient } from '../support/client.ts'
import { type InsuredClient, insuredIn } from '../support/insured.ts'
import { smallDemo, type SmallDemo } from '../support/small-demo.ts'

/** The two safe ways to deliver: logical tables without a real row, and answers about one consenting person. */

interface Answered {
  runId: string
  kind: string
  version: number
  answer: {
    form: string
    yes?: boolean
    score?: number
    band?: { from: number; until: number | null } | null
  }
  receipt: unknown
}
interface ContractBrief {
  id: string
  terms: { purpose: string; tables: Record<string, string> }
}

let demo: SmallDemo
let origin: string
let insurer: Client
let contracts: ContractBrief[]

beforeAll(async () => {
  demo = await smallDemo()
  origin = await demo.serve()
  insurer = await demoClient(origin, 'actuary')
  contracts = (await insurer.get<{ items: ContractBrief[] }>('/contracts')).items
}, 600_000)
afterAll(() => demo?.end())

const send = (client: Client, path: string, body: unknown) =>
  client.raw(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('a verification of one consenting person', () => {
  let contractId: string
  let person: DemoInsured
  let phone: InsuredClient
  let vkey: string

  beforeAll(async () => {
    contractId = contracts.find((one) => one.terms.purpose === 'enrolment_verification')!.id
    const persons = (await insurer.get<{ items: DemoInsured[] }>('/insured/demo')).items
    person = persons.find((one) => one.about === 'asked')!
    phone = await insuredIn(origin, person)
    vkey = (await (await phone.raw('/evidence/key')).text()).trim()
    await contractIndexed(demo.opened.core, contractId)
  }, 120_000)

  const YEAR = 2025
  const ASKED: Record<string, object> = {
    insured_type: { date: '2025-06-30', insutype: '310' },
    insured_place: { date: '2025-06-30', admdvs: '310000' },
    contribution_months: { months: 60 },
    age_band: {},
    own_expense: { year: YEAR },
    continuity: { months: 24 },
  }
  const verify = (code: string, body: object = {}) =>
    send(insurer, `/verify/${code.replaceAll('_', '-')}`, {
      contractId,
      certno: person.certno,
      ...ASKED[code],
      ...body,
    })
  const consent = async (scopes: readonly string[], kind = 'standing') => {
    const asked = await insurer.post<{ id: string }>('/consents/requests', {
      certno: person.certno,
      contractId,
      purpose: 'enrolment_verification',
      scopes,
      kind,
      until: Date.now() + 3_600_000,
      reason: '核实投保资格，只看是否、档次与评分。',
    })
    await phone.post(`/insured/consents/${asked.id}/give`, { scopes, until: Date.now() + 3_000_000 })
    return asked.id
  }

  test('is denied without the scope that it needs, answers under it, and ends with the withdrawal', {
    timeout: 120_000,
  }, async () => {
    for (const kind of VERIFY_KINDS) expect((await verify(kind.code)).status, kind.code).toBe(403)
    const forms: Record<string, unknown> = {}
    for (const kind of VERIFY_KINDS) {
      const id = await consent(kind.scopes)
      const reply = await verify(kind.code)
      expect(reply.status, `${kind.code} ${await reply.clone().text()}`).toBe(200)
      const said = (await reply.json()) as Answered
      expect(said).toMatchObject({ kind: kind.code, version: 1, answer: { form: kind.form } })
      expect(verifyReceipt(Buffer.from(`${JSON.stringify(said.receipt)}\n`), { vkey }).ok).toBe(true)
      forms[kind.code] = said.answer
      const uses = await phone.get<{ items: { what: string; runId: string }[] }>(
        `/insured/uses?consentId=${id}`,
      )
      expect(uses.items).toMatchObject([{ what: kind.code, runId: said.runId }])
      await phone.post(`/insured/consents/${id}/withdraw`)
      expect((await verify(kind.code)).status, kind.code).toBe(403)
    }
    expect(forms.insured_type).toEqual({ form: 'yes_no', yes: true })
    expect(forms.insured_place).toEqual({ form: 'yes_no', yes: true })
    // The demo's contributions are those of 2024 and 2025.
    expect(forms.contribution_months).toMatchObject({ band: { from: 12, until: 35 } })
    expect(forms.age_band).toMatchObject({ band: { from: expect.any(Number) } })
  })

  test('says the same to everybody who has no consent, and counts what was answered once', {
    timeout: 60_000,
  }, async () => {
    const id = await consent(['age'], 'single')
    const replies = await Promise.all(Array.from({ length: 5 }, () => verify('age_band')))
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403, 403, 403, 403])
    const asks = await insurer.get<{ items: { id: string; state: string; uses: number }[] }>(
      '/consents/requests',
    )
    expect(asks.items.find((one) => one.id === id)).toMatchObject({ state: 'used_up', uses: 1 })
    const shape = async (body: object) => {
      const reply = await verify('age_band', body)
      return (await reply.text()).replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'id')
    }
    expect(await shape({})).toBe(await shape({ certno: '310101190001010013' }))
  })

  test('asks no wider than its form allows', async () => {
    expect((await verify('contribution_months', { months: 1 })).status).toBe(400)
    expect((await verify('age_band', { date: '2025-01-01' })).status).toBe(400)
    expect((await verify('own_expense', { year: new Date().getUTCFullYear() })).status).toBe(422)
    const claims = contracts.find((one) => !('psn_insu_d' in one.terms.tables))!
    expect((await verify('insured_type', { contractId: claims.id })).status).toBe(422)
    const kinds = await insurer.get<{ items: { code: string; path: string }[] }>('/verify/kinds')
    expect(kinds.items.map(({ code }) => code)).toEqual(VERIFY_KINDS.map(({ code }) => code))
  })
})

describe('a logical table', () => {
  let contractId: string
  beforeAll(() => {
    contractId = contracts.find((one) => 'setl_d' in one.terms.tables && 'mdtrt_d' in one.terms.tables)!.id
  })

  test('is drawn from what ordinary runs released, and from nothing else', { timeout: 180_000 }, async () => {
    const { core } = demo.opened
    const before = await insurer.get<{ total: number }>(`/runs?contractId=${contractId}`)
    const reply = await send(insurer, `/contracts/${contractId}/preview`, { table: 'setl_d' })
    expect(reply.status, await reply.clone().text()).toBe(200)
    const preview = (await reply.json()) as PreviewView
    expect(preview).toMatchObject({ synthetic: true, mark: '合成预览 Synthetic preview', table: 'setl_d' })
    expect(preview.rows).toHaveLength(20)
    expect(preview.columns.some(({ drawn }) => drawn === 'marginal')).toBe(true)
    expect(preview.columns.some(({ drawn }) => drawn === 'mean')).toBe(true)
    expect(preview.columns.every(({ level }) => (level as string) !== 'hidden')).toBe(true)

    // Counted and recorded like any other run.
    const after = await insurer.get<{ total: number; items: { id: string; title: string; state: string }[] }>(
      `/runs?contractId=${contractId}`,
    )
    expect(after.total - before.total).toBe(preview.runs.length)
    for (const id of preview.runs) {
      const run = after.items.find((one) => one.id === id)
      expect(run).toMatchObject({ title: PREVIEW_TITLE, state: 'released' })
    }

    // Every value that is drawn stands in a released output, or is a band, or is invented.
    const outputs = await Promise.all(
      preview.runs.map((id) => insurer.get<{ output: { rows: unknown[][] } }>(`/runs/${id}`)),
    )
    const shown = new Set(
      outputs.flatMap(({ output }) => output.rows.map((row) => `${String(row[0])}=${String(row[1])}`)),
    )
    for (const [place, column] of preview.columns.entries()) {
      if (column.drawn !== 'marginal' || /DATE|TIMESTAMP/.test(column.type)) continue
      for (const row of preview.rows)
        if (typeof row[place] !== 'object') expect(shown).toContain(`${column.name}=${String(row[place])}`)
    }

    // The same with the data itself gone: what is drawn looks at released outputs alone.
    const path = `/contracts/${contractId}/preview/setl_d`
    const { terms } = (await contractById(core, contractId))!
    const tables = await tablesOf(core, terms.productId)
    await Promise.all(tables.flatMap(({ files }) => files.map((file) => rm(file))))
    expect(await insurer.get(path)).toEqual(preview)
    // Without one of its outputs there is no preview: nothing else could stand in.
    await core.db
      .updateTable('run')
      .set({ output_destroyed_at: core.clock.now() })
      .where('id', '=', preview.runs[0]!)
      .execute()
    expect((await insurer.raw(path)).status).toBe(410)
  })

  test('is of its own body alone', async () => {
    const officer = await demoClient(origin, 'team-b-lead')
    for (const path of [`/contracts/${contractId}/preview`, `/contracts/${contractId}/preview/setl_d`])
      expect((await officer.raw(path)).status).toBe(404)
    const list = await insurer.get<{ items: { table: string; madeAt: number | null; runs: number }[] }>(
      `/contracts/${contractId}/preview`,
    )
    expect(list.items.find((one) => one.table === 'setl_d')).toMatchObject({
      madeAt: expect.any(Number),
      runs: 2,
    })
    expect(list.items.find((one) => one.table === 'mdtrt_d')?.madeAt).toBeNull()
  })
})
