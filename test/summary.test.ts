import { expect, test } from 'vitest'
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
