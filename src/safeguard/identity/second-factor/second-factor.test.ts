import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { INSURER, OPERATOR, PASSWORD, type TestSpace, testSpace } from '../space.fixture.ts'
import { resetSecondFactor } from '../users.ts'
import { softwareAuthenticator } from './authenticator.fixture.ts'

const STEP = 30_000
const ORIGIN = 'http://localhost:8080'
const system = { kind: 'system', name: 'test' } as const
let space: TestSpace
let insurer: string
beforeAll(async () => {
  space = await testSpace()
  await space.register(OPERATOR)
  insurer = await space.register(INSURER)
})
afterAll(() => space.stop())

let made = 0
const someone = async (roles: Parameters<TestSpace['user']>[2] = ['data_officer']) => {
  const login = `factor${made++}`
  const browser = space.browser()
  browser.state.address = `10.3.0.${made}`
  return { login, browser, ...(await space.user(insurer, login, roles)) }
}
const codeAt = (secret: string, at = space.clock.now()) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at })

/** A privileged user with one-time codes, signed in. */
const withTotp = async () => {
  const user = await someone()
  await user.browser.signIn(user.login)
  const { secret } = (await user.browser.post('/me/totp/begin')).body
  const { recoveryCodes } = (await user.browser.post('/me/totp/confirm', { code: codeAt(secret) })).body
  space.clock.advance(2 * STEP)
  return { ...user, secret, recoveryCodes }
}

/** A privileged user with a passkey, signed in. */
const withPasskey = async () => {
  const user = await someone()
  await user.browser.signIn(user.login)
  const key = softwareAuthenticator(ORIGIN)
  const options = (await user.browser.post('/me/passkeys/options')).body
  const added = await user.browser.post('/me/passkeys/verify', {
    response: key.register(options),
    label: '办公电脑',
  })
  return { ...user, key, options, added }
}

