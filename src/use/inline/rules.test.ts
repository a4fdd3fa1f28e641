import { describe, expect, test } from 'vitest'
import { answerOf, fieldsOf, type Span } from './rules.ts'

const all = { insutypes: true, regions: true }
const span = (change: Partial<Span> = {}): Span => ({
  t: '310',
  a: '310101',
  s: '1',
  f: '2020-05-01',
  u: null,
  ...change,
})

describe('whether somebody is enrolled on a day', () => {
  test.each<[string, Span[], string, boolean]>([
    ['the first day', [span()], '2020-05-01', true],
    ['the day before', [span()], '2020-04-30', false],
    ['the last day before a pause', [span({ s: '2', u: '2021-01-01' })], '2020-12-31', true],
    ['the day of the pause', [span({ s: '2', u: '2021-01-01' })], '2021-01-01', false],
    ['an ended enrolment, while it lasted', [span({ s: '4', u: '2021-01-01' })], '2020-06-01', true],
    ['paused without a day', [span({ s: '2' })], '2020-06-01', false],
    [
      'a second enrolment after a pause',
      [span({ s: '2', u: '2021-01-01' }), span({ f: '2022-01-01' })],
      '2022-06-01',
      true,
    ],
    ['between the two', [span({ s: '2', u: '2021-01-01' }), span({ f: '2022-01-01' })], '2021-06-01', false],
    ['nobody', [], '2022-06-01', false],
  ])('%s', (_, spans, date, enrolled) => {
    expect(answerOf(spans, date, all).enrolled).toBe(enrolled)
  })

  test('has one shape: what is not opened is null, for those enrolled and those not', () => {
    const plain = { insutypes: false, regions: false }
    expect(answerOf([span()], '2021-01-01', plain)).toEqual({
      enrolled: true,
      insutypes: null,
      regions: null,
    })
    expect(answerOf([], '2021-01-01', plain)).toEqual({ enrolled: false, insutypes: null, regions: null })
    expect(answerOf([], '2021-01-01', all)).toEqual({ enrolled: false, insutypes: [], regions: [] })
    expect(answerOf([span({ t: '390' }), span(), span()], '2021-01-01', all).insutypes).toEqual([
      '310',
      '390',
    ])
  })

  test('needs state, dates and validity of the contract, and tells more only where that is open', () => {
    const base = {
      psn_insu_stas: 'group',
      psn_insu_date: 'group',
      paus_insu_date: 'group',
      vali_flag: 'group',
    } as const
    expect(fieldsOf({ ...base, paus_insu_date: 'hidden' })).toBeNull()
    expect(fieldsOf({})).toBeNull()
    expect(fieldsOf(base)).toMatchObject({ insutypes: null, regions: null })
    expect(fieldsOf({ ...base, insutype: 'group' })).toMatchObject({
      insutypes: 'psn_insu_d.insutype',
      regions: null,
    })
  })
})
