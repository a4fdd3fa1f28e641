import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ContractView, RequestView } from '../../src/flow/contract/index.ts'
import { contractHash } from '../../src/flow/contract/index.ts'
import { newSequence, send } from '../../src/connector/tc609/http.ts'
import { nodeOf } from '../../src/connector/tc609/peers.ts'
import { verifyReceipt } from '../../src/safeguard/evidence/verifier/index.ts'
import { type Client, demoClient } from '../support/client.ts'
import { connect, type TwoSystems, twoSystems, until } from '../support/two-systems.ts'

/** Must show 1 of part 3: a contract between two systems, over the TC609 interfaces alone. */

interface Remote {
  id: string
  number: string
  state: string
  turn: string
  hash: string | null
  policy: Record<string, unknown> & { maxRuns: number }
  signatures: { valid: boolean }[]
  textZh: string
}
interface Proof {
  direction: string
  kind: string
  verified: boolean
  origin: string
}

const SQL = `select hosp_lv, count(distinct psn_no) as persons, avg(medfee_sumamt) as mean_cost
from setl_d group by hosp_lv order by hosp_lv`
const PRODUCT = '浙江'

let systems: TwoSystems
let lead: Client
let officer: Client
let peer: string
beforeAll(async () => {
  systems = await twoSystems()
  lead = await demoClient(systems.consumer.url, 'team-a-lead')
  officer = await demoClient(systems.platform.url, 'zj-officer')
  peer = await connect(systems)
})
afterAll(() => systems?.end())

const remoteOf = (id: string) => lead.get<Remote>(`/remote-contracts/${id}`)
const requestOf = async (number: string) => {
  const { items } = await officer.get<{ items: RequestView[] }>('/requests?direction=in&limit=200')
  return items.find((one) => one.number === number)!
}

describe('two systems, one contract', () => {
  let id: string
  let number: string
  let contractId: string

  test('the consumer finds the offer over the wire and proposes other terms', async () => {
    const { items } = await lead.get<{ items: { templateId: string; productName: string }[] }>(
      `/peers/${peer}/offers?keywords=${encodeURIComponent(PRODUCT)}`,
    )
    expect(items).toHaveLength(1)
    const template = await lead.get<{ policy: { maxRuns: number }; textZh: string }>(
      `/peers/${peer}/offers/${items[0]!.templateId}`,
    )
    expect(template.textZh.length).toBeGreaterThan(20)
    const begun = await lead.post<{ id: string }>('/remote-contracts', {
      peerId: peer,
      templateId: items[0]!.templateId,
      name: '赛题：住院费用预测（跨系统）',
      reason: '参赛作品需要按医院等级统计住院费用，训练费用预测模型。',
      purpose: 'contest_modelling',
      change: { maxRuns: 20 },
    })
    id = begun.id
    const remote = await remoteOf(id)
    number = remote.number
    expect(remote).toMatchObject({ state: 'negotiating', turn: 'other' })
    const request = await requestOf(number)
    expect(request).toMatchObject({ turn: 'provider', round: 1, state: 'waiting' })
    expect(request.policy.maxRuns).toBe(20)
    expect(request.policy).toEqual(remote.policy)
  })

  test('the provider counters in its portal, the consumer accepts: one hash on both sides', async () => {
    const request = await requestOf(number)
    await officer.post(`/requests/${request.id}/counter`, {
      policy: { ...request.policy, maxRuns: 5 },
      comment: '先开放五次。',
    })
    const countered = await until(
      () => remoteOf(id),
      (one) => one.turn === 'own',
    )
    expect(countered.policy.maxRuns).toBe(5)
    await lead.post(`/remote-contracts/${id}/accept`)
    const remote = await remoteOf(id)
    expect(remote.state).toBe('signing')
    contractId = (await requestOf(number)).contractId!
    const contract = await officer.get<ContractView>(`/contracts/${contractId}`)
    expect(remote.hash).toBe(contract.hash)
    expect(remote.hash).toBe(contractHash(contract.terms))
    expect(contract.terms.number).toBe(number)
  })

  test('both sign, it is filed, performance starts by itself', async () => {
    const { hash } = await remoteOf(id)
    await lead.post(`/remote-contracts/${id}/sign`, { hash })
    await officer.post(`/contracts/${contractId}/sign`, { hash })
    const active = await until(
      () => remoteOf(id),
      (one) => one.state === 'active',
    )
    expect(active.signatures).toHaveLength(2)
    expect(active.signatures.every((one) => one.valid)).toBe(true)
    const contract = await officer.get<ContractView>(`/contracts/${contractId}`)
    expect(contract.state).toBe('active')
    expect(contract.signatures.map((one) => one.label).sort()).toEqual(['demo', 'external'])
    await until(
      async () =>
        systems.consumer.opened.core.db
          .selectFrom('tc609_remote')
          .select('registered_at')
          .where('id', '=', id)
          .executeTakeFirstOrThrow(),
      (row) => row.registered_at !== null,
    )
  })

  test('a use is decided there, its receipt verified here, and the proof goes back', async () => {
    const result = await lead.post<{
      id: string
      state: string
      rows: number
      digest: string
      problem: unknown
    }>(`/remote-contracts/${id}/use`, { sql: SQL, title: '按等级' })
    expect(result).toMatchObject({ state: 'released', problem: null })
    expect(result.rows).toBeGreaterThan(0)
    const receipt = await (
      await lead.raw(`/remote-contracts/${id}/results/${result.id}/receipt`)
    ).arrayBuffer()
    const platformKey = systems.platform.opened.core.evidence.vkey()
    expect(verifyReceipt(new Uint8Array(receipt), { vkey: platformKey }).ok).toBe(true)
    expect(
      verifyReceipt(new Uint8Array(receipt), { vkey: systems.consumer.opened.core.evidence.vkey() }).ok,
    ).toBe(false)
    const kept = await lead.get<{ columns: unknown[] }>(`/remote-contracts/${id}/results/${result.id}`)
    expect(kept.columns).toHaveLength(3)
    const proofs = await until(
      () => officer.get<{ items: Proof[] }>(`/contracts/${contractId}/proofs`),
      ({ items }) => items.some((one) => one.kind === 'use'),
    )
    expect(proofs.items[0]).toMatchObject({
      direction: 'in',
      verified: true,
      origin: systems.consumer.opened.core.evidence.vkey().split('+')[0],
    })
  })

  test('what the contract does not allow is refused there, with the reason', async () => {
    const refused = await lead.post<{ state: string; problem: { zh: string } }>(
      `/remote-contracts/${id}/use`,
      {
        sql: 'select psn_no from setl_d',
      },
    )
    expect(refused.state).toBe('refused')
    expect(refused.problem.zh).toMatch(/[\u4e00-\u9fff]/)
  })

  test('suspended there, no use here; resumed, it goes on', async () => {
    await officer.post(`/contracts/${contractId}/suspend`, { reason: '需要核查使用情况' })
    await until(
      () => remoteOf(id),
      (one) => one.state === 'suspended',
    )
    const refused = await lead.raw(`/remote-contracts/${id}/use`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sql: SQL }),
    })
    expect(refused.status).toBe(409)
    await officer.post(`/contracts/${contractId}/resume`, { reason: '核查完毕，未见问题' })
    await until(
      () => remoteOf(id),
      (one) => one.state === 'active',
    )
  })

  test('ended here: both destroy, and each verifies the other’s proof of it', async () => {
    const folder = join(systems.consumer.home, 'connector', 'results', id)
    expect((await readdir(folder)).length).toBe(1)
    await lead.post(`/remote-contracts/${id}/end`, { reason: '赛题结束，不再使用' })
    expect((await officer.get<ContractView>(`/contracts/${contractId}`)).state).toBe('ended')
    expect(existsSync(folder)).toBe(false)
    const there = await until(
      () => officer.get<{ items: Proof[] }>(`/contracts/${contractId}/proofs`),
      ({ items }) => items.some((one) => one.kind === 'destruction' && one.direction === 'in'),
    )
    expect(there.items.find((one) => one.kind === 'destruction' && one.direction === 'in')).toMatchObject({
      verified: true,
    })
    const here = await until(
      () => lead.get<{ items: Proof[] }>(`/remote-contracts/${id}/proofs`),
      ({ items }) => items.some((one) => one.kind === 'destruction' && one.direction === 'in'),
      60_000,
    )
    expect(here.items.find((one) => one.kind === 'destruction' && one.direction === 'in')).toMatchObject({
      verified: true,
      origin: systems.platform.opened.core.evidence.vkey().split('+')[0],
    })
  })
})

