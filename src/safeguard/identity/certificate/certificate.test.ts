import { rm, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import type { UserRole } from '../../../kernel/index.ts'
import { digestOf } from '../../crypto/index.ts'
import { openIdentity } from '../identity.ts'
import { INSURER, PASSWORD, type TestSpace, testSpace } from '../space.fixture.ts'
import { resetSecondFactor, restoreUser, suspendUser, unlockUser } from '../users.ts'
import { examine, fingerprintOf } from './examine.ts'
import { type KeyKind, makePki, type Pki, sm2Missing } from './pki.fixture.ts'
import { signInByCertificate } from './sign-in.ts'

const missing = sm2Missing()
const main: KeyKind = missing === null ? 'sm2' : 'p256'
const system = { kind: 'system', name: 'test' } as const
const SITE = 'http://localhost:8080'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let pki: Pki
let space: TestSpace
let insurer: string
let made = 0
type Browser = ReturnType<TestSpace['browser']>

/** Every list of revoked certificates that is needed, as it stands. */
const lists = async (...pems: Promise<string>[]) =>
  writeFile(pki.at('crls.pem'), (await Promise.all(pems)).join(''))
const goodLists = () => lists(pki.crl('root'), pki.crl('middle'))

beforeAll(async () => {
  pki = await makePki(main)
  await pki.issue('root', { by: null, extensions: 'ca' })
  await pki.issue('other', { by: null, extensions: 'ca' })
  await pki.issue('middle', { extensions: 'middle' })
  await pki.issue('false-root', { by: null, extensions: 'ca', cn: 'root' })
  await writeFile(pki.at('ca.pem'), await pki.pem('root'))
  await goodLists()
  space = await testSpace({ certificate: { caFile: pki.at('ca.pem'), crlFile: pki.at('crls.pem') } })
  insurer = await space.register(INSURER)
}, 120_000)
afterAll(async () => {
  await space?.stop()
  await pki?.stop()
})
beforeEach(() => space.query('delete from sign_in_throttle'))

/** Each from an address of its own. */
function visitor(): Browser {
  const browser = space.browser()
  browser.state.address = `10.9.${Math.floor(++made / 250)}.${(made % 250) + 1}`
  return browser
}

const someone = async (roles: UserRole[] = ['developer']) => {
  const login = `holder${made++}`
  return { login, ...(await space.user(insurer, login, roles)) }
}

interface Tried {
  readonly certificate?: string
  readonly text?: string
  readonly signature?: string
}

/** A fresh challenge, signed by the key of `name`, and the log-in with it. */
async function trySignIn(browser: Browser, name: string, { certificate, text, signature }: Tried = {}) {
  const challenge = text ?? (await browser.post('/session/certificate/challenge')).body.text
  return browser.post('/session/certificate', {
    challenge,
    certificate: certificate ?? (await pki.pem(name)),
    signature: signature ?? (await pki.sign(name, challenge)),
  })
}

async function bind(browser: Browser, name: string, certificate?: string) {
  const challenge = (await browser.post('/me/certificates/challenge', { password: PASSWORD })).body.text
  return browser.post('/me/certificates', {
    challenge,
    certificate: certificate ?? (await pki.pem(name)),
    signature: await pki.sign(name, challenge),
    label: '我的 UKey',
  })
}

/** Puts a certificate into the table past every check, so that the log-in's own check stands alone. */
async function forceBound(userId: string, certificate: string): Promise<void> {
  await space.core.db
    .insertInto('user_certificate')
    .values({
      id: crypto.randomUUID(),
      user_id: userId,
      fingerprint: fingerprintOf(certificate),
      subject: 'x',
      issuer: 'x',
      serial: '01',
      algorithm: main,
      not_after: 0,
      label: 'x',
      created_at: 0,
      used_at: null,
    })
    .execute()
}

/** A user with a good certificate that is bound over HTTP. */
async function holder(kind: KeyKind = main, roles?: UserRole[]) {
  const user = await someone(roles)
  const name = `key-${user.login}`
  await pki.issue(name, { kind })
  const browser = visitor()
  await browser.signIn(user.login)
  const bound = await bind(browser, name)
  return { ...user, name, browser, bound }
}

const REFUSED = { status: 401, body: { code: 'LOGIN_CERTIFICATE_FAILED' } }

describe(`the whole way over HTTP (${missing ?? 'SM2'})`, () => {
  test('bind by password and signature, sign in without password, see it, unbind', async () => {
    const { login, userId, name, browser, bound } = await holder()
    expect(bound.status).toBe(200)
    const { items, on } = (await browser.get('/me/certificates')).body
    expect(on).toBe(true)
    expect(items).toMatchObject([
      { label: '我的 UKey', subject: `C=CN, O=示例机构, CN=${name}`, algorithm: main, usedAt: null },
    ])
    const visit = visitor()
    const challenge = (await visit.post('/session/certificate/challenge')).body
    expect(challenge.text).toMatch(/^xinyu-login:v1:http:\/\/localhost:8080:[\w-]{43}:\d{13}$/)
    const answer = await trySignIn(visit, name, { text: challenge.text })
    expect(answer).toMatchObject({ status: 200, body: { user: { login }, pending: null } })
    expect(answer.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
    const sessions = (await visit.get('/me/sessions')).body.items
    expect(sessions.find((one: { current: boolean }) => one.current).method).toBe('certificate')
    expect((await visit.get('/me/certificates')).body.items[0].usedAt).toBe(space.clock.now())

    const removing = `/me/certificates/${items[0].id}/remove`
    expect((await visit.post(removing, { password: 'wrong' })).body.code).toBe('PASSWORD_WRONG')
    expect((await visit.post(removing, { password: PASSWORD })).status).toBe(200)
    expect((await browser.get('/me/sessions')).status).toBe(401)
    expect(await trySignIn(visitor(), name)).toMatchObject(REFUSED)

    const told = (await space.entries()).filter(({ entry }) => entry.includes(userId))
    expect(told.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['user.certificate_bound', 'session.opened', 'user.certificate_unbound']),
    )
    // The clear log holds neither the name in the certificate nor its fingerprint; a signature is nowhere.
    for (const { entry } of told) expect(entry).not.toContain(name)
    for (const { entry } of told) expect(entry).not.toContain(items[0].fingerprint)
  })

  test.each(['p256', 'rsa', 'ed25519'] as const)('a %s certificate signs in', async (kind) => {
    const { name, login, bound } = await holder(kind)
    expect(bound.status).toBe(200)
    expect((await trySignIn(visitor(), name)).body.user?.login).toBe(login)
  })

  test('the bare r ‖ s of a key device, and base64 without PEM, are taken', async () => {
    const { name } = await holder()
    const visit = visitor()
    const { text } = (await visit.post('/session/certificate/challenge')).body
    const der = Buffer.from(await pki.sign(name, text), 'base64')
    const numbers: Buffer[] = []
    for (let at = 2; at < der.length; at += 2 + der[at + 1]!)
      numbers.push(
        Buffer.concat([Buffer.alloc(32), der.subarray(at + 2, at + 2 + der[at + 1]!)]).subarray(-32),
      )
    const certificate = (await pki.pem(name)).replaceAll(/-----[A-Z ]+-----/g, '')
    const signature = Buffer.concat(numbers).toString('base64')
    expect((await trySignIn(visit, name, { text, certificate, signature })).status).toBe(200)
  })

  test('an authority between the certificate and the root is sent along', async () => {
    const { userId } = await someone()
    await pki.issue('below', { by: 'middle' })
    const chain = await pki.pem('below', 'middle')
    await forceBound(userId, chain)
    expect((await trySignIn(visitor(), 'below', { certificate: chain })).status).toBe(200)
    expect(await trySignIn(visitor(), 'below')).toMatchObject(REFUSED)
  })

  test('whoever needs a second factor still gives it, unless the setting lets the certificate stand for it', async () => {
    const { name, userId } = await holder(main, ['developer'])
    await space.query(`update app_user set roles = array['data_officer'] where id = '${userId}'`)
    const visit = visitor()
    expect((await trySignIn(visit, name)).body).toMatchObject({ pending: 'second-factor-setup', roles: [] })
    expect((await visit.get('/me/sessions')).status).toBe(401)
    const { secret } = (await visit.post('/me/totp/begin')).body
    const code = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: space.clock.now() })
    expect((await visit.post('/me/totp/confirm', { code })).body.recoveryCodes).toHaveLength(10)
    expect((await visit.get('/me/sessions')).body.items[0].method).toBe('certificate+totp')
    expect((await trySignIn(visitor(), name)).body).toMatchObject({ pending: 'second-factor', roles: [] })

    const whole = openIdentity(space.core, {
      certificate: { caFile: pki.at('ca.pem'), crlFile: pki.at('crls.pem'), alone: true },
    })
    const challenge = (await visitor().post('/session/certificate/challenge')).body.text
    const proof = {
      challenge,
      certificate: await pki.pem(name),
      signature: await pki.sign(name, challenge),
    }
    const origin = { address: '10.8.0.1', agent: '', previous: null }
    expect((await signInByCertificate(whole, proof, origin, SITE)).pending).toBeNull()
  })

  test('without a file of authorities there is no such door', async () => {
    const off = openIdentity(space.core, {})
    expect(off.trust.on).toBe(false)
    const origin = { address: '10.8.0.2', agent: '', previous: null }
    const proof = { challenge: 'x', certificate: 'x', signature: 'x' }
    await expect(signInByCertificate(off, proof, origin, SITE)).rejects.toMatchObject({
      code: 'LOGIN_CERTIFICATE_OFF',
    })
    expect((await visitor().get('/session/certificate')).body).toEqual({ on: true })
  })
})

