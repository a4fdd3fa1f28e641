import { createPrivateKey, type KeyObject } from 'node:crypto'
import { sm2 as library } from 'sm-crypto-v2'
import { describe, expect, test } from 'vitest'
import { A, B, bytes32, inverse, isPoint, mod, N, numberOf, P } from './curve.ts'
import { digestToSign, signatureOf, sm2Signature } from './sm2.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

/** GB/T 32918.5-2017, annex A.2. */
const D = '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8'
const POINT = hex(
  '0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13',
)
const MESSAGE = Buffer.from('message digest')
const E = 'F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640'
const K = '59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21'
const X = '04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73'
const R = 'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3'
const S = 'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA'

/** PKCS #8 with the private number and nothing else. */
const keyOf = (d: string): KeyObject =>
  createPrivateKey({
    key: hex(`3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420${d}`),
    format: 'der',
    type: 'pkcs8',
  })

const pointOf = (x: bigint, y: bigint) => Buffer.concat([Buffer.from([0x04]), bytes32(x), bytes32(y)])

const key = keyOf(D)
const signed = hex(R + S)
const verify = (publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array = MESSAGE) =>
  sm2Signature.verify(publicKey, message, signature)

describe('SM2 as in the annex', () => {
  test('public key, digest, signature', () => {
    expect(sm2Signature.publicKey(key)).toEqual(POINT)
    expect(digestToSign(POINT, MESSAGE)).toEqual(hex(E))
    const scalar = { d: numberOf(hex(D)), inverse: inverse(1n + numberOf(hex(D))) }
    expect(signatureOf(scalar, numberOf(hex(E)), numberOf(hex(K)), numberOf(hex(X)))).toEqual(signed)
    expect(verify(POINT, signed)).toBe(true)
  })

  test('the library verifies ours and we verify its', () => {
    const ours = sm2Signature.sign(key, MESSAGE)
    const point = POINT.toString('hex')
    expect(library.doVerifySignature(MESSAGE, ours.toString('hex'), point, { hash: true })).toBe(true)
    const theirs = library.doSignature(MESSAGE, D.toLowerCase(), { hash: true })
    expect(verify(POINT, hex(theirs))).toBe(true)
  })

  test('numbers used once that would tell the key give no signature', () => {
    const scalar = { d: 5n, inverse: inverse(6n) }
    expect(signatureOf(scalar, 7n, 11n, N - 7n)).toBe(null)
    expect(signatureOf(scalar, 7n, N - 20n, 13n)).toBe(null)
    expect(signatureOf(scalar, 0n, 5n, 1n)).toBe(null)
  })
})

describe('what does not verify', () => {
  test('r and s out of range, and the pair that stands for nothing', () => {
    const r = numberOf(hex(R))
    const s = numberOf(hex(S))
    const fit = (number: bigint) => number < 1n << 256n
    const bad: [bigint, bigint][] = [
      [0n, s],
      [r, 0n],
      [N, s],
      [r, N],
      [r + N, s],
      [r, s + N],
      [N - r, s],
      [r, N - s],
      [s, r],
      [r, N - r],
    ]
    for (const [one, other] of bad)
      if (fit(one) && fit(other))
        expect(verify(POINT, Buffer.concat([bytes32(one), bytes32(other)]))).toBe(false)
  })

  test('signatures of another length or form: DER, one byte more, none', () => {
    const der = hex(`3046022100${R}022100${S}`)
    for (const bad of [
      der,
      Buffer.concat([signed, hex('00')]),
      signed.subarray(0, 63),
      Buffer.alloc(0),
      Buffer.alloc(64),
    ])
      expect(verify(POINT, bad)).toBe(false)
  })

  test('each single bit of message, signature and key counts', () => {
    const flip = (bytes: Buffer, bit: number) => {
      const other = Buffer.from(bytes)
      other[bit >> 3]! ^= 1 << (bit & 7)
      return other
    }
    for (let bit = 0; bit < 512; bit += 37) {
      expect(verify(POINT, flip(signed, bit))).toBe(false)
      expect(verify(flip(POINT, bit + 8), signed)).toBe(false)
    }
    expect(verify(POINT, signed, flip(MESSAGE, 3))).toBe(false)
  })

  test('keys that are no point in the one form: compressed, hybrid, off the curve, beyond p, infinity', () => {
    const x = POINT.subarray(1, 33)
    const y = POINT.subarray(33)
    const odd = y[31]! & 1
    const bad = [
      Buffer.concat([Buffer.from([0x02 + odd]), x]),
      Buffer.concat([Buffer.from([0x06 + odd]), x, y]),
      Buffer.concat([Buffer.from([0x05]), x, y]),
      Buffer.concat([x, y]),
      Buffer.concat([Buffer.from([0x04]), y, x]),
      Buffer.concat([POINT, Buffer.from([0])]),
      Buffer.from([0]),
      Buffer.concat([Buffer.from([0x04]), Buffer.alloc(64)]),
    ]
    for (const one of bad) {
      expect(isPoint(one)).toBe(false)
      expect(verify(one, signed)).toBe(false)
    }
  })

  test('a coordinate beyond p, which some would take for the same point', () => {
    // p = 3 mod 4: the root of a square is its power (p + 1) / 4.
    const power = (base: bigint, by: bigint): bigint =>
      by === 0n ? 1n : mod(power(mod(base * base, P), by >> 1n) * (by & 1n ? base : 1n), P)
    const rootOf = (x: bigint) => power(mod(x * x * x + A * x + B, P), (P + 1n) / 4n)
    let x = 1n
    while (!isPoint(pointOf(x, rootOf(x)))) x++
    expect(isPoint(pointOf(x, rootOf(x)))).toBe(true)
    expect(isPoint(pointOf(x + P, rootOf(x)))).toBe(false)
  })
})

describe('a private key', () => {
  test('comes back from PKCS #8 as the same key, and signs the same', () => {
    const made = sm2Signature.generate()
    const publicKey = sm2Signature.publicKey(made)
    expect(isPoint(publicKey)).toBe(true)
    const again = createPrivateKey(made.export({ format: 'pem', type: 'pkcs8' }))
    expect(sm2Signature.publicKey(again)).toEqual(publicKey)
    // The trap: Node's own signature with either object verifies under neither the standard identity nor at all.
    for (const one of [made, again]) expect(verify(publicKey, sm2Signature.sign(one, MESSAGE))).toBe(true)
  })

  test('of another curve, zero or n - 1 is none', () => {
    expect(() => sm2Signature.publicKey(keyOf('00'.repeat(32)))).toThrow(Error)
    expect(() => sm2Signature.publicKey(keyOf((N - 1n).toString(16)))).toThrow('not an SM2 key')
  })

  test('verifies as often as asked, with and without its table', () => {
    for (let round = 0; round < 12; round++) {
      expect(verify(POINT, signed)).toBe(true)
      expect(verify(POINT, sm2Signature.sign(sm2Signature.generate(), MESSAGE))).toBe(false)
    }
  })
})
