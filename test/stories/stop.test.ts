import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withdrawLink, acceptLink, makeLink } from '../../src/flow/authority/index.ts'
import type { DemoInsured } from '../../src/flow/consent/index.ts'
import { contractById, type ContractView } from '../../src/flow/contract/index.ts'
import type { Purpose } from '../../src/flow/policy/index.ts'
import type { Core } from '../../src/safeguard/evidence/index.ts'
import { type Client, demoClient } from '../support/client.ts'
import { createGate } from '../../src/use/gate/index.ts'
import type { Engine } from '../../src/platform/engine/index.ts'
import { demoActor, demoContract } from '../support/limited.ts'
import { insuredIn } from '../support/insured.ts'
import { smallDemo, type SmallDemo } from '../support/small-demo.ts'

/** What stops running work: each during a query that would take longer than a minute, under 2 s, with evidence. */

const LIMIT_MS = 2000
const DAY = 86_400_000
const MEMORY = '/dev/shm'

let demo: SmallDemo
let core: Core
let origin: string
let actuary: Client
beforeAll(async () => {
  // Other stories make databases meanwhile, which flush the whole disk: their seconds are not the stop's.
  demo = await smallDemo(undefined, undefined, existsSync(MEMORY) ? MEMORY : tmpdir())
  core = demo.opened.core
  origin = await demo.serve()
  actuary = await demoClient(origin, 'actuary')
}, 240_000)
afterAll(() => demo?.end())

/** A new contract of the insurer with Shanghai, with a self-join that the offer does not have. */
const contractWith = (table: string, key: string, purpose: Purpose): Promise<ContractView> =>
  demoContract(core, {
    table,
    purpose,
    policy: ({ columns }) => ({
      columns: { ...columns, [table]: { ...columns[table], [key]: 'join' } },
      joinKeys: [
        [
          { table, column: key },
          { table, column: key },
        ],
      ],
    }),
  })

/** Eight times the same table: more rows than a minute can join. */
const heavy = (table: string, key: string) =>
  `select count(*) from ${table} t0 ${Array.from({ length: 7 }, (_, i) => `join ${table} t${i + 1} on t0.${key} = t${i + 1}.${key}`).join(' ')}`

/**
 * Until the returned function is called the engine works on something long instead: what one person's consent opens is
 * too little to take a minute, since rows join within a person.
 */
function atOneTask(): () => void {
  const sql = 'SELECT sum(hash(a.range, b.range)) FROM range(1000000) a, range(1000000) b'
  const busy: Pick<Engine, 'parse' | 'query'> = {
    parse: (text) => core.engine.parse(text),
    query: ({ limits }, signal) => core.engine.query({ sql, tables: {}, limits }, signal),
  }
  demo.opened.runs.register(createGate(busy))
  return () => demo.opened.runs.register(createGate(core.engine))
}

interface Answer {
  run: {
    id: string
    state: string
    outputHash: string | null
    problem: { code: string } | null
    releaseLeaf: number | null
  }
}

/** Starts the heavy query and waits until it has opened its data and works. */
async function started(
  contract: ContractView,
  sql: string,
  consentId?: string,
): Promise<{ readonly answer: Promise<Answer> }> {
  const running = actuary.post<Answer>('/runs', {
    contractId: contract.id,
    kind: 'query',
    sql,
    ...(consentId ? { consentId } : {}),
  })
  for (;;) {
    const ended = await Promise.race([running, sleep(50)])
    if (ended) throw new Error(`the run ended at once: ${JSON.stringify(ended)}`)
    const { items } = await actuary.get<{ items: { state: string }[] }>(`/runs?contractId=${contract.id}`)
    if (items.some(({ state }) => state === 'running')) break
  }
  // Into the work itself, beyond the start of its child.
  await sleep(1500)
  return { answer: running }
}

/** Measured from the moment that somebody decides to stop it, to the moment that the run has ended with its evidence. */
async function stoppedBy(
  { answer }: { readonly answer: Promise<Answer> },
  stop: () => Promise<unknown>,
  code: string,
): Promise<number> {
  const began = performance.now()
  const stopping = stop()
  const { run } = await answer
  const took = performance.now() - began
  await stopping
  expect(run).toMatchObject({ state: 'failed', outputHash: null, problem: { code } })
  expect(took).toBeLessThan(LIMIT_MS)
  const entries = await core.evidence.leavesAbout([run.id])
  const kinds = entries.map((entry) => entry.kind)
  expect(kinds).toContain('run.opened')
  expect(kinds).toContain('run.failed')
  expect(kinds).not.toContain('run.released')
  const outputs = await actuary.raw(`/runs/${run.id}/output.json`)
  expect(outputs.status).toBe(404)
  return Math.round(took)
}

