import { expect, test } from 'vitest'
import { summary } from '../scripts/test/summary.ts'

test('the last line is the count of all, after the reasons of what was skipped and the names of what failed', () => {
  const { text, failed } = summary([
    { passed: 3, failed: [], skipped: [{ name: 'a > b', reason: 'no Chromium here' }] },
    { passed: 4, failed: ['c > d'], skipped: [] },
  ])
  expect(text).toBe('\nskipped: a > b: no Chromium here\nfailed: c > d\n7 passed, 1 failed, 1 skipped\n')
  expect(failed).toBe(1)
  expect(summary([]).text).toMatch(/\n0 passed, 0 failed, 0 skipped\n$/)
})
