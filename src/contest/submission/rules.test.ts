import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FormFile } from './rules.ts'
import { missingOf, momentOf, quotaOf } from './rules.ts'
import { smallScheme } from './work.fixture.ts'

const OPENS = Date.UTC(2026, 8, 1)
const CLOSES = Date.UTC(2026, 8, 30, 9)
const round = smallScheme({ opensAt: OPENS, closesAt: CLOSES, graceMs: 60_000 }).rounds[0]!
const { form } = round.submission
const whole = (field: string): FormFile => ({ field, state: 'whole', virus: 'not_scanned' })
const FULL = { summary: '写了什么' }

describe('what a form still lacks', () => {
  test('is each thing in the order of the form, with why', () => {
    expect(missingOf(form, {}, [])).toEqual([
      { field: 'summary', why: 'empty' },
      { field: 'report', why: 'no_file' },
    ])
    expect(missingOf(form, FULL, [whole('report')])).toEqual([])
    const strange = { ...FULL, link: 'javascript:alert(1)', stage: 'other', summary: '长'.repeat(5_001) }
    expect(missingOf(form, strange, [whole('report')])).toEqual([
      { field: 'summary', why: 'too_long' },
      { field: 'link', why: 'not_an_address' },
      { field: 'stage', why: 'not_an_option' },
    ])
  })

  test('counts characters as people do', () => {
    expect(missingOf(form, { summary: '𠮷'.repeat(5_000) }, [whole('report')])).toEqual([])
  })

  test('names files that are not whole, refused, or have a virus', () => {
    const why = (file: FormFile) => missingOf(form, FULL, [file])[0]?.why
    expect(why({ field: 'report', state: 'uploading', virus: null })).toBe('uploading')
    expect(why({ field: 'report', state: 'refused', virus: null })).toBe('refused')
    expect(why({ field: 'report', state: 'whole', virus: 'found' })).toBe('virus')
    expect(why({ field: 'report', state: 'whole', virus: 'waiting' })).toBeUndefined()
    expect(missingOf(form, FULL, [whole('report'), whole('report')])).toEqual([
      { field: 'report', why: 'too_many_files' },
    ])
  })
})

describe('the moment of handing in', () => {
  test('the deadline itself is grace, the end of the grace itself is late', () => {
    expect(
      [OPENS - 1, OPENS, CLOSES - 1, CLOSES, CLOSES + 59_999, CLOSES + 60_000].map((now) =>
        momentOf(round, now),
      ),
    ).toEqual(['before', 'in_time', 'in_time', 'grace', 'grace', 'late'])
  })

  test('only goes forward', () => {
    const order = ['before', 'in_time', 'grace', 'late']
    fc.assert(
      fc.property(fc.integer({ min: OPENS - 1e9, max: CLOSES + 1e9 }), fc.nat(1e9), (now, later) => {
        expect(order.indexOf(momentOf(round, now + later))).toBeGreaterThanOrEqual(
          order.indexOf(momentOf(round, now)),
        )
      }),
    )
  })
})

test('a team may keep several whole sets of files', () => {
  const most = form
    .filter(({ kind }) => kind === 'file')
    .reduce((sum, one) => sum + one.maxBytes * one.maxFiles, 0)
  expect(quotaOf(form)).toBeGreaterThanOrEqual(3 * most)
})