describe('one certificate, one user', () => {
  test('another person’s certificate is not bound, and signs in as its owner alone', async () => {
    const one = await holder()
    const other = await someone()
    const browser = visitor()
    await browser.signIn(other.login)
    // Without the key.
    await pki.issue('own-key')
    const { text } = (await browser.post('/me/certificates/challenge', { password: PASSWORD })).body
    const stolen = await browser.post('/me/certificates', {
      challenge: text,
      certificate: await pki.pem(one.name),
      signature: await pki.sign('own-key', text),
      label: 'x',
    })
    expect(stolen.body.code).toBe('LOGIN_CERTIFICATE_INVALID')
    // With the key: it is the other's already.
    expect((await bind(browser, one.name)).body.code).toBe('LOGIN_CERTIFICATE_TAKEN')
    expect((await trySignIn(visitor(), one.name)).body.user.login).toBe(one.login)
  })

  test('a challenge for binding is of its session and purpose, and works once', async () => {
    const { browser, name } = await holder()
    const { text } = (await browser.post('/me/certificates/challenge', { password: PASSWORD })).body
    expect(text).toMatch(/^xinyu-bind:v1:/)
    expect(await trySignIn(visitor(), name, { text })).toMatchObject(REFUSED)
    const login = (await visitor().post('/session/certificate/challenge')).body.text
    await pki.issue(`${name}-2`)
    const answer = await browser.post('/me/certificates', {
      challenge: login,
      certificate: await pki.pem(`${name}-2`),
      signature: await pki.sign(`${name}-2`, login),
      label: 'x',
    })
    expect(answer.body.code).toBe('LOGIN_CERTIFICATE_INVALID')
    expect((await browser.post('/me/certificates/challenge', { password: 'wrong-password' })).body.code).toBe(
      'PASSWORD_WRONG',
    )
  })

  test('binding says what is wrong with the certificate, and an account has five', async () => {
    const { browser, userId } = await holder()
    await pki.issue('late', { to: '20260101000000Z' })
    const late = await bind(browser, 'late')
    expect(late.body).toMatchObject({ code: 'LOGIN_CERTIFICATE_INVALID' })
    expect(late.body.en).toContain('time of validity')
    await pki.issue('short', { kind: 'rsa1024' })
    expect((await bind(browser, 'short')).body.en).toContain('2048')
    for (let at = 0; at < 4; at++) {
      await pki.issue(`five-${at}`, { kind: 'p256' })
      await forceBound(userId, await pki.pem(`five-${at}`))
    }
    await pki.issue('sixth', { kind: 'p256' })
    expect((await bind(browser, 'sixth')).body.code).toBe('LOGIN_CERTIFICATE_MOST')
  })

  test('the security officer takes certificates away and unlocks, and puts none there', async () => {
    const { name, userId } = await holder()
    for (let at = 0; at < 6; at++) await trySignIn(visitor(), name, { signature: 'AAAA' })
    expect((await trySignIn(visitor(), name)).body.code).toBe('SIGN_IN_LOCKED')
    await unlockUser(space.core, system, userId)
    expect((await trySignIn(visitor(), name)).status).toBe(200)
    await resetSecondFactor(space.core, system, userId)
    expect(await trySignIn(visitor(), name)).toMatchObject(REFUSED)
    expect((await space.kinds()).slice(-3)).toContain('user.certificate_unbound')
  })
})

