import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomBytes } from 'node:crypto'
import {
  checkCharacter,
  contractNumber,
  hasCheckCharacter,
  identifier,
  isContractNumber,
  isIdentifier,
  serialOf,
} from './identifier.ts'

const USCC = '91310105575958172F'
const letters = fc.string({
  unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')),
  minLength: 2,
  maxLength: 60,
})

/** Σ aᵢ·2^(i−1) ≡ 1 (mod 37), as GB/T 17710 writes it, with the check character as a₁. */
const congruent = (text: string) =>
  text
    .split('')
    .reverse()
    .reduce(
      (sum, c, i) =>
        (sum + '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*'.indexOf(c) * Number(2n ** BigInt(i) % 37n)) % 37,
      0,
    ) === 1

describe('check characters', () => {
  test('agree with worked vectors', () => {
    expect(isIdentifier('591310105575958172F310100000001P')).toBe(true)
    expect(isIdentifier('691310105575958172F3101ABCDEFGHZ')).toBe(true)
    expect(isIdentifier('691310105575958172F3101ABCDEFGHZ•bed-days')).toBe(true)
    expect(isIdentifier('591310105575958172F310100000001P•bed-days')).toBe(false)
  })

  test('satisfy the congruence of the standard, and every changed character breaks it', () => {
    fc.assert(
      fc.property(letters, fc.nat(), fc.nat(35), (body, at, by) => {
        const text = body + checkCharacter(body)
        expect(congruent(text)).toBe(true)
        expect(hasCheckCharacter(text)).toBe(true)
        const place = at % body.length
        const other = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'[by]!
        fc.pre(other !== body[place])
        expect(hasCheckCharacter(text.slice(0, place) + other + text.slice(place + 1))).toBe(false)
      }),
    )
  })

  test('see two neighbours changing places', () => {
    fc.assert(
      fc.property(letters, fc.nat(), (body, at) => {
        const place = at % (body.length - 1)
        fc.pre(body[place] !== body[place + 1])
        const swapped = body.slice(0, place) + body[place + 1] + body[place] + body.slice(place + 2)
        expect(hasCheckCharacter(swapped + checkCharacter(body))).toBe(false)
      }),
    )
  })
})

describe('identifiers', () => {
  test('of connectors have 32 characters, of contracts 47', () => {
    const serial = serialOf((length) => randomBytes(length))
    const connector = identifier({ kind: '5', uscc: USCC, area: '3101', serial })
    expect(connector).toHaveLength(32)
    expect(isIdentifier(connector)).toBe(true)
    const number = contractNumber({ uscc: USCC, area: '3101', at: Date.UTC(2026, 10, 22, 1, 2, 3), serial })
    expect(number).toHaveLength(47)
    expect(number.slice(24, 38)).toBe('20261122010203')
    expect(isContractNumber(number)).toBe(true)
    expect(isContractNumber(`${number.slice(0, 46)}${number[46] === '0' ? '1' : '0'}`)).toBe(false)
  })

  test('of parts of another form are not made', () => {
    expect(() => identifier({ kind: '5', uscc: 'short', area: '3101', serial: '00000001' })).toThrow(
      TypeError,
    )
    expect(() => checkCharacter('abc')).toThrow(TypeError)
  })
})
