import { describe, expect, test } from 'vitest'
import { softKey, SUITES, suiteOf } from '../../safeguard/crypto/index.ts'
import { bodyHashOf, makeToken, mustHold, readToken } from './token.ts'

const NOW = Date.UTC(2026, 0, 5)
const ID = '4'.repeat(32)
const REFUSED = { code: 'TC609_TOKEN' }

function made(name: (typeof SUITES)[number]) {
  const by = suiteOf(name)
  const private_ = by.signature.generate()
  const publicKey = by.signature.publicKey(private_).toString('base64')
  return { by, own: { key: softKey(by, private_), publicKey, keyId: '' }, publicKey }
}
const claims = (body: unknown, by = suiteOf('international')) => ({
  iss: ID,
  sub: ID,
  auth: ID,
  iat: NOW / 1000,
  exp: NOW / 1000 + 60,
  jti: 'a'.repeat(32),
  seq: 'b'.repeat(32),
  bodyHash: bodyHashOf(body, by),
})

describe.each(SUITES)('a token signed by %s', (name) => {
  const { by, own, publicKey } = made(name)
  const stranger = made(name).publicKey

  test('is read by a system of either family, and counts its body by its own hash', async () => {
    const token = await makeToken(own, claims({ a: 1 }, by))
    const header = JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { alg: string }
    // NDI-TR-2025-03 names SM2.
    expect(header.alg).toBe(name === 'guomi' ? 'SM2' : 'EdDSA')
    const presented = readToken(`Bearer ${token}`)
    expect(presented.by).toBe(by)
    expect(presented.claims.bodyHash).toBe(bodyHashOf({ a: 1 }, presented.by))
    mustHold(presented, [stranger, publicKey], ID, NOW)
    expect(() => mustHold(presented, [stranger], ID, NOW)).toThrow(expect.objectContaining(REFUSED))
  })

  test('is refused under the name of the other family, or of none', async () => {
    const [, payload, signature] = (await makeToken(own, claims({}, by))).split('.')
    for (const alg of [name === 'guomi' ? 'EdDSA' : 'SM2', 'none', 'toString']) {
      const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url')
      expect(() =>
        mustHold(readToken(`Bearer ${header}.${payload}.${signature}`), [publicKey], ID, NOW),
      ).toThrow(expect.objectContaining(REFUSED))
    }
  })
})