/** Certificates that are bound all the same: the log-in itself refuses each. */
const BAD: readonly (readonly [what: string, make: (name: string) => Promise<unknown>, reason: string])[] = [
  ['of another authority', (name) => pki.issue(name, { by: 'other' }), 'chain'],
  ['of an authority that is called like ours', (name) => pki.issue(name, { by: 'false-root' }), 'chain'],
  ['that has expired', (name) => pki.issue(name, { to: '20260105000000Z' }), 'validity'],
  ['that is not valid yet', (name) => pki.issue(name, { from: '20260106000000Z' }), 'validity'],
  ['that signed itself', (name) => pki.issue(name, { by: null, extensions: 'plain' }), 'chain'],
  ['of an authority itself', (name) => pki.issue(name, { extensions: 'authority' }), 'usage'],
  ['of an authority that signs too', (name) => pki.issue(name, { extensions: 'signing' }), 'usage'],
  ['for ciphers alone', (name) => pki.issue(name, { extensions: 'cipher' }), 'usage'],
  ['of a web server', (name) => pki.issue(name, { extensions: 'server' }), 'usage'],
  [
    'with a critical extension that nobody knows',
    (name) => pki.issue(name, { extensions: 'strange' }),
    'chain',
  ],
  [
    'with constraints on names, which are not checked',
    (name) => pki.issue(name, { extensions: 'names' }),
    'chain',
  ],
  ['with a short RSA key', (name) => pki.issue(name, { kind: 'rsa1024' }), 'key'],
  [
    'that is revoked',
    async (name) => {
      await pki.issue(name)
      await pki.revoke(name)
      await goodLists()
    },
    'revoked',
  ],
]

