import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs.ts'
import { guomi, international, verifySignature } from './index.ts'

const bytes = (most = 200) => fc.uint8Array({ maxLength: most }).map((one) => Buffer.from(one))
const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
const nonce = fc.uint8Array({ minLength: 12, maxLength: 12 })

/** Both suites keep the same promises. */
describe.each([international, guomi])('$name', (suite) => {
  test('what was sealed opens with the same key, nonce and owner, and with nothing else', () => {
    fc.assert(
      fc.property(key, nonce, bytes(), bytes(2000), fc.nat(), (secret, once, owner, body, at) => {
        const sealed = suite.cipher.seal(secret, once, owner, body)
        expect(sealed).toHaveLength(body.length + 16)
        expect(suite.cipher.open(secret, once, owner, sealed)).toEqual(body)
        const changed = Buffer.from(sealed)
        changed[at % sealed.length]! ^= 1 + (at % 255)
        const other = Uint8Array.from(secret, (byte, i) => (i === at % 32 ? byte ^ 1 : byte))
        const later = Uint8Array.from(once, (byte, i) => (i === at % 12 ? byte ^ 1 : byte))
        expect(() => suite.cipher.open(secret, once, owner, changed)).toThrow(Error)
        expect(() => suite.cipher.open(other, once, owner, sealed)).toThrow(Error)
        expect(() => suite.cipher.open(secret, later, owner, sealed)).toThrow(Error)
        expect(() =>
          suite.cipher.open(secret, once, Buffer.concat([owner, Buffer.from('x')]), sealed),
        ).toThrow(Error)
        const short = sealed.subarray(0, at % sealed.length)
        expect(() => suite.cipher.open(secret, once, owner, short)).toThrow(Error)
      }),
      { numRuns: runs(90) },
    )
  })

  test('a tag that was cut is no tag, and a nonce of another length is none', () => {
    const [secret, once, none] = [Buffer.alloc(32, 1), Buffer.alloc(12, 2), Buffer.alloc(0)]
    // Nothing but the tag: what is left of it would otherwise be a shorter one that fits.
    const sealed = suite.cipher.seal(secret, once, none, none)
    for (let length = 0; length < 16; length++)
      expect(() => suite.cipher.open(secret, once, none, sealed.subarray(0, length)), `${length}`).toThrow(
        Error,
      )
    for (const bytes of [0, 11, 13, 16])
      expect(() => suite.cipher.seal(secret, Buffer.alloc(bytes), none, none)).toThrow('12 bytes')
  })

  test('hash and mac do not care how the bytes come in pieces, and do care for each byte', () => {
    fc.assert(
      fc.property(key, bytes(), bytes(), fc.nat(), (secret, one, other, at) => {
        const whole = Buffer.concat([one, other])
        expect(suite.hash.of(one, other)).toEqual(suite.hash.of(whole))
        expect(suite.hash.begin().update(one).update(other).digest()).toEqual(suite.hash.of(whole))
        expect(suite.mac(secret, one, other)).toEqual(suite.mac(secret, whole))
        expect(suite.hash.of(whole)).toHaveLength(32)
        const changed = Buffer.concat([whole, Buffer.from('x')])
        expect(suite.hash.of(changed)).not.toEqual(suite.hash.of(whole))
        expect(suite.mac(secret, changed)).not.toEqual(suite.mac(secret, whole))
        const stranger = Uint8Array.from(secret, (byte, i) => (i === at % 32 ? byte ^ 1 : byte))
        expect(suite.mac(stranger, whole)).not.toEqual(suite.mac(secret, whole))
      }),
      { numRuns: runs(90) },
    )
  })

  test('derived keys differ by purpose, salt and secret', () => {
    const secret = Buffer.alloc(32, 7)
    const all = [
      suite.derive(secret, 'a', 32),
      suite.derive(secret, 'b', 32),
      suite.derive(secret, 'a', 32, Buffer.from('salt')),
      suite.derive(Buffer.alloc(32, 8), 'a', 32),
    ].map((one) => one.toString('hex'))
    expect(new Set(all).size).toBe(4)
    expect(suite.derive(secret, 'a', 16)).toEqual(suite.derive(secret, 'a', 32).subarray(0, 16))
  })

  test('what was signed verifies under its key and message alone', () => {
    const { signature } = suite
    const owner = signature.generate()
    const publicKey = signature.publicKey(owner)
    const stranger = signature.publicKey(signature.generate())
    fc.assert(
      fc.property(bytes(), fc.nat({ max: 511 }), (message, bit) => {
        const signed = signature.sign(owner, message)
        const verify = (k: Uint8Array, m: Uint8Array, s: Uint8Array) =>
          verifySignature(signature.name, k, m, s)
        expect(verify(publicKey, message, signed)).toBe(true)
        expect(verify(stranger, message, signed)).toBe(false)
        expect(verify(publicKey, Buffer.concat([message, Buffer.from([0])]), signed)).toBe(false)
        const changed = Buffer.from(signed)
        changed[bit >> 3]! ^= 1 << (bit & 7)
        expect(verify(publicKey, message, changed)).toBe(false)
        const other = suite === guomi ? 'ed25519' : 'sm2'
        expect(verifySignature(other, publicKey, message, signed)).toBe(false)
        expect(verify(publicKey.subarray(1), message, signed)).toBe(false)
      }),
      { numRuns: runs(24) },
    )
  })
})

test('the suites do not open or verify what is of the other', () => {
  const [secret, once, owner, body] = [
    Buffer.alloc(32, 1),
    Buffer.alloc(12, 2),
    Buffer.from('o'),
    Buffer.from('b'),
  ]
  const [one, other] = [international, guomi].map((suite) => suite.cipher.seal(secret, once, owner, body))
  expect(() => guomi.cipher.open(secret, once, owner, one!)).toThrow(Error)
  expect(() => international.cipher.open(secret, once, owner, other!)).toThrow(Error)
  expect(international.hash.of(body)).not.toEqual(guomi.hash.of(body))
  expect(international.mac(secret, body)).not.toEqual(guomi.mac(secret, body))
})