describe('the provider’s own connector', () => {
  test('is told of every decision, and may stop the use at once', async () => {
    const provider = await connect(systems, 'zj-officer')
    expect(provider).toMatch(/^[0-9a-f-]{36}$/)
    const { core } = systems.consumer.opened
    const told = () =>
      core.db
        .selectFrom('tc609_inbox')
        .select('interface')
        .where('interface', '=', 'executionFeedback')
        .execute()
    expect(await told()).toEqual([])
    const { items } = await lead.get<{ items: { templateId: string }[] }>(
      `/peers/${peer}/offers?keywords=${encodeURIComponent(PRODUCT)}`,
    )
    const begun = await lead.post<{ id: string }>('/remote-contracts', {
      peerId: peer,
      templateId: items[0]!.templateId,
      name: '第二份合约',
      reason: '提供方有自己的连接器，应当得到每一次判定。',
      purpose: 'contest_modelling',
      change: {},
    })
    const { number } = await remoteOf(begun.id)
    const request = await requestOf(number)
    await officer.post(`/requests/${request.id}/approve`, {})
    await until(
      () => remoteOf(begun.id),
      (one) => one.state === 'signing',
    )
    const { hash } = await remoteOf(begun.id)
    await lead.post(`/remote-contracts/${begun.id}/sign`, { hash })
    await until(
      () => remoteOf(begun.id),
      (one) => one.state === 'active',
    )
    await lead.post(`/remote-contracts/${begun.id}/use`, { sql: SQL })
    await until(told, (rows) => rows.length > 0)

    const row = await core.db
      .selectFrom('tc609_peer')
      .selectAll()
      .where('id', '=', provider)
      .executeTakeFirstOrThrow()
    const stop = {
      connectorId: row.own_id,
      terminationId: crypto.randomUUID(),
      contractId: number,
      strategyId: crypto.randomUUID(),
      reason: '发现异常使用',
      triggeredBy: 'provider',
      timestamp: new Date().toISOString(),
    } as const
    await send(core, nodeOf(row), 'abnormalTermination', stop, newSequence(core))
    await until(
      () => remoteOf(begun.id),
      (one) => one.state === 'suspended',
    )
    // Only the provider's own connector may: the consumer's is told of no such contract.
    const own = await core.db
      .selectFrom('tc609_peer')
      .selectAll()
      .where('id', '=', peer)
      .executeTakeFirstOrThrow()
    const forged = { ...stop, connectorId: own.own_id }
    await expect(
      send(core, nodeOf(own), 'abnormalTermination', forged, newSequence(core)),
    ).rejects.toMatchObject({ code: 'TC609_PEER_REFUSED', params: { code: 'NOT_FOUND' } })
  })
})
