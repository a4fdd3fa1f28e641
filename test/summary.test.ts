import { describe, expect, test } from 'vitest'
import { outcomeOf, type Report, together, worthAgain } from '../scripts/test/report.ts'
import { summary } from '../scripts/test/summary.ts'

test('the last line is the count of all, after the slowest files, why tests were skipped and which failed', () => {
  const { text, failed } = summary([
    { passed: 3, failed: [], skipped: [{ name: 'a > b', reason: 'no Chromium here' }] },
    { passed: 4, failed: ['c > d'], skipped: [], seconds: { 'a.test.ts': 1.2, 'c.test.ts': 34.6 } },
  ])
  expect(text).toBe(
    '\n   35 s  c.test.ts\n    1 s  a.test.ts\nskipped: a > b: no Chromium here\nfailed: c > d\n7 passed, 1 failed, 1 skipped\n',
  )
  expect(failed).toBe(1)
  expect(summary([]).text).toMatch(/\n0 passed, 0 failed, 0 skipped\n$/)
})

describe('what failed beside others', () => {
  const file = (passed: number, ...failed: string[]) => ({ passed, failed, skipped: [], seconds: 1 })
  const report = (files: Report['files'], ...unhandled: string[]): Report => ({ files, unhandled })
  const first = report({ 'a.test.ts': file(3), 'b.test.ts': file(1, 'b > slow: too late') })

  test('is tried once more alone, where it is a file or two and nothing failed outside of them', () => {
    expect(worthAgain(first)).toEqual(['b.test.ts'])
    expect(worthAgain(report({ 'a.test.ts': file(3) }))).toEqual([])
    expect(worthAgain({ ...first, unhandled: ['unhandled error: x'] })).toEqual([])
    const many = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, file(0, 'x')]))
    expect(worthAgain(report(many))).toEqual([])
  })

  test('and passes alone counts as passed, and is named', () => {
    const both = together(first, report({ 'b.test.ts': file(2) }))
    const outcome = outcomeOf(both.report, both.unsteady)
    expect(outcome).toMatchObject({ passed: 5, failed: [], unsteady: ['b > slow: too late'] })
    expect(summary([outcome]).text).toContain(
      'passed only alone: b > slow: too late\n5 passed, 0 failed, 0 skipped\n',
    )
  })

  test('and fails alone has failed, as has what only then goes wrong', () => {
    const fails = together(first, report({ 'b.test.ts': file(1, 'b > slow: too late') }))
    expect(outcomeOf(fails.report, fails.unsteady)).toMatchObject({
      passed: 4,
      failed: ['b > slow: too late'],
      unsteady: [],
    })
    const odd = together(first, report({ 'b.test.ts': file(2) }, 'unhandled error: y'))
    expect(outcomeOf(odd.report).failed).toEqual(['unhandled error: y'])
  })
})
