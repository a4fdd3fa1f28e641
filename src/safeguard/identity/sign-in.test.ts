import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHasher } from './secret/hasher.ts'
import { systemRandom } from '../../kernel/index.ts'
import { INSURER, OPERATOR, PASSWORD, type TestSpace, testSpace } from './space.fixture.ts'
import { suspendUser, unlockUser } from './users.ts'

const MINUTE = 60_000
const system = { kind: 'system', name: 'test' } as const
let space: TestSpace
let insurer: string
let operator: string
beforeAll(async () => {
  space = await testSpace()
  operator = await space.register(OPERATOR)
  insurer = await space.register(INSURER)
})
afterAll(() => space.stop())

let made = 0
const someone = async () => {
  const login = `user${made++}`
  return { login, ...(await space.user(insurer, login, ['developer'])) }
}
/** Each test calls from an address of its own. */
let browser: ReturnType<TestSpace['browser']>
beforeEach(() => {
  browser = space.browser()
  browser.state.address = `10.1.0.${++made}`
})
const lockEntries = async () => (await space.kinds()).filter((kind) => kind === 'session.locked').length

describe('brute force', () => {
  test('five failures lock the login for a quarter of an hour, for the right password too', async () => {
    const { login } = await someone()
    const before = await lockEntries()
    for (let at = 0; at < 5; at++)
      expect((await browser.signIn(login, 'wrong')).body.code).toBe('SIGN_IN_FAILED')
    const locked = await browser.signIn(login)
    expect(locked).toMatchObject({ status: 429, body: { code: 'SIGN_IN_LOCKED' } })
    expect(locked.body.en).toContain('15 min')
    expect(await lockEntries()).toBe(before + 1)
    space.clock.advance(14 * MINUTE)
    expect((await browser.signIn(login)).body.code).toBe('SIGN_IN_LOCKED')
    space.clock.advance(2 * MINUTE)
    expect((await browser.signIn(login)).status).toBe(200)
  })

  test('the pause doubles, and a success ends the count', async () => {
    const { login } = await someone()
    const failFive = async () => {
      for (let at = 0; at < 5; at++) await browser.signIn(login, 'wrong')
      return /in (\d+) min/.exec((await browser.signIn(login)).body.en)?.[1]
    }
    expect(await failFive()).toBe('15')
    space.clock.advance(15 * MINUTE + 1)
    expect(await failFive()).toBe('30')
    space.clock.advance(30 * MINUTE + 1)
    expect(await failFive()).toBe('60')
    space.clock.advance(60 * MINUTE + 1)
    await browser.signIn(login)
    expect(await failFive()).toBe('15')
  })

  test('a hundred guesses at once are not more than five', async () => {
    const { login } = await someone()
    const verify = vi.spyOn(space.identity.hasher, 'verify')
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => {
        const one = space.browser()
        one.state.address = `10.2.0.${at}`
        return one.signIn(login, 'wrong')
      }),
    )
    expect(verify).toHaveBeenCalledTimes(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(95)
    verify.mockRestore()
  })

  test('one address that tries many logins is locked too; its IPv6 neighbours count as it', async () => {
    for (let at = 0; at < 30; at++) {
      browser.state.address = `2001:db8:0:7:${at}::1`
      expect((await browser.signIn(`nobody${at}`)).body.code).toBe('SIGN_IN_FAILED')
    }
    const { login } = await someone()
    expect((await browser.signIn(login)).body.code).toBe('SIGN_IN_LOCKED')
    browser.state.address = '2001:db8:0:8::1'
    expect((await browser.signIn(login)).status).toBe(200)
  })

  test('own log-ins in between do not free an address', async () => {
    const { login } = await someone()
    for (let at = 0; at < 29; at++) await browser.signIn(`none${at}`)
    expect((await browser.signIn(login)).status).toBe(200)
    expect((await browser.signIn('none-last')).body.code).toBe('SIGN_IN_FAILED')
    expect((await browser.signIn(login)).body.code).toBe('SIGN_IN_LOCKED')
  })

  test('a log-in at the brink takes its own lock back', async () => {
    const { login } = await someone()
    for (let at = 0; at < 4; at++) await browser.signIn(login, 'wrong')
    expect((await browser.signIn(login)).status).toBe(200)
    for (let at = 0; at < 4; at++) await browser.signIn(login, 'wrong')
    expect((await browser.signIn(login)).status).toBe(200)
  })

  test('the security officer unlocks, not the own account', async () => {
    const { login, userId } = await someone()
    const officer = await space.user(operator, 'unlocker', ['security_officer'])
    for (let at = 0; at < 6; at++) await browser.signIn(login, 'wrong')
    const { rows } = await space.query(
      `select count(*)::int as n from sign_in_throttle where locked_until > 0`,
    )
    expect((rows[0] as { n: number }).n).toBeGreaterThan(0)
    await expect(unlockUser(space.core, officer, officer.userId)).rejects.toMatchObject({
      code: 'OWN_ACCOUNT',
    })
    await unlockUser(space.core, officer, userId)
    expect((await browser.signIn(login)).status).toBe(200)
  })

  test('failures of a privileged user are evidence', async () => {
    await space.user(operator, 'privileged', ['auditor'])
    await browser.signIn('privileged', 'wrong')
    await space.identity.background.settled()
    expect((await space.kinds()).at(-1)).toBe('session.failed')
  })
})

