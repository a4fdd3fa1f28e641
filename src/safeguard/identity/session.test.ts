import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { suspendParticipant } from './participants.ts'
import { INSURER, OPERATOR, PASSWORD, type TestSpace, testSpace } from './space.fixture.ts'
import { changeRoles, suspendUser } from './users.ts'

const system = { kind: 'system', name: 'test' } as const
const MINUTE = 60_000
let space: TestSpace
let insurer: string
beforeAll(async () => {
  space = await testSpace()
  await space.register(OPERATOR)
  insurer = await space.register(INSURER)
})
afterAll(() => space.stop())

let made = 0
const someone = async (roles: Parameters<TestSpace['user']>[2] = ['developer']) => {
  const login = `someone${made++}`
  return { login, ...(await space.user(insurer, login, roles)) }
}

describe('signing in', () => {
  test('gives a cookie that scripts and other sites cannot use, and tells who one is', async () => {
    const { login, userId } = await someone()
    const browser = space.browser()
    expect((await browser.get('/session')).body).toMatchObject({ user: null, participant: null, roles: [] })
    const answer = await browser.signIn(` ${login.toUpperCase()} `)
    expect(answer.body).toMatchObject({
      user: { id: userId, login },
      participant: { id: insurer, nameZh: '保险公司' },
      roles: ['developer'],
      pending: null,
    })
    expect(answer.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    expect(answer.cookies[0]).not.toHaveProperty('secure')
    expect((await browser.get('/session')).body.user.id).toBe(userId)
    expect((await space.kinds()).at(-1)).toBe('session.opened')
  })

  test('marks the cookie secure when the request came by https', async () => {
    const { login } = await someone()
    const answer = await space.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'x-forwarded-proto': 'https' },
      payload: { login, password: PASSWORD },
    })
    expect(answer.cookies[0]).toMatchObject({ secure: true })
  })

  test('stores the token as a hash only, and no login name in the log', async () => {
    const { login } = await someone()
    const browser = space.browser()
    await browser.signIn(login)
    const { rows } = await space.query(`select row_to_json(s)::text as text from user_session s`)
    expect(JSON.stringify(rows)).not.toContain(browser.state.token)
    for (const { entry } of await space.entries()) expect(entry).not.toContain(login)
  })

  test('never goes on under a token that the browser brought along', async () => {
    const [victim, attacker] = [await someone(), await someone()]
    const planted = space.browser()
    await planted.signIn(attacker.login)
    const browser = space.browser()
    browser.state.token = planted.state.token
    await browser.signIn(victim.login)
    expect(browser.state.token).not.toBe(planted.state.token)
    expect((await planted.get('/session')).body.user).toBeNull()
    browser.state.token = 'x'.repeat(43)
    await browser.signIn(victim.login)
    expect(browser.state.token).not.toBe('x'.repeat(43))
  })

  test('is refused from another site’s page, before anything is looked at', async () => {
    const { login } = await someone()
    const payload = { login, password: PASSWORD }
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'http://localhost:80' },
      { origin: 'https://evil.example', host: 'localhost' },
      { origin: 'null', host: 'localhost' },
    ]) {
      const answer = await space.app.inject({ method: 'POST', url: '/api/session', headers, payload })
      expect(answer.json()).toMatchObject({ code: 'CROSS_SITE' })
    }
  })
})