describe('a privileged user without a second factor', () => {
  test('can do nothing but set one up', async () => {
    const { login, browser } = await someone()
    const me = (await browser.signIn(login)).body
    expect(me).toMatchObject({ pending: 'second-factor-setup', roles: [] })
    for (const url of ['/users', '/participants', '/me/sessions', '/me/passkeys', '/roles'])
      expect((await browser.get(url)).body.code, url).toBe('NOT_SIGNED_IN')
    expect((await browser.post('/me/password', { current: PASSWORD, next: 'another-phrase-1' })).status).toBe(
      401,
    )
    expect((await browser.post('/me/recovery-codes', { password: PASSWORD })).status).toBe(401)
    expect((await browser.post('/session/second-factor', { code: '000000' })).status).toBe(401)
    expect((await browser.post('/me/totp/begin')).status).toBe(200)
  })

  test('has ten minutes for it', async () => {
    const { login, browser } = await someone()
    await browser.signIn(login)
    space.clock.advance(11 * 60_000)
    expect((await browser.post('/me/totp/begin')).status).toBe(401)
  })

  test('goes on under a new token, with ten recovery codes', async () => {
    const { login, browser } = await someone()
    await browser.signIn(login)
    const before = browser.state.token
    const { secret, uri } = (await browser.post('/me/totp/begin')).body
    expect(uri).toContain(`secret=${secret}`)
    expect((await browser.post('/me/totp/confirm', { code: codeAt(secret, 0) })).body.code).toBe(
      'SECOND_FACTOR_WRONG',
    )
    const { body } = await browser.post('/me/totp/confirm', { code: codeAt(secret) })
    expect(new Set(body.recoveryCodes).size).toBe(10)
    expect(browser.state.token).not.toBe(before)
    expect((await browser.get('/session')).body).toMatchObject({ pending: null, roles: ['data_officer'] })
    browser.state.token = before
    expect((await browser.get('/session')).body.user).toBeNull()
    const { rows } = await space.query(`select sealed_secret from user_totp`)
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('who stole the password cannot set up a second one beside the first', async () => {
    const { login, browser } = await someone()
    const thief = space.browser()
    await thief.signIn(login)
    await browser.signIn(login)
    const { secret } = (await browser.post('/me/totp/begin')).body
    await browser.post('/me/totp/confirm', { code: codeAt(secret) })
    expect((await thief.post('/me/passkeys/options')).status).toBe(401)
  })

  test('nor from a session that began in the same moment as the first was set up', async () => {
    const { login, userId } = await withTotp()
    const thief = space.browser()
    await thief.signIn(login)
    await space.query(`update user_session set pending = 'second-factor-setup' where user_id = '${userId}'`)
    const key = softwareAuthenticator(ORIGIN)
    const response = key.register((await thief.post('/me/passkeys/options')).body)
    expect((await thief.post('/me/passkeys/verify', { response, label: 'x' })).body.code).toBe(
      'NOT_SIGNED_IN',
    )
  })

  test('others need none, but may have one', async () => {
    const { login, browser } = await someone(['developer'])
    expect((await browser.signIn(login)).body.pending).toBeNull()
    expect((await browser.post('/me/totp/begin')).body.code).toBe('PASSWORD_WRONG')
    const { secret } = (await browser.post('/me/totp/begin', { password: PASSWORD })).body
    await browser.post('/me/totp/confirm', { code: codeAt(secret) })
    expect((await space.browser().signIn(login)).body).toMatchObject({
      pending: 'second-factor',
      factors: ['totp', 'recovery'],
    })
    expect((await browser.post('/me/totp/remove', { password: 'wrong' })).body.code).toBe('PASSWORD_WRONG')
    expect((await browser.post('/me/totp/remove', { password: PASSWORD })).status).toBe(200)
    expect((await space.browser().signIn(login)).body.pending).toBeNull()
  })
})

describe('one-time codes', () => {
  test('open the session once each; a used or older step never again', async () => {
    const { login, secret } = await withTotp()
    const signIn = async (code: string) => {
      const browser = space.browser()
      expect((await browser.signIn(login)).body).toMatchObject({ pending: 'second-factor', roles: [] })
      expect((await browser.get('/users')).status).toBe(401)
      return browser.post('/session/second-factor', { code })
    }
    const now = space.clock.now()
    const code = codeAt(secret)
    expect((await signIn(code)).body).toMatchObject({ pending: null, roles: ['data_officer'] })
    expect((await signIn(code)).body.code).toBe('SECOND_FACTOR_WRONG')
    expect((await signIn(codeAt(secret, now - STEP))).body.code).toBe('SECOND_FACTOR_WRONG')
    expect((await signIn(codeAt(secret, now + STEP))).status).toBe(200)
    space.clock.advance(3 * STEP)
    expect((await signIn(codeAt(secret, now + STEP))).body.code).toBe('SECOND_FACTOR_WRONG')
    expect((await signIn(codeAt(secret))).status).toBe(200)
    const opened = (await space.kinds()).filter((kind) => kind.startsWith('session.')).slice(-3)
    expect(opened).toEqual(['session.begun', 'session.closed', 'session.opened'])
  })

  test('the same code in two half-open sessions at once opens one', async () => {
    const { login, secret } = await withTotp()
    const browsers = [space.browser(), space.browser(), space.browser(), space.browser()]
    for (const browser of browsers) await browser.signIn(login)
    const code = codeAt(secret)
    const answers = await Promise.all(
      browsers.map((browser) => browser.post('/session/second-factor', { code })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('five wrong ones end the half-open session and lock, and are evidence', async () => {
    const { login, secret, userId } = await withTotp()
    const browser = space.browser()
    await browser.signIn(login)
    const wrong = codeAt(secret) === '123456' ? '654321' : '123456'
    for (let at = 0; at < 5; at++)
      expect((await browser.post('/session/second-factor', { code: wrong })).body.code).toBe(
        'SECOND_FACTOR_WRONG',
      )
    expect((await browser.get('/session')).body.user).toBeNull()
    await browser.signIn(login)
    expect((await browser.post('/session/second-factor', { code: codeAt(secret) })).body.code).toBe(
      'SIGN_IN_LOCKED',
    )
    const last = (await space.entries()).filter(({ entry }) => entry.includes(userId)).map(({ kind }) => kind)
    expect(last.filter((kind) => kind === 'second_factor.failed')).toHaveLength(4)
    expect(last).toContain('second_factor.locked')
  })

  test('cannot be replaced from a stolen session, and the last one stays', async () => {
    const { browser } = await withTotp()
    expect((await browser.post('/me/totp/begin', { password: PASSWORD })).body.code).toBe(
      'SECOND_FACTOR_PRESENT',
    )
    expect((await browser.post('/me/totp/remove', { password: PASSWORD })).body.code).toBe(
      'SECOND_FACTOR_REQUIRED',
    )
  })

  test('a lost one is reset by the security officer and set up anew', async () => {
    const { login, userId, browser } = await withTotp()
    await resetSecondFactor(space.core, system, userId)
    expect((await browser.get('/me/sessions')).status).toBe(401)
    expect((await browser.signIn(login)).body.pending).toBe('second-factor-setup')
  })
})

describe('recovery codes', () => {
  test('work once each, typed with small letters and without dashes', async () => {
    const { login, recoveryCodes } = await withTotp()
    const typed = recoveryCodes[0].toLowerCase().replaceAll('-', ' ')
    const browser = space.browser()
    await browser.signIn(login)
    expect((await browser.post('/session/second-factor', { recoveryCode: typed })).status).toBe(200)
    await browser.signIn(login)
    expect((await browser.post('/session/second-factor', { recoveryCode: typed })).body.code).toBe(
      'SECOND_FACTOR_WRONG',
    )
    expect((await browser.post('/session/second-factor', { recoveryCode: recoveryCodes[1] })).status).toBe(
      200,
    )
  })

  test('old ones die with new ones, and none lies open in the database', async () => {
    const { login, browser, recoveryCodes } = await withTotp()
    const { body } = await browser.post('/me/recovery-codes', { password: PASSWORD })
    const { rows } = await space.query(`select code_hash from user_recovery_code`)
    expect(JSON.stringify(rows)).not.toContain(body.recoveryCodes[0].replaceAll('-', ''))
    const other = space.browser()
    await other.signIn(login)
    expect((await other.post('/session/second-factor', { recoveryCode: recoveryCodes[0] })).status).toBe(401)
    expect((await other.post('/session/second-factor', { recoveryCode: body.recoveryCodes[0] })).status).toBe(
      200,
    )
  })
})

describe('passkeys', () => {
  const give = async (login: string, answer: (options: { challenge: string }) => object) => {
    const browser = space.browser()
    await browser.signIn(login)
    const { body } = await browser.post('/session/passkey/options')
    return browser.post('/session/passkey/verify', { response: answer(body) })
  }

  test('are set up and then open the session', async () => {
    const { login, browser, key, options, added } = await withPasskey()
    expect(options).toMatchObject({ rp: { id: 'localhost' }, attestation: 'none' })
    expect(added.body.recoveryCodes).toHaveLength(10)
    expect((await browser.get('/me/passkeys')).body.items).toMatchObject([
      { label: '办公电脑', usedAt: null },
    ])
    const answer = await give(login, (challenge) => key.authenticate(challenge))
    expect(answer.body).toMatchObject({ pending: null, roles: ['data_officer'] })
    expect((await browser.get('/me/passkeys')).body.items[0].usedAt).toBe(space.clock.now())
  })

  test('a challenge is answered once, in time, by its own session', async () => {
    const { login, key } = await withPasskey()
    const browser = space.browser()
    await browser.signIn(login)
    const { body } = await browser.post('/session/passkey/options')
    const other = space.browser()
    await other.signIn(login)
    expect((await other.post('/session/passkey/verify', { response: key.authenticate(body) })).status).toBe(
      400,
    )
    const response = key.authenticate(body)
    expect((await browser.post('/session/passkey/verify', { response })).status).toBe(200)
    await browser.signIn(login)
    expect((await browser.post('/session/passkey/verify', { response })).body.code).toBe('PASSKEY_INVALID')
    const late = (await browser.post('/session/passkey/options')).body
    space.clock.advance(6 * 60_000)
    expect((await browser.post('/session/passkey/verify', { response: key.authenticate(late) })).status).toBe(
      400,
    )
  })

  test('refused: another origin, another host, a copied key, another user’s key, a changed answer', async () => {
    const { login, key } = await withPasskey()
    const stranger = await withPasskey()
    const wrong = { status: 401, body: { code: 'SECOND_FACTOR_WRONG' } }
    const lookalike = softwareAuthenticator('http://localhost.evil.example')
    expect(await give(login, (options) => lookalike.authenticate(options))).toMatchObject(wrong)
    expect(await give(login, (options) => stranger.key.authenticate(options))).toMatchObject(wrong)
    expect(
      await give(login, (options) => {
        key.state.origin = 'http://localhost:9999'
        const answer = key.authenticate(options)
        key.state.origin = ORIGIN
        return answer
      }),
    ).toMatchObject(wrong)
    expect(await give(login, (options) => key.authenticate(options))).toMatchObject({ status: 200 })
    key.state.counter -= 1
    expect(await give(login, (options) => key.authenticate(options))).toMatchObject(wrong)
    expect(
      await give(login, (options) => {
        const answer = key.authenticate(options)
        const data = Buffer.from(answer.response.authenticatorData, 'base64url')
        data[36]! += 1
        return { ...answer, response: { ...answer.response, authenticatorData: data.toString('base64url') } }
      }),
    ).toMatchObject(wrong)
  })

  test('garbage is an error with a code, never a fault', async () => {
    const { login, browser } = await someone()
    await browser.signIn(login)
    const { body } = await browser.post('/me/passkeys/options')
    const answer = softwareAuthenticator(ORIGIN).register(body)
    const response = { ...answer, response: { ...answer.response, attestationObject: 'AAAA' } }
    expect((await browser.post('/me/passkeys/verify', { response, label: 'x' })).body.code).toBe(
      'PASSKEY_INVALID',
    )
    expect((await browser.post('/me/passkeys/verify', { response: {}, label: 'x' })).status).toBe(400)
  })

  test('one key is not added twice; the last one stays until codes are there', async () => {
    const { login, browser, key } = await withPasskey()
    const { body } = await browser.post('/me/passkeys/options', { password: PASSWORD })
    expect(body.excludeCredentials).toHaveLength(1)
    expect(
      (await browser.post('/me/passkeys/verify', { response: key.register(body), label: 'x' })).status,
    ).toBe(400)
    const [{ id }] = (await browser.get('/me/passkeys')).body.items
    const remove = () => browser.post(`/me/passkeys/${id}/remove`, { password: PASSWORD })
    expect((await remove()).body.code).toBe('SECOND_FACTOR_REQUIRED')
    const { secret } = (await browser.post('/me/totp/begin', { password: PASSWORD })).body
    expect((await browser.post('/me/totp/confirm', { code: codeAt(secret) })).body.recoveryCodes).toEqual([])
    expect((await remove()).status).toBe(200)
    expect((await remove()).body.code).toBe('PASSKEY_NOT_FOUND')
    expect((await space.browser().signIn(login)).body.factors).toEqual(['totp', 'recovery'])
  })
})
