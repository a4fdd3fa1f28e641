import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUscc, normalizeUscc, usccCheckCharacter } from './uscc.ts'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const letters = (length: number) =>
  fc
    .array(fc.constantFrom(...ALPHABET.split('')), { minLength: length, maxLength: length })
    .map((all) => all.join(''))
const first17 = fc
  .tuple(letters(2), fc.integer({ min: 0, max: 999_999 }), letters(9))
  .map(([head, region, tail]) => `${head}${String(region).padStart(6, '0')}${tail}`)
const valid = first17.map((head) => `${head}${usccCheckCharacter(head)}`)

describe('统一社会信用代码', () => {
  test('accepts published codes', () => {
    expect(['91350100M000100Y43', '91110000600037341L'].map(isUscc)).toEqual([true, true])
  })

  test('refuses wrong length, wrong alphabet, small letters and letters in the region', () => {
    for (const code of [
      '',
      '9135',
      '91350100M000100Y430',
      '91350100I000100Y43',
      '91350100m000100y43',
      '9135O100M000100Y43',
    ])
      expect(isUscc(code), code).toBe(false)
    expect(isUscc('9A35A100M000100Y43')).toBe(false)
    expect(usccCheckCharacter('91350100M000100Y43')).toBeNull()
    expect(usccCheckCharacter('91350100S000100Y4')).toBeNull()
  })

  test('normal form trims and enlarges', () => {
    expect(isUscc(normalizeUscc(' 91350100m000100y43 '))).toBe(true)
  })

  test('finds every wrong character', () => {
    fc.assert(
      fc.property(valid, fc.nat({ max: 17 }), fc.constantFrom(...ALPHABET.split('')), (code, at, other) => {
        fc.pre(code[at] !== other)
        expect(isUscc(code)).toBe(true)
        expect(isUscc(code.slice(0, at) + other + code.slice(at + 1))).toBe(false)
      }),
    )
  })

  test('finds every swap of two neighbours', () => {
    fc.assert(
      fc.property(valid, fc.nat({ max: 16 }), (code, at) => {
        fc.pre(code[at] !== code[at + 1])
        expect(isUscc(code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2))).toBe(false)
      }),
    )
  })
})
