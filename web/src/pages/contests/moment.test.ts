import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromField, inZone, leftUntil, toField } from './moment.ts'

test('a field shows the clock of the contest, wherever the reader is', () => {
  const at = Date.UTC(2026, 2, 1, 10, 0)
  expect(toField(at, 'Asia/Shanghai')).toBe('2026-03-01T18:00')
  expect(fromField('2026-03-01T18:00', 'Asia/Shanghai')).toBe(at)
  expect(inZone(at, 'America/New_York')).toBe('2026-03-01 05:00')
})

test('what a field shows is the moment again, to the minute', () => {
  const minute = fc.integer({ min: 0, max: 66_000_000 }).map((n) => n * 60_000)
  fc.assert(
    fc.property(minute, fc.constantFrom('Asia/Shanghai', 'UTC', 'Asia/Kathmandu'), (at, zone) => {
      expect(fromField(toField(at, zone), zone)).toBe(at)
    }),
  )
})

test('a field that says no moment gives none', () => {
  for (const text of ['', '2026-03-01', 'x', '2026-13-01T00:00']) expect(fromField(text, 'UTC')).toBeNull()
})

test('what is left is told in days, and in hours at the end', () => {
  const hour = 3_600_000
  expect(leftUntil(40 * 24 * hour, 0, 'zh')).toBe('40天后')
  expect(leftUntil(47 * hour, 0, 'en')).toBe('in 47 hours')
  expect(leftUntil(59 * 60_000, 0, 'en')).toBe('in 59 minutes')
  expect(leftUntil(0, 3 * 24 * hour, 'en')).toBe('3 days ago')
})