describe('an unknown login cannot be told from a known one', () => {
  test('by words, by the number of hashes, or by the lock', async () => {
    const { login } = await someone()
    const verify = vi.spyOn(space.identity.hasher, 'verify')
    const told = async (name: string) => {
      const answers = []
      for (let at = 0; at < 7; at++) {
        verify.mockClear()
        const { status, body } = await browser.signIn(name, 'wrong')
        answers.push({ status, code: body.code, zh: body.zh, en: body.en, hashes: verify.mock.calls.length })
      }
      return answers
    }
    const unknown = await told('no-such-user')
    expect(await told(login)).toEqual(unknown)
    expect(unknown.map(({ hashes }) => hashes)).toEqual([1, 1, 1, 1, 1, 0, 0])
    verify.mockRestore()
  })

  test('nor a suspended or invited one, even with the right password', async () => {
    const { login, userId } = await someone()
    await suspendUser(space.core, system, userId, 'leaves')
    const { body } = await browser.signIn(login)
    const other = await browser.signIn('no-such-user-2')
    expect({ ...body, requestId: '' }).toEqual({ ...other.body, requestId: '' })
  })

  test('what was typed for an unknown login is kept nowhere', async () => {
    for (let at = 0; at < 6; at++) await browser.signIn('my-secret-typed-here', 'x')
    const { rows } = await space.query(
      `select entry from evidence_outbox union all select key from sign_in_throttle`,
    )
    const ids = await space.core.db.selectFrom('evidence_payload').select('entry_id').execute()
    const payloads = await space.core.evidence.payloads(ids.map((one) => one.entry_id))
    expect(payloads.size).toBe(ids.length)
    expect(JSON.stringify([rows, [...payloads.values()].map(({ body }) => body)])).not.toContain(
      'my-secret-typed-here',
    )
  })
})

test('a flood of log-ins is refused before it eats the memory', async () => {
  const hasher = createHasher(systemRandom, {
    policy: 'length',
    history: 5,
    cost: { memoryKiB: 1024, passes: 1, parallelism: 1 },
    concurrency: 2,
    queue: 10,
  })
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => hasher.verify('x', null)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(12)
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'TOO_MANY_REQUESTS' },
  })
  await expect(hasher.verify('x', null)).resolves.toBe(false)
})

test('a password stored at an older cost is stored anew at the first sign-in', async () => {
  const { login, userId } = await someone()
  const old = createHasher(systemRandom, {
    ...space.identity.options.password,
    cost: { memoryKiB: 16, passes: 2, parallelism: 1 },
  })
  await space.core.db
    .updateTable('app_user')
    .set({ password: await old.hash(PASSWORD) })
    .where('id', '=', userId)
    .execute()
  expect((await browser.signIn(login)).status).toBe(200)
  const { password } = await space.core.db
    .selectFrom('app_user')
    .select('password')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  expect(password).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/)
  expect((await browser.signIn(login)).status).toBe(200)
})