describe('is refused with one and the same answer:', () => {
  /** What a certificate that nobody has bound gets: every other refusal must equal it. */
  const unknown = async () => {
    const name = `unknown-${made++}`
    await pki.issue(name)
    return told(await trySignIn(visitor(), name))
  }
  const told = ({ status, body }: Awaited<ReturnType<Browser['post']>>) => ({
    status,
    body: { ...body, requestId: '' },
  })
  let same: ReturnType<typeof told>
  beforeAll(async () => {
    same = await unknown()
    expect(same).toMatchObject(REFUSED)
  })

  test.each(BAD)('a certificate %s', async (what, make, reason) => {
    const { userId } = await someone()
    const name = `bad-${made++}`
    await make(name)
    const certificate = await pki.pem(name)
    await forceBound(userId, certificate)
    const proof = { challenge: 'text', certificate, signature: await pki.sign(name, 'text') }
    await expect(examine(space.identity, proof)).rejects.toMatchObject({ reason })
    expect(told(await trySignIn(visitor(), name)), what).toEqual(same)
  })

  test('a certificate that stands among the authorities itself', async () => {
    const certificate = await pki.issue('pinned')
    const pinned = openIdentity(space.core, { certificate: { caFile: pki.at('pinned.pem') } })
    const proof = { challenge: 'text', certificate, signature: await pki.sign('pinned', 'text') }
    await expect(examine(pinned, proof)).rejects.toMatchObject({ reason: 'usage' })
  })

  test('a certificate below an authority that may have none below it', async () => {
    const { userId } = await someone()
    await pki.issue('deep', { by: 'middle', extensions: 'ca' })
    await pki.issue('deepest', { by: 'deep' })
    await lists(pki.crl('root'), pki.crl('middle'), pki.crl('deep'))
    const chain = await pki.pem('deepest', 'deep', 'middle')
    await forceBound(userId, chain)
    expect(told(await trySignIn(visitor(), 'deepest', { certificate: chain }))).toEqual(same)
    await goodLists()
  })

  test('a missing, an old, a future, a foreign and a broken list of revoked certificates', async () => {
    const { name } = await holder()
    const refused = async () => expect(told(await trySignIn(visitor(), name))).toEqual(same)
    await rm(pki.at('crls.pem'))
    await refused()
    await lists(pki.crl('root', '20250101000000Z', '20260104000000Z'))
    await refused()
    await lists(pki.crl('root', '20260107000000Z', '20260201000000Z'))
    await refused()
    await lists(pki.crl('other'))
    await refused()
    await space.query('delete from sign_in_throttle')
    await writeFile(pki.at('crls.pem'), 'nothing')
    await refused()
    // Of the same name as the root, by another key.
    await lists(pki.crl('false-root'))
    await refused()
    await goodLists()
    expect((await trySignIn(visitor(), name)).status).toBe(200)
  })

  test('a challenge that is replayed, old, made up, or of another place', async () => {
    const { name } = await holder()
    const visit = visitor()
    const { text } = (await visit.post('/session/certificate/challenge')).body
    expect((await trySignIn(visit, name, { text })).status).toBe(200)
    expect(told(await trySignIn(visitor(), name, { text }))).toEqual(same)

    const old = (await visit.post('/session/certificate/challenge')).body.text
    space.clock.advance(2 * MINUTE)
    expect(told(await trySignIn(visitor(), name, { text: old }))).toEqual(same)

    const own = `xinyu-login:v1:${SITE}:${'A'.repeat(43)}:${space.clock.now() + MINUTE}`
    expect(told(await trySignIn(visitor(), name, { text: own }))).toEqual(same)

    const elsewhere = await space.app.inject({
      method: 'POST',
      url: '/api/session/certificate/challenge',
      headers: { host: 'other.example:8080', origin: 'http://other.example:8080' },
    })
    const foreign = elsewhere.json<{ text: string }>().text
    expect(foreign).toMatch(/^xinyu-login:v1:http:\/\/other\.example:8080:/)
    expect(told(await trySignIn(visitor(), name, { text: foreign }))).toEqual(same)
  })

  test.skipIf(missing !== null)('an SM2 signature under another identity than the standard one', async () => {
    const { name } = await holder()
    for (const id of ['ALICE123@YAHOO.COM', '', null]) {
      const visit = visitor()
      const { text } = (await visit.post('/session/certificate/challenge')).body
      const signature = await pki.sign(name, text, id)
      expect(told(await trySignIn(visit, name, { text, signature })), String(id)).toEqual(same)
    }
  })

  test('a signature that is cut, padded, too long, of another text or no base64', async () => {
    const { name } = await holder()
    const visit = visitor()
    const bent: readonly ((der: Buffer) => string)[] = [
      (der) => der.subarray(0, -1).toString('base64'),
      (der) => Buffer.concat([der, Buffer.of(0)]).toString('base64'),
      (der) =>
        Buffer.concat([Buffer.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff), der.subarray(2)]).toString('base64'),
      () => Buffer.alloc(2000, 0x30).toString('base64'),
      () => Buffer.alloc(64).toString('base64'),
      (der) => `${der.toString('base64')}=`,
      () => '签名',
    ]
    for (const bend of bent) {
      await space.query('delete from sign_in_throttle')
      const { text } = (await visit.post('/session/certificate/challenge')).body
      const signature = bend(Buffer.from(await pki.sign(name, text), 'base64'))
      expect(told(await trySignIn(visit, name, { text, signature })), String(bend)).toEqual(same)
    }
    const other = await pki.sign(name, 'another text')
    expect(told(await trySignIn(visit, name, { signature: other }))).toEqual(same)
  })

  test('a suspended user; restored, he comes in', async () => {
    const { name, userId } = await holder()
    await suspendUser(space.core, system, userId, 'leaves')
    expect(told(await trySignIn(visitor(), name))).toEqual(same)
    await restoreUser(space.core, system, userId)
    expect((await trySignIn(visitor(), name)).status).toBe(200)
  })

  test('a certificate that is taken away while its signature is looked at', async () => {
    const { name, userId } = await holder()
    const visit = visitor()
    const challenge = (await visit.post('/session/certificate/challenge')).body.text
    const proof = { challenge, certificate: await pki.pem(name), signature: await pki.sign(name, challenge) }
    const origin = { address: '10.8.1.1', agent: '', previous: null }
    const racing = signInByCertificate(space.identity, proof, origin, SITE)
    const dropping = resetSecondFactor(space.core, system, userId)
    const [signed] = await Promise.allSettled([racing, dropping])
    if (signed.status === 'fulfilled') {
      // It was first: then its session has ended with the certificate.
      visit.state.token = signed.value.token
      expect((await visit.get('/me/sessions')).status).toBe(401)
    } else expect(signed.reason).toMatchObject({ code: 'LOGIN_CERTIFICATE_FAILED' })
  })
})

