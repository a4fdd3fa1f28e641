import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { type App, createServer } from '../../../platform/http/index.ts'
import { identityMigrations } from '../../../safeguard/identity/index.ts'
import { catalogMigrations } from '../../../supply/catalog/index.ts'
import { Policy, type PolicyInput } from '../model.ts'
import { toOdrl } from '../odrl/index.ts'
import { policyRoutes } from '../routes.ts'
import { policyMigrations } from '../tables.ts'
import type { PolicyCheck } from './model.ts'

let space: TestSpace
let app: App
let caller: UserActor | null
let officer: UserActor
beforeAll(async () => {
  space = await testSpace([identityMigrations, catalogMigrations, policyMigrations])
  const id = () => uuid7(space.core.random, Date.now())
  officer = { kind: 'user', userId: id(), participantId: id(), roles: ['data_officer'] }
  caller = officer
  app = await createServer({
    log: pino({ level: 'silent' }),
    version: 'test',
    bodyLimitBytes: 100_000,
    ratePerMinute: 100_000,
    trustedProxies: [],
    authenticate: async () => caller,
    isSameOrigin: () => true,
  })
  policyRoutes(app, space.core)
  await app.ready()
}, 120_000)
afterAll(async () => {
  await app?.close()
  await space?.stop()
})

const get = (url: string) => app.inject({ method: 'GET', url: `/api${url}` })
const post = (url: string, payload: unknown) =>
  app.inject({
    method: 'POST',
    url: `/api${url}`,
    headers: { 'content-type': 'application/json', origin: 'http://localhost' },
    payload: JSON.stringify(payload),
  })
const draft: PolicyInput = {
  consumers: 'any',
  purposes: ['drug_evaluation'],
  until: Date.UTC(2099, 0, 1),
  maxRuns: 10,
  columns: { t: { a: 'group' } },
  joinKeys: [],
}
const check = async (policy: unknown) => (await post('/policy/check', { policy })).json<PolicyCheck>()

describe('a draft is told all that is wrong with it', () => {
  test('nothing: the text in both languages, and the same as ODRL', async () => {
    const answer = await check(draft)
    expect(answer).toMatchObject({ ok: true, problems: [], conflicts: [] })
    expect(answer.text!.zh).toContain('只能用于：药物综合评价。')
    expect(answer.text!.en).toContain('only for: drug evaluation.')
    expect(answer.odrl).toEqual(toOdrl(Policy.parse(draft)))
  })

  test('each condition that is wrong, by its place', async () => {
    const constraints = [
      { operand: 'count', operator: 'eq', value: '1' },
      { operand: 'count', operator: 'lteq', value: 'ten' },
    ]
    const answer = await check({ ...draft, until: 1, permissions: [{ actions: ['read'], constraints }] })
    expect(answer.ok).toBe(false)
    expect(answer.problems.map(({ code, path }) => [code, path])).toEqual([
      ['POLICY_TERM_PAST', null],
      ['POLICY_OPERATOR', 'permissions[0].constraints[0]'],
      ['POLICY_VALUE', 'permissions[0].constraints[1]'],
    ])
    expect(answer.problems[2]!.zh).toContain('“ten”')
  })

  test('what contradicts itself, as pairs', async () => {
    const answer = await check({
      ...draft,
      prohibitions: [{ actions: ['read', 'compute', 'access', 'download'] }],
    })
    expect(answer).toMatchObject({
      ok: false,
      conflicts: [{ kind: 'forbidden', a: 'permissions[0]', b: 'prohibitions[0]' }],
    })
  })

  test('what is no policy at all', async () => {
    for (const policy of [{}, { ...draft, price: 1 }, { ...draft, maxRuns: '10' }])
      expect(await check(policy)).toMatchObject({
        ok: false,
        text: null,
        problems: [{ code: 'POLICY_FORM' }],
      })
    expect((await post('/policy/check', { policy: [] })).statusCode).toBe(400)
    const productId = uuid7(space.core.random, 1)
    expect((await post('/policy/check', { policy: draft, productId })).statusCode).toBe(404)
  })
})

describe('for other systems', () => {
  test('ODRL in gives the policy, and a stranger’s is refused', async () => {
    const policy = Policy.parse(draft)
    const answer = await post('/policy/odrl', toOdrl(policy))
    expect([answer.statusCode, answer.json()]).toEqual([200, { policy }])
    const wrong = await post('/policy/odrl', {
      ...toOdrl(policy),
      '@context': 'http://www.w3.org/ns/odrl.jsonld',
    })
    expect([wrong.statusCode, wrong.json<{ code: string }>().code]).toEqual([422, 'POLICY_CONTEXT'])
    expect((await post('/policy/odrl', [])).statusCode).toBe(400)
  })

  test('context and profile are served to everybody as JSON-LD', async () => {
    caller = null
    for (const url of ['/odrl/context.jsonld', '/odrl/profile']) {
      const answer = await get(url)
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([
        200,
        'application/ld+json; charset=utf-8',
      ])
      expect(answer.json<object>()).toHaveProperty('@context')
    }
    expect((await get('/policy/vocabulary')).statusCode).toBe(401)
    caller = officer
  })

  test('vocabulary and templates hold what the standards name', async () => {
    const words = (await get('/policy/vocabulary')).json<
      Record<'actions' | 'operands' | 'operators', unknown[]>
    >()
    expect([words.actions.length, words.operands.length, words.operators.length]).toEqual([20, 18, 12])
    const templates = (await get('/policy/templates')).json<{ items: { code: string }[] }>()
    expect(templates.items.length).toBeGreaterThanOrEqual(11)
    const filled = await post('/policy/templates/length_of_use', { parameters: { span: 'P7D' } })
    expect(filled.json()).toEqual({
      parts: { constraints: [{ operand: 'timeWindow', operator: 'lteq', value: 'P7D' }] },
    })
    expect((await post('/policy/templates/length_of_use', { parameters: {} })).statusCode).toBe(422)
    expect((await post('/policy/templates/none', { parameters: {} })).statusCode).toBe(404)
  })
})