describe('a query of more than a minute is stopped within 2 s', () => {
  const took: Record<string, number> = {}
  afterAll(() => console.info('stopped after, ms:', JSON.stringify(took)))

  test('by the suspension of its contract', async () => {
    const contract = await contractWith('setl_d', 'psn_no', 'actuarial_pricing')
    const running = await started(contract, heavy('setl_d', 'psn_no'))
    const officer = await demoClient(origin, 'sh-officer')
    const suspend = () => officer.post(`/contracts/${contract.id}/suspend`, { reason: '发现异常，先停。' })
    took.suspension = await stoppedBy(running, suspend, 'GRANT_VOID')
    const row = await core.db
      .selectFrom('contract')
      .select(['runs_used', 'runs_leased'])
      .where('id', '=', contract.id)
      .executeTakeFirst()
    expect(row).toEqual({ runs_used: 1, runs_leased: 0 })
  })

  test('by the withdrawal of the consent that it is bound to', async () => {
    const contract = await contractWith('psn_insu_d', 'insutype', 'enrolment_verification')
    const insured = await actuary.get<{ items: DemoInsured[] }>('/insured/demo')
    const person = insured.items.find(({ about }) => about === 'plain')!
    const asked = await actuary.post<{ id: string }>('/consents/requests', {
      certno: person.certno,
      contractId: contract.id,
      purpose: 'enrolment_verification',
      scopes: ['enrolment', 'enrolment_kind'],
      kind: 'standing',
      until: Date.now() + DAY,
      reason: '核实是否已参加基本医保。',
    })
    const phone = await insuredIn(origin, person)
    const own = await phone.get<{ items: { id: string; askedScopes: string[]; askedUntil: number }[] }>(
      '/insured/consents',
    )
    const consent = own.items.find(({ id }) => id === asked.id)!
    await phone.post(`/insured/consents/${consent.id}/give`, {
      scopes: consent.askedScopes,
      until: consent.askedUntil,
    })
    const quick = atOneTask()
    const running = await started(
      contract,
      'select vali_flag, count(*) from psn_insu_d group by vali_flag',
      consent.id,
    )
    const withdraw = () => phone.post(`/insured/consents/${consent.id}/withdraw`)
    took.withdrawal = await stoppedBy(running, withdraw, 'RUN_CONSENT_GONE').finally(quick)
    const again = await actuary.post<Answer>('/runs', {
      contractId: contract.id,
      kind: 'query',
      sql: 'select vali_flag, count(*) from psn_insu_d group by vali_flag',
      consentId: consent.id,
    })
    expect(again.run.state).toBe('denied')
  })

  test('by the withdrawal of a link of its authority', async () => {
    const [officer, insurer] = [await demoActor(core, 'sh-officer'), await demoActor(core, 'insurer-officer')]
    const datasets = await core.db
      .selectFrom('dataset')
      .select('id')
      .where('participant_id', '=', officer.participantId)
      .execute()
    const { value: link } = await makeLink(core, officer, {
      granteeId: insurer.participantId,
      scope: {
        datasets: datasets.map(({ id }) => id),
        purposes: ['actuarial_pricing'],
        actions: ['access', 'read', 'compute', 'download'],
      },
      from: Date.now() - DAY,
      until: Date.now() + 1000 * DAY,
      fees: { basis: 'free' },
    })
    await acceptLink(core, insurer, link.id)
    const contract = await contractWith('setl_d', 'psn_no', 'actuarial_pricing')
    expect(contract.terms.authorityId).toBe(link.id)
    const running = await started(contract, heavy('setl_d', 'psn_no'))
    const withdraw = () => withdrawLink(core, officer, link.id, '授权终止')
    took.authority = await stoppedBy(running, withdraw, 'GRANT_VOID')
    expect((await contractById(core, contract.id))?.endReason).toBe('authority')
  })
})
