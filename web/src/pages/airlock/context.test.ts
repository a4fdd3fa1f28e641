import { expect, test } from 'vitest'
import type { Finding } from '../../api/airlock.ts'
import { byWeight, contextGaps, emptyContext, exampleOf, KINDS, kindOf } from './context.ts'

const whole = {
  shows: '各统筹区住院人次与次均费用',
  how: '按统筹区分组，计数按 5 取整',
  persons: 1200,
  kind: 'table' as const,
  countColumns: ['visits'],
}

test('a context is whole when it says what, how and on how many', () => {
  expect(contextGaps(whole)).toEqual([])
  expect(contextGaps({ ...whole, shows: '  表格  ' })).toEqual(['shows'])
  expect(contextGaps({ ...whole, persons: null })).toEqual(['persons'])
  expect(contextGaps({ ...whole, persons: null, kind: 'text' })).toEqual([])
  expect(contextGaps(emptyContext('a.csv'))).toEqual(['shows', 'how', 'persons'])
})

test('an ending suggests the kind, any other is other; each kind has an example', () => {
  expect(kindOf('out/Result.CSV')).toBe('table')
  expect(kindOf('model.joblib')).toBe('model')
  expect(kindOf('Makefile')).toBe('other')
  const examples = new Set(KINDS.map(exampleOf))
  expect([...examples].sort()).toEqual(['chart', 'model', 'other', 'statistics', 'table', 'text'])
})

test('what stops a file is read first, the order within stays', () => {
  const finding = (rule: string, verdict: Finding['verdict']): Finding => ({
    rule,
    verdict,
    place: 'x',
    zh: '',
    en: '',
  })
  const sorted = byWeight([finding('a', 'review'), finding('b', 'fail'), finding('c', 'review')])
  expect(sorted.map(({ rule }) => rule)).toEqual(['b', 'a', 'c'])
})