describe('whatever is changed', () => {
  test('flipping any byte of certificate or signature never signs in', async () => {
    const { name } = await holder()
    const { text } = (await visitor().post('/session/certificate/challenge')).body
    const der = Buffer.from((await pki.pem(name)).replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64')
    const signature = Buffer.from(await pki.sign(name, text), 'base64')
    const origin = { address: '10.8.2.1', agent: '', previous: null }
    const attempt = async (certificate: Buffer, signed: Buffer) => {
      await space.query('delete from sign_in_throttle')
      // The same challenge again, as if it had not been answered.
      const expires_at = space.clock.now() + MINUTE
      await space.core.db
        .insertInto('certificate_challenge')
        .values({ text_hash: digestOf(text), purpose: 'login', session_id: null, expires_at })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const proof = {
        challenge: text,
        certificate: certificate.toString('base64'),
        signature: signed.toString('base64'),
      }
      return signInByCertificate(space.identity, proof, origin, SITE)
    }
    expect(await attempt(der, signature)).toMatchObject({ pending: null })
    const flipped = (bytes: Buffer, at: number, by: number) => {
      const changed = Buffer.from(bytes)
      changed[at % bytes.length]! ^= by
      return changed
    }
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, at, by) => {
        const tried = which
          ? attempt(flipped(der, at, by), signature)
          : attempt(der, flipped(signature, at, by))
        await expect(tried).rejects.toMatchObject({ code: 'LOGIN_CERTIFICATE_FAILED' })
      }),
      { numRuns: runs(120) },
    )
  }, 120_000)

  test('a flipped certificate is refused by itself, not only because nobody has bound it', async () => {
    await pki.issue('flipped')
    const der = Buffer.from((await pki.pem('flipped')).replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64')
    const signature = await pki.sign('flipped', 'text')
    const proof = (bytes: Buffer) => ({ challenge: 'text', certificate: bytes.toString('base64'), signature })
    await examine(space.identity, proof(der))
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(der)
        changed[at % der.length]! ^= by
        await expect(examine(space.identity, proof(changed))).rejects.toMatchObject({ name: 'X509Error' })
      }),
      { numRuns: runs(120) },
    )
  })
})

