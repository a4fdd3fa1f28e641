import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApi } from '../../../../test/support/api.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { USER_ROLES, type UserRole } from '../../../kernel/roles.ts'
import type { App } from '../../../platform/http/index.ts'
import { verifyReceipt } from '../verifier/index.ts'
import { auditor, retentionSpace, secondSecurity, security } from './retention.fixture.ts'
import { retentionRoutes } from './routes.ts'
import { findDestruction } from './store.ts'

let space: Awaited<ReturnType<typeof retentionSpace>>
let app: App
let caller: UserActor | null = null

beforeAll(async () => {
  space = await retentionSpace()
  app = await testApi(
    (app) => retentionRoutes(app, space.core),
    () => caller,
  )
})
afterAll(async () => {
  await app.close()
  await space.stop()
})

async function call(by: UserActor | null, method: 'GET' | 'POST', url: string, body?: object) {
  caller = by
  const answer = await app.inject({ method, url: `/api/retention${url}`, ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, text: answer.payload, json: () => answer.json<never>() }
}
const codeOf = (answer: { json: () => { code?: string } }) => answer.json().code
const made = (answer: { json: () => { id: string } }) => answer.json().id
const view = async () => (await call(auditor, 'GET', '')).json() as { holds: unknown[]; due: number }

describe('who may', () => {
  const anyId = '01890000-0000-7000-8000-000000000000'
  const reason = { reason: 'a reason' }
  const hold = { about: { subject: 'a' }, reason: 'a reason' }
  const decision = { approve: true, reason: 'a reason' }
  test.each<['GET' | 'POST', string, object | undefined, UserRole[]]>([
    ['GET', '', undefined, ['auditor', 'security_officer', 'system_administrator']],
    ['POST', '/holds', hold, ['security_officer']],
    ['POST', `/holds/${anyId}/lift`, reason, ['security_officer', 'auditor']],
    ['POST', '/destructions', reason, ['security_officer']],
    ['POST', `/destructions/${anyId}/decision`, decision, ['auditor']],
    ['POST', `/destructions/${anyId}/cancel`, undefined, ['security_officer', 'auditor']],
    [
      'GET',
      `/destructions/${anyId}/proof`,
      undefined,
      ['auditor', 'security_officer', 'system_administrator'],
    ],
  ])('%s /retention%s', async (method, url, body, roles) => {
    expect((await call(null, method, url, body)).status).toBe(401)
    for (const role of USER_ROLES) {
      const { status } = await call({ ...security, roles: [role] }, method, url, body)
      expect([role, status === 403]).toEqual([role, !roles.includes(role)])
    }
  })
})

test('a hold names one id or one prefix of whole words, and a reason', async () => {
  const wrong = [
    { about: {}, reason: 'a reason' },
    { about: { subject: 'a', kind: 'run' }, reason: 'a reason' },
    { about: { kind: 'Run.*' }, reason: 'a reason' },
    { about: { kind: 'run.' }, reason: 'a reason' },
    { about: { subject: 'a b' }, reason: 'a reason' },
    { about: { subject: 'a' }, reason: ' ' },
    { about: { subject: 'a\n' }, reason: 'a reason' },
    { about: { subject: 'a' }, reason: 'a\u0000reason' },
    { about: { subject: 'x'.repeat(129) }, reason: 'a reason' },
    { about: [{ subject: 'a' }], reason: 'a reason' },
    { about: { subject: 'a' }, reason: 'a reason', liftedBy: 'me' },
  ]
  await space.grown('test.kept', ['a'])
  const before = (await view()).holds
  for (const body of wrong) {
    const { status, json } = await call(security, 'POST', '/holds', body)
    expect([JSON.stringify(body), status, codeOf({ json })]).toEqual([
      JSON.stringify(body),
      400,
      'INPUT_INVALID',
    ])
  }
  expect((await view()).holds).toEqual(before)
})

test('hold, lift, ask, decide, prove: each by the officer whose it is', async () => {
  await space.grown('session.opened', ['x', 'y'])
  space.days(250)
  const hold = made(await call(security, 'POST', '/holds', { about: { subject: 'x' }, reason: 'at court' }))
  expect(await view()).toMatchObject({ due: 1 })
  expect((await view()).holds[0]).toMatchObject({
    id: hold,
    about: { subject: 'x' },
    state: 'active',
    until: null,
  })
  const lift = { reason: 'closed' }
  expect(codeOf(await call(security, 'POST', `/holds/${hold}/lift`, lift))).toBe('RETENTION_SAME_OFFICER')
  expect((await call(secondSecurity, 'POST', `/holds/${hold}/lift`, lift)).status).toBe(200)
  expect(codeOf(await call(secondSecurity, 'POST', `/holds/${hold}/lift`, lift))).toBe('RETENTION_STATE')
  expect(await view()).toMatchObject({ due: 2 })

  const id = made(await call(security, 'POST', '/destructions', { reason: 'past its time' }))
  expect(codeOf(await call(auditor, 'GET', `/destructions/${id}/proof`))).toBe('RETENTION_STATE')
  const decision = { approve: true, reason: 'as the rules say' }
  expect((await call(auditor, 'POST', `/destructions/${id}/decision`, decision)).status).toBe(200)
  await space.run((await findDestruction(space.core.db, id))!.job_id!)
  expect(await view()).toMatchObject({
    due: 0,
    destructions: [{ id, state: 'done', entries: 2, askedBy: security.userId, decidedBy: auditor.userId }],
  })
  const proof = (await call(auditor, 'GET', `/destructions/${id}/proof`)).text
  expect(verifyReceipt(Buffer.from(proof.slice(0, proof.indexOf('\n') + 1))).ok).toBe(true)
  expect(proof.trimEnd().split('\n')).toHaveLength(3)
  expect(codeOf(await call(auditor, 'POST', `/destructions/${id}/cancel`))).toBe('RETENTION_STATE')
})

test('a hold on an id that nothing is about is refused: it would seem to keep what a wrong letter lets go', async () => {
  await space.grown('session.opened', ['case-7'])
  const before = await view()
  const body = { about: { subject: 'case-77' }, reason: 'at court' }
  const { status, json } = await call(security, 'POST', '/holds', body)
  expect([status, codeOf({ json })]).toEqual([404, 'RETENTION_NOTHING_ABOUT'])
  expect((await view()).holds).toEqual(before.holds)
})

test('whom or what entries are about, who acted, and an entry itself can be held', async () => {
  const [entry = ''] = await space.grown('session.opened', ['case-8'])
  for (const subject of ['case-8', 'test', entry]) {
    const answer = await call(security, 'POST', '/holds', { about: { subject }, reason: 'at court' })
    expect(answer.json()).toMatchObject({ holds: true })
    await call(secondSecurity, 'POST', `/holds/${made(answer)}/lift`, { reason: 'closed' })
  }
  // After a restore that began anew the entries of the earlier log lie in the archive, with their payloads.
  await sql`insert into evidence_archive values ('old', 0, ${'0190a000-0000-7000-8000-0000000000aa'},
    ${'{"actor":{"user":"who-did","body":"b"},"id":"0190a000-0000-7000-8000-0000000000aa","kind":"x.y","subject":{"thing":"of-old","user":"to-whom"}}'})`.execute(
    space.core.db,
  )
  for (const subject of ['of-old', 'who-did', 'to-whom', '0190a000-0000-7000-8000-0000000000aa']) {
    const old = await call(security, 'POST', '/holds', { about: { subject }, reason: 'at court' })
    expect([subject, old.status]).toEqual([subject, 200])
    await call(secondSecurity, 'POST', `/holds/${made(old)}/lift`, { reason: 'closed' })
  }
  const key = await call(security, 'POST', '/holds', { about: { subject: 'x.y' }, reason: 'at court' })
  expect(key.status).toBe(404)
})

test('a hold on a kind may come before anything of it, and says that it holds nothing yet', async () => {
  const body = { about: { kind: 'session.reviewed' }, reason: 'from now on' }
  const answer = await call(security, 'POST', '/holds', body)
  const seen = async () => (await view()).holds.find((hold) => (hold as { id: string }).id === made(answer))
  expect(answer.json()).toMatchObject({ holds: false })
  expect(await seen()).toMatchObject({ holds: false })
  await space.grown('session.reviewed', ['later'])
  expect(await seen()).toMatchObject({ holds: true })
  await call(secondSecurity, 'POST', `/holds/${made(answer)}/lift`, { reason: 'closed' })
  expect(await seen()).toMatchObject({ state: 'lifted', holds: false })
})
