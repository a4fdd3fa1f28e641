import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countKinds,
  isAddress,
  isBankCard,
  isIdNumber,
  isPersonName,
  isPhone,
  sensitiveRange,
} from './detect.ts'
import { GradeScheme } from './model.ts'
import { levelIn, strictest, UNGRADED } from './rules.ts'
import { SHIPPED } from './schemes.ts'
import { suggestGrade } from './suggest.ts'

describe('what a value may be', () => {
  test('an identity number by its check digit (GB 11643) and a possible date', () => {
    expect(isIdNumber('11010519491231002X')).toBe(true)
    expect(isIdNumber('11010519491231002x')).toBe(true)
    expect(isIdNumber('110105194912310021')).toBe(false)
    expect(isIdNumber('11010519491331002X')).toBe(false)
    expect(isIdNumber('310000123456789012')).toBe(false)
  })

  test('one wrong digit is always found', () => {
    const digit = fc.integer({ min: 0, max: 16 })
    fc.assert(
      fc.property(digit, fc.integer({ min: 1, max: 9 }), (at, by) => {
        const good = '11010519491231002X'
        const wrong = good.slice(0, at) + ((Number(good[at]) + by) % 10) + good.slice(at + 1)
        expect(isIdNumber(wrong)).toBe(false)
      }),
    )
  })

  test('a bank card by Luhn', () => {
    // 4111 1111 1111 1111 and 6222 0200 0000 0000 0 … by hand: doubled from the right, sum 30.
    expect(isBankCard('4111111111111111')).toBe(true)
    expect(isBankCard('4111111111111112')).toBe(false)
    expect(isBankCard('411111111111')).toBe(false)
  })

  test('names, phones, addresses', () => {
    expect(['王伟', '欧阳修', '李小龙'].every(isPersonName)).toBe(true)
    expect(['高血压病人', '内科', 'Smith', '王'].some(isPersonName)).toBe(false)
    expect(['13912345678', '+86 13912345678', '021-62345678'].every(isPhone)).toBe(true)
    expect(isPhone('12345678901')).toBe(false)
    expect(isAddress('上海市徐汇区示例路12号')).toBe(true)
    expect(isAddress('门诊')).toBe(false)
  })

  test('a diagnosis of special sensitivity by its range', () => {
    expect(sensitiveRange('B20.001')?.level).toBe('L5')
    expect(sensitiveRange('A52.9')?.level).toBe('L5')
    expect(sensitiveRange('F32.900')?.level).toBe('L4')
    expect(sensitiveRange('I10.x00')).toBe(null)
    expect(sensitiveRange('示例')).toBe(null)
  })

  test('cells are counted, not values', () => {
    expect(
      countKinds([
        { value: '11010519491231002X', cells: 3 },
        { value: '其他', cells: 7 },
      ]),
    ).toEqual({ looked: 10, matched: { id_number: 3 } })
  })
})

describe('suggestions', () => {
  test('come from names, with the reason', () => {
    expect(suggestGrade('certno', null)).toMatchObject({
      level: 'L4',
      role: 'direct',
      reasons: [{ kind: 'id_number' }],
    })
    expect(suggestGrade('coner_name', null).role).toBe('direct')
    expect(suggestGrade('resd_loc_admdvs', null)).toMatchObject({ level: 'L3', role: 'quasi' })
    expect(suggestGrade('setl_id', null).role).toBe('direct')
    expect(suggestGrade('fixmedins_name', null).role).toBe('plain')
    expect(suggestGrade('diag_name', null).role).toBe('sensitive')
    expect(suggestGrade('updt_time', null).role).toBe('plain')
  })

  test('come from values where the name says nothing: one identity number in a thousand texts is enough', () => {
    const found = suggestGrade('extra_1', { looked: 1_000, matched: { id_number: 1 } })
    expect(found).toMatchObject({ level: 'L4', role: 'direct' })
    expect(found.reasons).toEqual([{ kind: 'id_number', by: 'values', matched: 1, looked: 1_000 }])
    expect(suggestGrade('extra_1', { looked: 1_000, matched: { person_name: 500 } }).role).toBe('plain')
    expect(suggestGrade('extra_1', { looked: 1_000, matched: { person_name: 900 } }).role).toBe('direct')
  })

  test('a few sensitive codes are told, a column of them is level 5', () => {
    const few = suggestGrade('diag_code', { looked: 1_000, matched: { sensitive_diagnosis: 4 } })
    expect(few).toMatchObject({ level: 'L3', role: 'sensitive' })
    expect(few.reasons).toContainEqual({
      kind: 'sensitive_diagnosis',
      by: 'values',
      matched: 4,
      looked: 1_000,
    })
    expect(suggestGrade('diag_code', { looked: 10, matched: { sensitive_diagnosis: 9 } }).level).toBe('L5')
    expect(suggestGrade('hilist_code', { looked: 10, matched: { sensitive_diagnosis: 9 } }).level).toBe('L2')
  })

  test('never say that data are important: that scheme is for a person', () => {
    const dataset = SHIPPED.find((scheme) => scheme.code === 'gbt43697')!
    expect(dataset.of).toBe('dataset')
    const levels = new Set(dataset.levels.map((level) => level.code))
    for (const name of ['certno', 'diag_code', 'x'])
      expect(levels.has(suggestGrade(name, null).level)).toBe(false)
  })
})

describe('schemes', () => {
  test('are whole, and grow stricter from level to level', () => {
    for (const scheme of SHIPPED) {
      expect(GradeScheme.parse(scheme)).toEqual(scheme)
      scheme.levels.reduce((before, level) => {
        expect(level.minK).toBeGreaterThanOrEqual(before.minK)
        expect(level.maxRisk).toBeLessThanOrEqual(before.maxRisk)
        expect(level.allows.every((use) => before.allows.includes(use))).toBe(true)
        return level
      })
    }
  })

  test('the strictest demand counts', () => {
    const [scheme] = SHIPPED
    expect(strictest([levelIn(scheme!, 'L2'), levelIn(scheme!, 'L4')])).toEqual({ minK: 10, maxRisk: 0.1 })
    expect(strictest([])).toEqual(UNGRADED)
    expect(() => levelIn(scheme!, 'L9')).toThrow(expect.objectContaining({ code: 'GRADE_LEVEL_UNKNOWN' }))
  })
})
