import { expect, test } from 'vitest'
import { lastPeriod } from './period.ts'

const at = (year: number, month: number, day: number, hour = 0) =>
  new Date(year, month - 1, day, hour).getTime()

test('a report is about the last whole day, week or month', () => {
  const now = at(2026, 3, 4, 15)
  expect(lastPeriod('daily', now)).toEqual({ from: at(2026, 3, 3), until: at(2026, 3, 4) })
  expect(lastPeriod('weekly', now)).toEqual({ from: at(2026, 2, 23), until: at(2026, 3, 2) })
  expect(lastPeriod('monthly', now)).toEqual({ from: at(2026, 2, 1), until: at(2026, 3, 1) })
  expect(lastPeriod('monthly', at(2026, 1, 31))).toEqual({ from: at(2025, 12, 1), until: at(2026, 1, 1) })
})
