import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REQUESTS } from '../../src/connector/tc609/index.ts'
import { createPostman } from '../../src/connector/tc609/outbox.ts'
import { demoClient } from '../support/client.ts'
import { type RawConnector, rawConnector, strangeNumber } from '../support/raw-connector.ts'
import { type SmallDemo, smallDemo } from '../support/small-demo.ts'
import { until } from '../support/two-systems.ts'

/** The door for other systems: what a bad, late, confused or malicious connector is answered. */

let demo: SmallDemo
let url: string
let pharma: RawConnector
let template: { strategy: Record<string, unknown> & { executionNodeInfo: { providerNodeId: string } } }
/** A listener that takes connections and never answers. */
const silent = createServer(() => {})

const TIME = '2026-11-22T01:00:00.000Z'
const LATER = '2027-11-22T01:00:00.000Z'

beforeAll(async () => {
  demo = await smallDemo()
  url = await demo.serve()
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  pharma = await rawConnector(url, {
    body: 'drug-maker',
    login: 'pharma-officer',
    url: `http://127.0.0.1:${port}`,
  })
  const found = await pharma.send('catalog', { keywords: '安徽', offset: 0, limit: 10 })
  const { templateId } = (found.body as { data: { resultData: { templateId: string }[] } }).data
    .resultData[0]!
  const answer = await pharma.send('contractTemplate', {
    templateId,
    issuerId: pharma.id,
    issuerEntityId: pharma.uscc,
  })
  template = answer.body['template'] as typeof template
})
afterAll(async () => {
  silent.close()
  await demo?.end()
})

const creation = (who: RawConnector, change: object = {}) =>
  who.sign({
    contractName: '高血压用药研究（跨系统）',
    contractAbstract: '比较不同诊断人群的费用，评价用药效果。',
    issueTime: TIME,
    activationTime: TIME,
    endTime: LATER,
    signMode: '02',
    issuerId: who.id,
    issuerEntityId: who.uscc,
    expansionItem: '{"purpose":"drug_evaluation"}',
    ...change,
  })
