import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApi } from '../../../test/support/api.ts'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { UserRole } from '../../kernel/roles.ts'
import { Config } from '../../platform/config/index.ts'
import type { App } from '../../platform/http/index.ts'
import { ELSEWHERE, suite } from '../crypto/index.ts'
import { keyMigrations, keyRingRoutes } from './index.ts'

let space: TestSpace
let app: App
let caller: UserActor | null = null
const PEOPLE: Partial<Record<UserRole, number>> = { security_officer: 1, system_administrator: 2 }
const as = (role: UserRole): void => {
  const userId = `0190a000-0000-7000-8000-00000000000${PEOPLE[role] ?? 3}`
  caller = { kind: 'user', userId, participantId: '0190a000-0000-7000-8000-000000000000', roles: [role] }
}
const call = async (method: 'GET' | 'POST', url: string, payload?: object) => {
  const answer = await app.inject({ method, url: `/api/keys${url}`, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json<never>(), headers: answer.headers }
}

beforeAll(async () => {
  space = await testSpace([keyMigrations])
  const { crypto } = Config.parse({})
  app = await testApi(
    (app) => keyRingRoutes(app, { ...space.core, config: { ...space.core.config, crypto } }),
    () => caller,
  )
})
afterAll(async () => {
  await app.close()
  await space.stop()
})

test('a recovery file, from the request to the download, by two officers', async () => {
  as('security_officer')
  const asked = await call('POST', '/requests', {
    key: 'evidence',
    kind: 'recovery',
    reason: 'before the audit',
  })
  expect(asked.status).toBe(200)
  const { id } = asked.body as { id: string }
  const decision = { approve: true, reason: 'as agreed' }
  expect((await call('POST', `/requests/${id}/decision`, decision)).status).toBe(403)
  expect((await call('GET', `/requests/${id}/recovery`)).status).toBe(409)
  as('system_administrator')
  expect(
    (await call('POST', '/requests', { key: 'evidence', kind: 'rotate', reason: 'why not' })).status,
  ).toBe(403)
  expect((await call('POST', `/requests/${id}/decision`, decision)).status).toBe(200)
  expect((await call('POST', `/requests/${id}/recovery`, { passphrase: 'too short' })).status).toBe(400)
  const mine = await call('POST', `/requests/${id}/recovery`, { passphrase: 'four words of mine' })
  expect(mine.body).toEqual({ ready: false })
  as('security_officer')
  const ring = (await call('GET', '')).body as {
    requests: { id: string; recovery: unknown }[]
    suite: string
  }
  expect(ring.requests.find((one) => one.id === id)!.recovery).toEqual({
    mine: false,
    other: true,
    ready: false,
  })
  await call('POST', `/requests/${id}/recovery`, { passphrase: 'four words of another' })
  const file = await call('GET', `/requests/${id}/recovery`)
  expect(file.headers['content-disposition']).toContain('recovery-evidence.json')
  expect(file.body).toMatchObject({ kind: 'xinyu-key-recovery/1', parts: [{}, {}] })
  // The list never holds what opens a key.
  expect(JSON.stringify(ring)).not.toContain('box')
})

test('the report names each algorithm outside of the suite, in both languages', async () => {
  as('auditor')
  const { status, body } = await call('GET', '/suite')
  const report = body as {
    suite: string
    algorithms: { where: { zh: string; en: string } }[]
    certification: []
  }
  expect(status).toBe(200)
  expect(report.suite).toBe(suite().name)
  expect(report.algorithms).toHaveLength(ELSEWHERE.length)
  for (const { where } of report.algorithms) expect(where.zh).not.toBe(where.en)
  expect(report.certification.length).toBeGreaterThan(4)
})

test('is for officers, and the auditor looks only', async () => {
  for (const role of ['developer', 'data_officer', 'expert'] as const) {
    as(role)
    for (const url of ['', '/suite']) expect((await call('GET', url)).status).toBe(403)
  }
  as('auditor')
  expect((await call('GET', '')).status).toBe(200)
  expect(
    (await call('POST', '/requests', { key: 'evidence', kind: 'rotate', reason: 'why not' })).status,
  ).toBe(403)
  caller = null
  expect((await call('GET', '')).status).toBe(401)
})

test('text that the database cannot keep is refused as input, and nothing is asked for', async () => {
  as('security_officer')
  const reason = 'a year\u0000has gone by'
  const refused = await call('POST', '/requests', { key: 'evidence', kind: 'rotate', reason })
  expect(refused).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } })
  const ring = (await call('GET', '')).body as { requests: { kind: string }[] }
  expect(ring.requests.filter(({ kind }) => kind === 'rotate')).toEqual([])
})

test.each([
  ['a path', { key: '../master', kind: 'rotate', reason: 'a reason' }],
  ['a kind that is none', { key: 'evidence', kind: 'destroy', reason: 'a reason' }],
  ['a reason that is a number', { key: 'evidence', kind: 'rotate', reason: 12_345 }],
  ['a reason without end', { key: 'evidence', kind: 'rotate', reason: 'x'.repeat(1001) }],
  ['more than is asked for', { key: 'evidence', kind: 'rotate', reason: 'a reason', state: 'done' }],
])('%s is refused with a code', async (_, body) => {
  as('security_officer')
  expect(await call('POST', '/requests', body)).toMatchObject({
    status: 400,
    body: { code: 'INPUT_INVALID' },
  })
})

test('of what is not there nobody learns more than that', async () => {
  as('system_administrator')
  const id = '0190a000-0000-7000-8000-0000000000ff'
  const none = await call('POST', `/requests/${id}/recovery`, { passphrase: 'four words of mine' })
  expect(none).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  expect((await call('POST', '/requests/1/decision', { approve: true, reason: 'as agreed' })).status).toBe(
    400,
  )
  const unknown = await call('POST', `/requests/${id}/decision`, { approve: true, reason: 'as agreed' })
  expect(unknown).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
})
