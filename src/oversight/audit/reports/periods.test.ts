import { expect, test } from 'vitest'
import { aheadOf, lastPeriods } from './periods.ts'

const SHANGHAI = 8 * 3_600_000
const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`)

test('the last whole day, week and month, in the zone of the space', () => {
  // A Wednesday, shortly after midnight in Shanghai and still Tuesday in UTC.
  const now = Date.parse('2026-06-10T00:30:00+08:00')
  expect(lastPeriods(now, SHANGHAI)).toEqual([
    { kind: 'daily', from: day('2026-06-09'), until: day('2026-06-10') },
    { kind: 'weekly', from: day('2026-06-01'), until: day('2026-06-08') },
    { kind: 'monthly', from: day('2026-05-01'), until: day('2026-06-01') },
  ])
  const monday = Date.parse('2026-01-05T12:00:00+08:00')
  expect(lastPeriods(monday, SHANGHAI).slice(1)).toEqual([
    { kind: 'weekly', from: day('2025-12-29'), until: day('2026-01-05') },
    { kind: 'monthly', from: day('2025-12-01'), until: day('2026-01-01') },
  ])
})

test('zones are read with their sign and minutes', () => {
  const at = Date.UTC(2026, 5, 1)
  expect(aheadOf('Asia/Shanghai', at)).toBe(SHANGHAI)
  expect(aheadOf('UTC', at)).toBe(0)
  expect(aheadOf('Asia/Kolkata', at)).toBe(5.5 * 3_600_000)
  expect(aheadOf('America/St_Johns', at)).toBe(-2.5 * 3_600_000)
})