const counts = async () => {
  const { core } = demo.opened
  const one = async (table: 'tc609_draft' | 'access_request' | 'contract') =>
    (
      await core.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n
  return [await one('tc609_draft'), await one('access_request'), await one('contract')]
}

describe('the token', () => {
  const body = { offset: 0, limit: 1 }

  test.each([
    ['for another node', () => ({ auth: pharma.id }), 'TC609_TOKEN'],
    ['of another sender', () => ({ iss: '5'.padEnd(32, '0'), sub: '5'.padEnd(32, '0') }), 'TC609_TOKEN'],
    ['on behalf of somebody', () => ({ sub: '5'.padEnd(32, '0') }), 'TC609_TOKEN'],
    ['for another body', () => ({ bodyHash: '0'.repeat(64) }), 'TC609_TOKEN'],
    ['that has expired', () => ({ iat: 1_700_000_000, exp: 1_700_000_060 }), 'TC609_TOKEN_EXPIRED'],
    ['from the future', () => ({ iat: 2_000_000_000, exp: 2_000_000_060 }), 'TC609_TOKEN_EXPIRED'],
    [
      'that lives too long',
      () => ({ iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 86_400 }),
      'TC609_TOKEN_EXPIRED',
    ],
  ])('%s opens nothing', async (_, claims, code) => {
    const answer = await pharma.send('catalog', body, claims())
    expect([answer.status, answer.body.code]).toEqual([401, code])
  })

  test('used twice opens once', async () => {
    const token = await pharma.token(body)
    expect((await pharma.sendWith('catalog', body, token)).status).toBe(200)
    const again = await pharma.sendWith('catalog', body, token)
    expect([again.status, again.body.code]).toEqual([401, 'TC609_TOKEN_REPLAYED'])
  })

  test('with another algorithm, changed or none is none', async () => {
    const [header, payload, signature] = (await pharma.token(body)).split('.') as [string, string, string]
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const forged = Buffer.from(JSON.stringify({ ...claims, seq: 'a'.repeat(32) })).toString('base64url')
    for (const token of [
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${forged}.${signature}`,
      `${header}.${payload}.AAAA`,
      `${header}.e30.${signature}`,
      'x',
      '',
    ]) {
      const answer = await pharma.sendWith('catalog', body, token)
      expect([answer.status, answer.body.code]).toEqual([401, 'TC609_TOKEN'])
    }
  })

  test('of a connector that is not admitted, suspended, or whose technical user is suspended opens nothing', async () => {
    const url2 = 'http://127.0.0.1:1'
    const bank = await rawConnector(url, { body: 'bank', login: 'bank-officer', url: url2, admit: false })
    expect((await bank.send('catalog', body)).status).toBe(401)
    const security = await demoClient(url, 'secofficer')
    const state = (change: string) => security.post(`/connectors/${bank.id}/state`, { change })
    await state('admit')
    expect((await bank.send('catalog', body)).status).toBe(200)
    await state('suspend')
    expect((await bank.send('catalog', body)).status).toBe(401)
    await state('resume')
    const row = await demo.opened.core.db
      .selectFrom('tc609_connector')
      .select('service_user_id')
      .where('id', '=', bank.id)
      .executeTakeFirstOrThrow()
    await security.post(`/users/${row.service_user_id}/suspend`, { reason: '核查' })
    expect((await bank.send('catalog', body)).status).toBe(401)
    const revoked = await security.raw(`/connectors/${bank.id}/state`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"change":"admit"}',
    })
    expect(revoked.status).toBe(409)
  })

  test('signed by a key that was revoked opens nothing', async () => {
    const team = await rawConnector(url, { body: 'team-b', login: 'team-b-lead', url: 'http://127.0.0.1:1' })
    expect((await team.send('catalog', body)).status).toBe(200)
    const { items } = await team.officer.get<{ items: { id: string; keys: { keyId: string }[] }[] }>(
      '/connectors',
    )
    const key = items.find((one) => one.id === team.id)!.keys[0]!
    await team.officer.post(`/connectors/${team.id}/keys/${key.keyId}/revoke`)
    expect((await team.send('catalog', body)).status).toBe(401)
  })
})

describe('registration', () => {
  test('of another body’s identifier, or of one twice, is refused', async () => {
    const team = await demoClient(url, 'team-a-lead')
    const { items } = await pharma.officer.get<{ items: { id: string; url: string }[] }>('/connectors')
    const card = await team.get<{ logVkey: string; publicKey: string }>('/tc609/identity')
    const given = {
      id: items[0]!.id,
      url: 'http://127.0.0.1:1',
      publicKey: card.publicKey,
      logVkey: card.logVkey,
    }
    await expect(team.post('/connectors', given)).rejects.toMatchObject({
      body: { code: 'TC609_CONNECTOR_ID' },
    })
    await expect(pharma.officer.post('/connectors', given)).rejects.toMatchObject({
      body: { code: 'TC609_CONNECTOR_TAKEN' },
    })
    expect((await team.get<{ items: unknown[] }>('/connectors')).items).toEqual([])
  })
})

describe('messages', () => {
  let number: string

  test('signed by nobody, changed after signing, or in another’s name change nothing', async () => {
    const before = await counts()
    const good = creation(pharma)
    const { signature: _, ...unsigned } = good
    for (const [body, status, code] of [
      [{ ...good, contractName: '另一份合约' }, 403, 'TC609_SIGNATURE'],
      [{ ...unsigned, signature: 'AAAA' }, 403, 'TC609_SIGNATURE'],
      [unsigned, 422, 'TC609_FIELD'],
      [creation(pharma, { issuerEntityId: '91310101MA9F00010O' }), 422, 'TC609_FIELD'],
      [creation(pharma, { endTime: TIME }), 422, 'TC609_FIELD'],
    ] as const) {
      const answer = await pharma.send('contractCreate', body)
      expect([answer.status, answer.body.code]).toEqual([status, code])
    }
    const other = await demo.opened.core.db
      .selectFrom('participant')
      .select('uscc')
      .where('name_zh', 'like', '%银行%')
      .executeTakeFirstOrThrow()
    const impostor = await pharma.send('contractCreate', creation(pharma, { issuerEntityId: other.uscc }))
    expect([impostor.status, impostor.body.code]).toEqual([403, 'TC609_PARTY'])
    expect(await counts()).toEqual(before)
  })

  test('sent twice are done once and answered alike; their number is not used for another', async () => {
    const before = await counts()
    const body = creation(pharma)
    const seq = randomBytes(16).toString('hex')
    const first = await pharma.send('contractCreate', body, { seq })
    const again = await pharma.send('contractCreate', body, { seq })
    expect(first.status).toBe(200)
    expect(again).toEqual(first)
    const other = await pharma.send('contractCreate', creation(pharma, { contractName: '另一份' }), { seq })
    expect([other.status, other.body.code]).toEqual([409, 'TC609_SEQUENCE_TAKEN'])
    expect(await counts()).toEqual([before[0]! + 1, before[1], before[2]])
    number = String(first.body['contractId'])
  })

  test('at the same moment are done once', async () => {
    const before = await counts()
    const body = creation(pharma)
    const seq = randomBytes(16).toString('hex')
    const answers = await Promise.all([1, 2, 3, 4].map(() => pharma.send('contractCreate', body, { seq })))
    for (const { status, body: said } of answers)
      expect(status === 200 || said.code === 'TC609_IN_PROGRESS').toBe(true)
    expect((await counts())[0]).toBe(before[0]! + 1)
    const later = await pharma.send('contractCreate', body, { seq })
    expect(later.status).toBe(200)
  })

  test('before their time are refused, and leave everything as it was', async () => {
    const before = await counts()
    const named = { contractName: '合约', contractId: number }
    const use = {
      sequenceNum: 'a'.repeat(32),
      productId: (template.strategy['subjectInfo'] as { dataProductId: string }).dataProductId,
      ctrlInstructiontId: '0'.repeat(32),
      targetConnectorId: template.strategy.executionNodeInfo.providerNodeId,
      issuerConnectorId: pharma.id,
      contractId: number,
      sql: 'select count(*) from setl_d',
    }
    for (const [kind, body] of [
      ['use', use],
      [
        'contractExecution',
        {
          ...named,
          executedStrategy: {
            executedStrategyId: '01a200f0-feb9-72df-b450-ff517ce0eb46',
            executedActions: ['compute'],
            executionResult: 'released',
          },
          reportTime: TIME,
        },
      ],
      [
        'contractRegistrate',
        {
          ...named,
          subjectInfo: { ...(template.strategy['subjectInfo'] as object), dataProductEntityId: pharma.uscc },
          strategy: template.strategy,
          signatoryEntities: [{ signatoryEntityId: pharma.uscc, signature: 'AAAA' }],
          signatoryTime: TIME,
          contractExpansionItem: '{}',
        },
      ],
      [
        'strategySend',
        pharma.sign({
          contractId: number,
          strategyId: '01a200f0-feb9-72df-b450-ff517ce0eb46',
          strategyVersion: '1',
          transactionExecutionStrategy: template.strategy,
          issuedAt: TIME,
        }),
      ],
    ] as const) {
      const answer = await pharma.send(kind, body)
      expect([kind, answer.status, answer.body.code?.startsWith('TC609_')]).toEqual([kind, 409, true])
    }
    expect(await counts()).toEqual(before)
  })

  test('about a contract of somebody else look like messages about none', async () => {
    const insurer = await rawConnector(url, {
      body: 'insurer',
      login: 'insurer-officer',
      url: 'http://127.0.0.1:1',
    })
    const body = (contractId: string) => ({ contractName: '合约', contractId, strategy: template.strategy })
    const others = await insurer.send('contractNegotiate', body(number))
    const none = await insurer.send('contractNegotiate', body(strangeNumber(insurer.uscc)))
    expect(others.status).toBe(404)
    expect({ ...others.body, requestId: '' }).toEqual({ ...none.body, requestId: '' })
  })

  test('of any content are answered with 2xx or 4xx', { timeout: 240_000 }, async () => {
    const kinds = Object.keys(REQUESTS)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async (kind, body) => {
          const given = JSON.parse(JSON.stringify({ ...body, contractId: number })) as object
          const { status } = await pharma.send(kind, given)
          expect(status).toBeLessThan(500)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('to a system that is slow or dead are kept, tried again more and more rarely, and seen', async () => {
    const proposal = await pharma.send('contractNegotiate', {
      contractName: '高血压用药研究（跨系统）',
      contractId: number,
      strategy: template.strategy,
    })
    expect(proposal.body).toEqual({ negotiationStatus: '1' })
    const provider = await demoClient(url, 'ah-officer')
    const { items } = await provider.get<{
      items: { id: string; number: string; policy: { maxRuns: number } }[]
    }>('/requests?direction=in&limit=200')
    const request = items.find((one) => one.number === number)!
    const policy = { ...request.policy, maxRuns: 3 }
    await provider.post(`/requests/${request.id}/counter`, { policy, comment: '先开放三次。' })
    silent.close()
    silent.unref()
    const { core } = demo.opened
    const waiting = await until(
      async () =>
        (await core.db.selectFrom('tc609_outbox').selectAll().execute()).find((row) => row.tries > 0),
      (row) => row !== undefined,
      60_000,
    )
    expect(waiting).toMatchObject({ state: 'waiting', interface: 'contractNegotiate' })
    expect(waiting!.last_error).toMatch(/does not answer/)
    await core.db.updateTable('tc609_outbox').set({ next_at: 0 }).execute()
    const postman = createPostman(core, async () => {})
    await postman.deliver()
    await postman.settled()
    const again = await core.db.selectFrom('tc609_outbox').selectAll().executeTakeFirstOrThrow()
    expect(again.tries).toBeGreaterThan(waiting!.tries)
    expect(again.next_at - Date.now()).toBeGreaterThan(500)
    const seen = await pharma.officer.get<{ items: { state: string; error: string | null }[] }>(
      '/connector/messages',
    )
    expect(seen.items.find((one) => one.state === 'waiting')?.error).toMatch(/does not answer/)
  })
})
