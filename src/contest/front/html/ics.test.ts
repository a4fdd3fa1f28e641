import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Contest, exampleScheme } from '../../scheme/index.ts'
import { calendarOf } from './ics.ts'

const contest = (titleZh: string): Contest => ({
  id: '0190a000-0000-7000-8000-000000000001',
  code: 'demo',
  organiserId: '0190a000-0000-7000-8000-000000000002',
  state: 'published',
  scheme: { ...exampleScheme('national-2024', Date.UTC(2026, 2, 1)), titleZh },
  number: 3,
  createdAt: 0,
  publishedAt: Date.UTC(2026, 1, 1),
  closedAt: null,
})

test('every stage is an event; no title breaks a line or a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (title) => {
      const text = calendarOf(
        contest(`${title}\r\nATTENDEE:x`),
        'https://example.com/contest/demo/timetable',
        'zh',
      )
      const lines = text.split('\r\n')
      expect(lines.pop()).toBe('')
      for (const line of lines) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(line).not.toMatch(/[\r\n]/)
      }
      const whole = text.replaceAll('\r\n ', '').split('\r\n')
      expect(whole.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(6)
      expect(whole.filter((line) => line.startsWith('ATTENDEE'))).toEqual([])
    }),
    { numRuns: 30 },
  )
})

test('moments are in UTC, marks are escaped, and the same contest gives the same bytes', () => {
  const text = calendarOf(contest('甲,乙;丙\\丁'), '', 'zh')
  expect(text).toContain('DTSTART:20260301T000000Z')
  expect(text).toContain('SEQUENCE:3')
  expect(text).toContain('甲\\,乙\\;丙\\\\丁')
  expect(text).not.toContain('URL:')
  expect(calendarOf(contest('甲,乙;丙\\丁'), '', 'zh')).toBe(text)
  expect(calendarOf(contest('甲'), '', 'en')).toContain('Entry')
})
