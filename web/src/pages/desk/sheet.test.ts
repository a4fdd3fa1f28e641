import { expect, test } from 'vitest'
import { openCriteria, scoreOf, shareOf } from './sheet.ts'

const criterion = (code: string, weight: number, max: number) => ({
  code,
  titleZh: code,
  titleEn: code,
  weight,
  max,
  anchors: [],
})
const criteria = [criterion('value', 60, 100), criterion('method', 40, 50)]

test('the score beside the rubric is the one that counts: 60 % of 80/100 and 40 % of 25/50 are 68', () => {
  expect(scoreOf(criteria, { value: 80, method: 25 })).toBeCloseTo(68)
  expect(shareOf(criteria, criteria[0]!)).toBe(0.6)
})

test('there is no score while a criterion is empty, and the empty ones are named; none of them is a zero', () => {
  expect(scoreOf(criteria, { value: 80 })).toBeNull()
  expect(openCriteria(criteria, { value: 0 }).map(({ code }) => code)).toEqual(['method'])
  expect(scoreOf(criteria, { value: 0, method: 0 })).toBe(0)
})
