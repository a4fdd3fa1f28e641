import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { runs } from '../../../../../test/support/runs.ts'
import { systemClock, systemRandom } from '../../../../kernel/index.ts'
import { suite, workWith } from '../../../crypto/index.ts'
import { AnchorError } from '../driver.ts'
import { type Authority, makeAuthority, openssl, POLICY, serveAuthority } from './authority.fixture.ts'
import { readPem } from './chain.ts'
import { type Rfc3161Options, rfc3161 } from './driver.ts'
import { makeQuery } from './request.ts'
import { verifyStamp } from './verify.ts'

const TEXT = 'xinyu.example/log\n42\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
const ours = suite().name
let authority: Authority
const open: { stop(): Promise<void> }[] = []

beforeAll(async () => {
  authority = await makeAuthority()
})
afterAll(() => authority.stop())
afterEach(async () => {
  workWith(ours)
  for (const one of open.splice(0)) await one.stop()
})

type Answer = Parameters<typeof serveAuthority>[0]

async function driver(answer: Answer, options: Partial<Rfc3161Options> = {}) {
  const server = await serveAuthority(answer)
  open.push(server)
  return rfc3161({
    url: server.url,
    caFile: authority.at('root.pem'),
    policy: null,
    timeoutMs: 20_000,
    clock: systemClock,
    random: systemRandom,
    ...options,
  })
}

/** The reason why the answer is not taken; `taken` where it is. */
const reasonOf = async (answer: Answer, options?: Partial<Rfc3161Options>): Promise<string> =>
  (await driver(answer, options)).anchor(TEXT).then(
    () => 'taken',
    (error: unknown) => {
      if (!(error instanceof AnchorError)) throw error
      return error.reason
    },
  )

describe('an honest authority', () => {
  test.each(['international', 'guomi'] as const)(
    'stamps under %s, and openssl verifies what is kept',
    async (name) => {
      workWith(name)
      const one = await driver((query) => authority.reply(query), { policy: POLICY })
      const { token, authority: who, at } = await one.anchor(TEXT)
      expect(who).toBe('CN=signer')
      expect(Math.abs(at - Date.now())).toBeLessThan(60_000)
      const file = authority.at(`kept-${name}.tsr`)
      await writeFile(file, token)
      await writeFile(authority.at('text'), TEXT)
      await openssl(
        'ts',
        '-verify',
        '-in',
        file,
        '-data',
        authority.at('text'),
        '-CAfile',
        authority.at('root.pem'),
      )
      const told = await openssl('ts', '-reply', '-in', file, '-text')
      expect(told.toLowerCase()).toContain(`hash algorithm: ${name === 'guomi' ? 'sm3' : 'sha256'}`)
      // The same offline, without the question.
      const trusted = readPem(await readFile(authority.at('root.pem'), 'utf8'))
      const again = verifyStamp(token, { text: TEXT, nonce: null, policy: POLICY, trusted })
      expect(again).toMatchObject({ at, policy: POLICY, hash: suite().hash.name })
      await writeFile(authority.at('text'), `${TEXT}x`)
      await expect(
        openssl(
          'ts',
          '-verify',
          '-in',
          file,
          '-data',
          authority.at('text'),
          '-CAfile',
          authority.at('root.pem'),
        ),
      ).rejects.toThrow()
    },
  )

  test('may sign with RSA, and by a certificate between it and the root', async () => {
    await authority.issue('middle', 'middle', 'root')
    await authority.issue('under', 'tsa', 'middle', { curve: false })
    expect(await reasonOf((query) => authority.reply(query, 'under', ['middle', 'root']))).toBe('taken')
    // An authority that may have none below it has one all the same.
    await authority.issue('deep', 'ca', 'middle')
    await authority.issue('deepest', 'tsa', 'deep')
    expect(await reasonOf((query) => authority.reply(query, 'deepest', ['deep', 'middle']))).toBe('chain')
  })
})

