import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOfScopes, SCOPES } from '../../../flow/consent/index.ts'
import type { Span } from '../rules.ts'
import { lastMonths, monthOf } from './months.ts'
import { VERIFY_KINDS } from './model.ts'
import { questionOf } from './question.ts'
import { answerKind, type PersonFacts, placePrefix, type VerifyAsked } from './rules.ts'

const NONE: PersonFacts = { enrolment: [], contributions: [], birth: [], expense: [] }
const span = (change: Partial<Span> = {}): Span => ({
  t: '310',
  a: '310104',
  s: '1',
  f: '2020-01-01',
  u: null,
  ...change,
})
const kindOf = (code: string) => VERIFY_KINDS.find((one) => one.code === code)!
const TODAY = '2025-07-15'
const ask = (code: string, facts: Partial<PersonFacts>, asked: VerifyAsked = {}, today = TODAY) =>
  answerKind(kindOf(code), { ...NONE, ...facts }, asked, today)
const band = (from: number, until: number | null, unit: string) => ({
  form: 'band',
  band: { from, until, unit },
})

describe('a kind of verification', () => {
  test.each<[string, Partial<PersonFacts>, VerifyAsked, boolean]>([
    ['insured_type', { enrolment: [span()] }, { date: '2025-01-01', insutype: '310' }, true],
    ['insured_type', { enrolment: [span()] }, { date: '2025-01-01', insutype: '390' }, false],
    ['insured_type', { enrolment: [span()] }, { date: '2019-01-01', insutype: '310' }, false],
    ['insured_place', { enrolment: [span()] }, { date: '2025-01-01', admdvs: '310000' }, true],
    ['insured_place', { enrolment: [span()] }, { date: '2025-01-01', admdvs: '310100' }, true],
    ['insured_place', { enrolment: [span()] }, { date: '2025-01-01', admdvs: '310105' }, false],
    ['insured_place', {}, { date: '2025-01-01', admdvs: '310000' }, false],
  ])('%s answers yes or no', (code, facts, asked, yes) => {
    expect(ask(code, facts, asked)).toEqual({ form: 'yes_no', yes })
  })

  test.each<[string, { f: string; u: string }[], number, [number, number | null]]>([
    ['none', [], 36, [0, 0]],
    ['one month', [{ f: '202506', u: '202506' }], 12, [1, 11]],
    ['a month paid twice', Array.from({ length: 3 }, () => ({ f: '202501', u: '202504' })), 12, [1, 11]],
    ['this month is not over', [{ f: '202507', u: '202512' }], 12, [0, 0]],
    ['outside of the window', [{ f: '202001', u: '202406' }], 12, [0, 0]],
    ['the whole window', [{ f: '202001', u: '202512' }], 12, [12, 35]],
    ['three years', [{ f: '202001', u: '202512' }], 36, [36, null]],
  ])('contribution_months: %s', (_, contributions, months, [from, until]) => {
    expect(ask('contribution_months', { contributions }, { months })).toEqual(band(from, until, 'month'))
  })

  test('age_band counts whole years on the first of the month, and tells nothing of two birthdays', () => {
    const age = (day: string, today = TODAY) => ask('age_band', { birth: [day] }, {}, today)
    expect(age('2007-07-01')).toEqual(band(18, 34, 'year'))
    // Two weeks later in the same month nothing has changed: a birthday cannot be found out by asking each day.
    expect(age('2007-07-02')).toEqual(band(0, 17, 'year'))
    expect(age('2007-07-02', '2025-07-31')).toEqual(band(0, 17, 'year'))
    expect(age('2007-07-02', '2025-08-01')).toEqual(band(18, 34, 'year'))
    expect(age('1930-01-01')).toEqual(band(65, null, 'year'))
    expect(ask('age_band', { birth: ['1980-01-01', '1981-01-01'] })).toEqual({ form: 'band', band: null })
    expect(ask('age_band', {})).toEqual({ form: 'band', band: null })
  })

  test.each([
    [[], 0, 0],
    [[{ y: '2024', c: 99 }], 0, 0],
    [[{ y: '2024', c: -50_000 }], 0, 0],
    [[{ y: '2024', c: 100 }], 1, 999],
    [
      [
        { y: '2024', c: 60_000 },
        { y: '2024', c: 40_000 },
        { y: '2023', c: 9_000_000 },
      ],
      1000,
      4999,
    ],
    [[{ y: '2024', c: 2_000_000 }], 20_000, null],
  ] as const)('own_expense of %j', (expense, from, until) => {
    expect(ask('own_expense', { expense: [...expense] }, { year: 2024 })).toEqual(band(from, until, 'yuan'))
  })

  test('continuity is 100 without a gap, 0 without insurance, and a gap costs what the text says', () => {
    const score = (enrolment: Span[], months = 12) => ask('continuity', { enrolment }, { months })
    expect(score([span()])).toEqual({ form: 'score', score: 100 })
    expect(score([])).toEqual({ form: 'score', score: 0 })
    // 2024-07 … 2025-06: insured 6 months, then 3 not, then 3 again: 7 · 9 ÷ 12 + 3 · 6 ÷ 12 = 6.75.
    const gap = [span({ s: '2', u: '2025-01-01' }), span({ f: '2025-04-01' })]
    expect(score(gap)).toEqual({ form: 'score', score: 60 })
  })

  test('never tells more than its bands or tens (property)', () => {
    const day = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10))
    const month = day.map((text) => text.slice(0, 7).replace('-', ''))
    const facts = fc.record({
      enrolment: fc.array(
        fc.record({ f: day, u: fc.option(day) }).map((change) => span(change)),
        { maxLength: 4 },
      ),
      contributions: fc.array(fc.record({ f: month, u: month }), { maxLength: 8 }),
      birth: fc.array(day, { maxLength: 2 }),
      expense: fc.array(fc.record({ y: fc.constant('2024'), c: fc.integer() }), { maxLength: 4 }),
    })
    const months = fc.constantFrom(12, 24, 36, 60)
    fc.assert(
      fc.property(facts, months, day, (known, window, today) => {
        for (const kind of VERIFY_KINDS) {
          const asked = { date: today, insutype: '310', admdvs: '310000', months: window, year: 2024 }
          const answer = answerKind(kind, known, asked, today)
          expect(answer.form).toBe(kind.form)
          if (answer.form === 'score')
            expect([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]).toContain(answer.score)
          if (answer.form === 'band' && answer.band) expect(kind.bands).toContain(answer.band.from)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('the list of kinds', () => {
  test('each rests on columns that its scopes of consent cover, and no scope is wider than it says', () => {
    for (const kind of VERIFY_KINDS) {
      const covered = fieldsOfScopes(2, kind.scopes)
      const needed = Object.entries(kind.tables).flatMap(([table, names]) =>
        names.map((name) => `${table}.${name}`),
      )
      expect(
        needed.filter((field) => !covered.has(field)),
        kind.code,
      ).toEqual([])
      expect(kind.scopes.every((code) => SCOPES.some((scope) => scope.code === code))).toBe(true)
      expect(kind.form === 'band').toBe(kind.bands !== undefined)
    }
    // Bands need no amounts, employers, hospitals or single days of payment.
    expect([...fieldsOfScopes(2, ['contribution_months', 'age', 'own_expense']).keys()].toSorted()).toEqual([
      'psn_info_b.brdy',
      'psn_info_b.vali_flag',
      'rsdt_psn_clct_detl_d.accrym_begn',
      'rsdt_psn_clct_detl_d.accrym_end',
      'rsdt_psn_clct_detl_d.clct_flag',
      'rsdt_psn_clct_detl_d.vali_flag',
      'setl_d.psn_pay',
      'setl_d.setl_time',
      'setl_d.vali_flag',
      'staf_psn_clct_detl_d.accrym_begn',
      'staf_psn_clct_detl_d.accrym_end',
      'staf_psn_clct_detl_d.clct_flag',
      'staf_psn_clct_detl_d.vali_flag',
    ])
  })

  test('a question asks what its kind asks and nothing else, about exactly one person', () => {
    const who = { contractId: '0190b0b0-0000-7000-8000-000000000001', certno: '310101190001010013' }
    const months = questionOf(kindOf('contribution_months'))
    expect(months.safeParse({ ...who, months: 12 }).success).toBe(true)
    expect(months.safeParse({ ...who, months: 13 }).success).toBe(false)
    expect(months.safeParse(who).success).toBe(false)
    expect(months.safeParse({ ...who, months: 12, date: '2025-01-01' }).success).toBe(false)
    expect(months.safeParse({ ...who, months: 12, psn_no: '31' }).success).toBe(false)
    expect(questionOf(kindOf('age_band')).safeParse(who).success).toBe(true)
    expect(
      questionOf(kindOf('insured_place')).safeParse({ ...who, date: '2025-01-01', admdvs: '31' }).success,
    ).toBe(false)
  })
})

test('months and places are counted as they are written', () => {
  expect(monthOf('202501') - monthOf('2024-12-31')).toBe(1)
  expect(lastMonths('2025-03-14', 12)).toMatchObject({ from: '2024-03-01', until: '2025-02-28' })
  expect(lastMonths('2024-03-01', 24)).toMatchObject({ from: '2022-03-01', until: '2024-02-29' })
  expect(['310000', '310100', '310104'].map(placePrefix)).toEqual(['31', '3101', '310104'])
})
