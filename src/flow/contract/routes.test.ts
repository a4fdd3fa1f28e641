import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApi } from '../../../test/support/api.ts'
import { type ContractSpace, contractSpace } from '../../../test/support/contracts.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { App } from '../../platform/http/index.ts'
import { contractRoutes } from './index.ts'

const NO_ID = '00000000-0000-7000-8000-000000000000'

let space: ContractSpace
let app: App
let who: UserActor
beforeAll(async () => {
  space = await contractSpace()
  who = space.officer('bureau')
  app = await testApi(
    (app) => contractRoutes(app, space.core),
    () => who,
  )
}, 60_000)
afterAll(async () => {
  await app?.close()
  await space?.stop()
})

type Method = 'GET' | 'POST' | 'PUT'
const call = (method: Method, url: string, body?: unknown) =>
  app.inject({ method, url: `/api${url}`, ...(body === undefined ? {} : { payload: body as object }) })

describe('routes of contracts', () => {
  test('are described, and answer what does not exist or is malformed with 4xx', async () => {
    const api = JSON.parse(JSON.stringify(app.swagger())) as {
      paths: Record<string, Record<string, unknown>>
    }
    const routes = Object.entries(api.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase() as Method, path] as const),
    )
    expect(routes.length).toBeGreaterThan(45)
    const bodies: unknown[] = [{}, [], 'text', { reason: 7 }, { hash: 'x' }, { answer: null }]
    for (const [method, path] of routes) {
      const url = path.replace('/api', '').replaceAll(/\{\w+\}/g, NO_ID)
      for (const body of method === 'GET' ? [undefined] : bodies) {
        const { statusCode } = await call(method, url, body)
        expect([`${method} ${path}`, statusCode >= 500]).toEqual([`${method} ${path}`, false])
      }
    }
  })

  test('texts that no database column holds are refused before it', async () => {
    const asked = { offerId: space.offerId, purpose: 'actuarial_pricing', project: { title: 'Pricing' } }
    who = space.officer('insurer')
    for (const reason of ['long enough \u0000 reason', 'half of a pair \ud800 here']) {
      const { statusCode, json } = await call('POST', '/requests', { ...asked, reason })
      expect([statusCode, json<{ code: string }>().code]).toEqual([400, 'INPUT_INVALID'])
    }
    const policy = space.policy({
      permissions: [
        {
          actions: ['read'],
          constraints: [{ operand: 'physicalAddress', operator: 'eq', value: 'a\u0000b' }],
        },
      ],
    })
    const refused = await call('POST', '/requests', { ...asked, reason: 'With a NUL in the policy.', policy })
    expect(refused.statusCode).toBeGreaterThanOrEqual(400)
    expect(refused.statusCode).toBeLessThan(500)
  })

  test('a whole contract over HTTP, and what leaves of it to whom', async () => {
    who = space.officer('insurer')
    const { id } = (
      await call('POST', '/requests', {
        offerId: space.offerId,
        purpose: 'actuarial_pricing',
        project: { title: 'Over HTTP' },
        reason: 'A whole contract over HTTP.',
      })
    ).json<{ id: string }>()
    who = space.officer('bureau')
    const { contractId } = (await call('POST', `/requests/${id}/approve`, {})).json<{ contractId: string }>()
    who = space.officer('insurer')
    const contract = (await call('GET', `/contracts/${contractId}`)).json<{
      hash: string
      verificationCode: string
    }>()
    const signed = await call('POST', `/contracts/${contractId}/sign`, { hash: contract.hash })
    expect(signed.json()).toEqual({ state: 'active', approvalId: null })
    for (const part of ['timeline', 'versions', 'odrl', 'tc609', 'receipt'])
      expect((await call('GET', `/contracts/${contractId}/${part}`)).statusCode).toBe(200)

    // Another body and the operator's developer see none of it; the operator's data officer keeps the register.
    who = space.officer('other')
    for (const part of ['', '/timeline', '/odrl', '/pdf', '/receipt'])
      expect((await call('GET', `/contracts/${contractId}${part}`)).statusCode).toBe(404)
    expect((await call('GET', '/filings')).statusCode).toBe(403)
    who = space.officer('operator')
    expect((await call('GET', `/contracts/${contractId}`)).statusCode).toBe(200)
    const filed = (await call('GET', '/filings?state=active')).json<{ items: { id: string }[] }>()
    expect(filed.items.map((one) => one.id)).toContain(contractId)

    const spoken = contract.verificationCode.toLowerCase().replaceAll(/(.{4})/g, '$1-')
    const verified = await call('GET', `/contract-verification/${spoken}`)
    expect(verified.json()).toMatchObject({ hash: contract.hash, state: 'active', intact: true })
  })

  test('guessing codes is slowed down', async () => {
    const answers: number[] = []
    for (let at = 0; at < 40; at++)
      answers.push((await call('GET', `/contract-verification/${'A'.repeat(16)}`)).statusCode)
    expect(new Set(answers)).toEqual(new Set([404, 429]))
  })
})