describe('is not taken:', () => {
  test('an answer to another question', async () => {
    const other = makeQuery(TEXT, null, systemRandom).der
    expect(await reasonOf(() => authority.reply(other))).toBe('nonce')
  })

  test('an answer without the nonce', async () => {
    await writeFile(authority.at('text'), TEXT)
    const file = authority.at('no-nonce.tsq')
    await openssl(
      'ts',
      '-query',
      '-data',
      authority.at('text'),
      '-sha256',
      '-cert',
      '-no_nonce',
      '-out',
      file,
    )
    expect(await reasonOf(async () => authority.reply(await readFile(file)))).toBe('nonce')
  })

  test('a stamp of another text', async () => {
    const other = makeQuery(`${TEXT}x`, null, systemRandom).der
    expect(await reasonOf(() => authority.reply(other))).toBe('imprint')
  })

  test('another policy than the one asked for', async () => {
    const plain = async (query: Buffer) => authority.reply(query)
    expect(await reasonOf(plain, { policy: POLICY })).toBe('taken')
    // Refused by the authority itself, which knows no such policy.
    expect(await reasonOf(plain, { policy: '1.2.3.4.9' })).toBe('status')
    const trusted = readPem(await readFile(authority.at('root.pem'), 'utf8'))
    const token = await authority.reply(makeQuery(TEXT, null, systemRandom).der)
    expect(() => verifyStamp(token, { text: TEXT, nonce: null, policy: '1.2.3.4.9', trusted })).toThrow(
      /policy/,
    )
  })

  test('the stamp of an authority that nobody trusts here', async () => {
    await authority.issue('stranger', 'tsa', 'other')
    expect(await reasonOf((query) => authority.reply(query, 'stranger', ['other']))).toBe('chain')
    // A certificate of the same name as the root, by another key.
    expect(await reasonOf((query) => authority.reply(query), { caFile: authority.at('other.pem') })).toBe(
      'chain',
    )
  })

  test('a signer that is not for time stamps alone', async () => {
    const trusted = readPem(await readFile(authority.at('root.pem'), 'utf8'))
    const { checkSigner } = await import('./chain.ts')
    for (const purpose of ['lax', 'server', 'both'] as const) {
      await authority.issue(purpose, purpose, 'root')
      const [signer] = readPem(await readFile(authority.at(`${purpose}.pem`), 'utf8'))
      expect(() => checkSigner(signer!, [], trusted, Date.now())).toThrow(/time stamps alone/)
    }
    const [good] = readPem(await readFile(authority.at('signer.pem'), 'utf8'))
    checkSigner(good!, [], trusted, Date.now())
    // Any certificate may be sent along: one that is no authority issues nothing.
    // Without a key usage, so that only the flag of an authority stands in the way.
    await authority.issue('leaf', 'server', 'root')
    await authority.issue('byleaf', 'tsa', 'leaf')
    const [byLeaf, leaf] = readPem(
      (await readFile(authority.at('byleaf.pem'), 'utf8')) +
        (await readFile(authority.at('leaf.pem'), 'utf8')),
    )
    expect(() => checkSigner(byLeaf!, [leaf!], trusted, Date.now())).toThrow(/nobody trusted/)
  })

  test('a certificate that was not valid at the time of the stamp', async () => {
    const trusted = readPem(await readFile(authority.at('root.pem'), 'utf8'))
    const token = await authority.reply(makeQuery(TEXT, null, systemRandom).der)
    const { checkSigner } = await import('./chain.ts')
    const [signer] = readPem(await readFile(authority.at('signer.pem'), 'utf8'))
    const after = signer!.validToDate.getTime() + 1000
    const before = signer!.validFromDate.getTime() - 1000
    for (const at of [after, before])
      expect(() => checkSigner(signer!, [], trusted, at)).toThrow(/not valid at the time/)
    expect(verifyStamp(token, { text: TEXT, nonce: null, policy: null, trusted }).at).toBeLessThan(after)
    await authority.issue('expired', 'tsa', 'root', { days: '-1' })
    expect(await reasonOf((query) => authority.reply(query, 'expired'))).toBe('certificate')
  })

  test('a stamp of another time than now', async () => {
    const clock = { now: () => Date.now() + 3_600_000 }
    expect(await reasonOf((query) => authority.reply(query), { clock })).toBe('time')
  })

  test('garbage, a refusal, a redirect, silence and a flood', async () => {
    expect(await reasonOf(async () => Buffer.from('<html>504</html>'))).toBe('not-a-token')
    expect(await reasonOf(async () => Buffer.alloc(0))).toBe('not-a-token')
    expect(await reasonOf(async () => Buffer.from('30820000', 'hex'))).toBe('not-a-token')
    expect(await reasonOf(async () => Buffer.from('30053003020102', 'hex'))).toBe('status')
    expect(
      await reasonOf(async (_, response) => {
        response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
        return null
      }),
    ).toBe('unreachable')
    expect(await reasonOf(() => sleep(5_000, null, { ref: false }), { timeoutMs: 150 })).toBe('timeout')
    expect(
      await reasonOf(async (_, response) => {
        response.writeHead(200)
        const flood = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
          if (!response.destroyed) response.once('drain', flood)
        }
        flood()
        return null
      }),
    ).toBe('too-large')
    const none = rfc3161({
      url: 'http://127.0.0.1:9/',
      caFile: authority.at('root.pem'),
      policy: null,
      timeoutMs: 2_000,
      clock: systemClock,
      random: systemRandom,
    })
    await expect(none.anchor(TEXT)).rejects.toMatchObject({ reason: 'unreachable' })
  })

  test('trusted certificates that are none', () => {
    const block = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`
    for (const pem of ['', 'no certificate', block('bm8gY2VydGlmaWNhdGU='), block('????')])
      expect(() => readPem(pem)).toThrow(expect.objectContaining({ reason: 'chain' }))
  })

  test('a token whose attributes or certificates are rubbish within, however it is reached', async () => {
    const trusted = readPem(await readFile(authority.at('root.pem'), 'utf8'))
    const { der, nonce } = makeQuery(TEXT, null, systemRandom)
    const token = await authority.reply(der)
    // The value of SigningCertificateV2, its outer form left whole: what is in it is read before any signature.
    const named = token.indexOf(Buffer.from('060b2a864886f70d010910022f', 'hex'))
    const inner = named + 13 + 2 + 2
    for (const rubbish of [0x1f, 0x80, 0xff]) {
      const changed = Buffer.from(token)
      changed.fill(rubbish, inner, inner + 4)
      expect(() => verifyStamp(changed, { text: TEXT, nonce, policy: POLICY, trusted })).toThrow(AnchorError)
    }
  })

  test('a token of which any byte was changed says something else, or is refused', async () => {
    const trusted = readPem(await readFile(authority.at('root.pem'), 'utf8'))
    const { der, nonce } = makeQuery(TEXT, null, systemRandom)
    const token = await authority.reply(der)
    const good = verifyStamp(token, { text: TEXT, nonce, policy: POLICY, trusted })
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(token)
        changed[at]! ^= flip
        try {
          // What is not signed, such as an unused certificate, may change; what the stamp says may not.
          expect(verifyStamp(changed, { text: TEXT, nonce, policy: POLICY, trusted })).toEqual(good)
        } catch (error) {
          expect(error).toBeInstanceOf(AnchorError)
        }
      }),
      { numRuns: runs(240) },
    )
    for (let cut = 0; cut < token.length; cut += 131)
      expect(() =>
        verifyStamp(token.subarray(0, cut), { text: TEXT, nonce, policy: POLICY, trusted }),
      ).toThrow(AnchorError)
    expect(() =>
      verifyStamp(Buffer.concat([token, Buffer.of(0)]), { text: TEXT, nonce, policy: POLICY, trusted }),
    ).toThrow(AnchorError)
  })
})