describe('the brake', () => {
  test('five failures lock a certificate, known or not; an address is locked as by passwords', async () => {
    const { name } = await holder()
    const codes = async (of: string) => {
      const answers: string[] = []
      for (let at = 0; at < 7; at++)
        answers.push((await trySignIn(visitor(), of, { signature: 'AAAA' })).body.code)
      return answers
    }
    await pki.issue('stranger')
    const unknown = await codes('stranger')
    expect(await codes(name)).toEqual(unknown)
    expect(unknown.slice(4)).toEqual(['LOGIN_CERTIFICATE_FAILED', 'SIGN_IN_LOCKED', 'SIGN_IN_LOCKED'])
    const one = visitor()
    for (let at = 0; at < 30; at++)
      await one.post('/session/certificate', { challenge: 'x', certificate: `x${at}`, signature: 'x' })
    expect((await one.post('/session/certificate/challenge')).body.code).toBe('SIGN_IN_LOCKED')
    expect((await one.signIn('nobody')).body.code).toBe('SIGN_IN_LOCKED')
  })

  test('failures of a privileged user are evidence, challenges that nobody answers are swept away', async () => {
    const { name, userId } = await holder()
    await space.query(`update app_user set roles = array['data_officer'] where id = '${userId}'`)
    await trySignIn(visitor(), name, { signature: 'AAAA' })
    await space.identity.background.settled()
    expect((await space.kinds()).at(-1)).toBe('session.failed')
    space.clock.advance(DAY / 24)
    await visitor().post('/session/certificate/challenge')
    const { rows } = await space.query('select count(*)::int as n from certificate_challenge')
    expect(rows).toEqual([{ n: 1 }])
  })
})