describe('a session ends', () => {
  test('after thirty minutes without a request, not while there are some', async () => {
    const { login } = await someone()
    const browser = space.browser()
    await browser.signIn(login)
    for (let at = 0; at < 4; at++) {
      space.clock.advance(20 * MINUTE)
      expect((await browser.get('/me/sessions')).status).toBe(200)
    }
    space.clock.advance(31 * MINUTE)
    expect((await browser.get('/me/sessions')).body).toMatchObject({ code: 'NOT_SIGNED_IN' })
  })

  test('after twelve hours however busy it is', async () => {
    const { login } = await someone()
    const browser = space.browser()
    await browser.signIn(login)
    for (let at = 0; at < 12 * 3 - 1; at++) {
      space.clock.advance(20 * MINUTE)
      expect((await browser.get('/me/sessions')).status).toBe(200)
    }
    space.clock.advance(20 * MINUTE)
    expect((await browser.get('/me/sessions')).status).toBe(401)
  })

  test('by signing out, at once, and only once', async () => {
    const { login } = await someone()
    const browser = space.browser()
    await browser.signIn(login)
    const { token } = browser.state
    expect((await browser.get('/me/sessions')).status).toBe(200)
    await browser.delete('/session')
    expect(browser.state.token).toBe('')
    browser.state.token = token
    expect((await browser.get('/me/sessions')).status).toBe(401)
    expect((await browser.delete('/session')).status).toBe(200)
  })

  test('from another of one’s machines, but no one else’s', async () => {
    const [one, other] = [await someone(), await someone()]
    const [here, there, stranger] = [space.browser(), space.browser(), space.browser()]
    await here.signIn(one.login)
    await there.signIn(one.login)
    await stranger.signIn(other.login)
    const { items } = (await here.get('/me/sessions')).body
    expect(items).toHaveLength(2)
    const distant = items.find((item: { current: boolean }) => !item.current)
    expect((await stranger.delete(`/me/sessions/${distant.id}`)).body).toMatchObject({
      code: 'SESSION_NOT_FOUND',
    })
    expect((await there.get('/me/sessions')).status).toBe(200)
    await here.delete(`/me/sessions/${distant.id}`)
    expect((await there.get('/me/sessions')).status).toBe(401)
    expect((await here.get('/me/sessions')).status).toBe(200)
  })

  test('when the user is suspended, the roles change, the body is suspended: without a wait for the cache', async () => {
    const body = await space.register({ ...INSURER, uscc: '91440300MA5DA1234H', nameZh: '另一家' })
    for (const end of [
      (id: string) => suspendUser(space.core, system, id, 'leaves'),
      (id: string) => changeRoles(space.core, system, id, ['steward']),
      () => suspendParticipant(space.core, system, body, 'no longer takes part'),
    ]) {
      const login = `someone${made++}`
      const { userId } = await space.user(body, login, ['developer'])
      const browser = space.browser()
      await browser.signIn(login)
      expect((await browser.get('/me/sessions')).status).toBe(200)
      await end(userId)
      expect((await browser.get('/me/sessions')).status).toBe(401)
    }
  })

  test('and a sign-in that was under way then does not outlive it', async () => {
    for (const end of [
      (id: string) => suspendUser(space.core, system, id, 'leaves'),
      (id: string) => changeRoles(space.core, system, id, ['data_officer']),
    ]) {
      const { login, userId } = await someone()
      const { hasher } = space.identity
      const verify = hasher.verify.bind(hasher)
      const slow = vi.spyOn(hasher, 'verify').mockImplementationOnce(async (...input) => {
        const right = await verify(...input)
        await end(userId)
        return right
      })
      expect((await space.browser().signIn(login)).body.code).toBe('SIGN_IN_FAILED')
      slow.mockRestore()
    }
  })

  test('when the password changes elsewhere', async () => {
    const { login } = await someone()
    const [here, there] = [space.browser(), space.browser()]
    await here.signIn(login)
    await there.signIn(login)
    expect(
      (await here.post('/me/password', { current: PASSWORD, next: 'a-quite-other-phrase' })).status,
    ).toBe(200)
    expect((await here.get('/me/sessions')).status).toBe(200)
    expect((await there.get('/me/sessions')).status).toBe(401)
    expect((await space.browser().signIn(login)).status).toBe(401)
    expect((await space.browser().signIn(login, 'a-quite-other-phrase')).status).toBe(200)
  })
})
