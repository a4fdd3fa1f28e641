import { expect, test } from 'vitest'
import { isAfter, later, momentIn, setBack } from './watermark.ts'

test('a watermark is set back in its own form', () => {
  expect(setBack('2026-01-01 00:00:30.120', 60)).toBe('2025-12-31 23:59:30.120')
  expect(setBack('2026-03-01T00:00:00+08:00', 1)).toBe('2026-02-28T23:59:59+08:00')
  expect(setBack('20260301000000', 1)).toBe('20260228235959')
  expect(setBack('2026-01-01', 60)).toBe('2025-12-31')
  expect(setBack('1000', 60)).toBe('940')
  expect(setBack('A17', 60)).toBe('A17')
})

test('numbers are compared by value, times by their text', () => {
  expect(later('9', '10')).toBe('10')
  expect(later('2026-01-01 09:00:00', '2026-01-01 10:00:00')).toBe('2026-01-01 10:00:00')
  expect(later(null, 'a')).toBe('a')
})

test('a time is after a moment by its zone, or by the zone of the space', () => {
  const moment = momentIn(Date.UTC(2026, 0, 5, 1, 0, 0), 'Asia/Shanghai')
  expect(isAfter('2026-01-05 09:00:00', moment)).toBe(false)
  expect(isAfter('2026-01-05 09:00:01', moment)).toBe(true)
  expect(isAfter('20260105090001', moment)).toBe(true)
  expect(isAfter('2026-01-05T01:00:01Z', moment)).toBe(true)
  expect(isAfter('2026-01-05T09:00:00+08:00', moment)).toBe(false)
  expect(isAfter('2026-01-06', moment)).toBe(true)
  expect(isAfter('99999999', moment)).toBe(false)
})
