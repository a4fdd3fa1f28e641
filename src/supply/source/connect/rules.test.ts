import { describe, expect, test } from 'vitest'
import { nextRun, nextTry, planFeed } from './rules.ts'
import type { SourceTable } from './source.ts'

const at = (text: string) => Date.parse(text)
const ZONE = 'Asia/Shanghai'
const daily = (time: string) => ({ kind: 'daily', at: time }) as const

describe('the next run', () => {
  test('by hand is none; by interval after it, or at once', () => {
    expect(nextRun({ kind: 'manual' }, 1000, ZONE)).toBeNull()
    expect(nextRun({ kind: 'every', seconds: 5 }, 1000, ZONE)).toBe(6000)
    expect(nextRun({ kind: 'every', seconds: 5 }, 1000, ZONE, true)).toBe(1000)
  })

  test.each([
    ['03:30', '2026-01-05T01:00:00+08:00', '2026-01-05T03:30:00+08:00'],
    ['03:30', '2026-01-05T03:30:00+08:00', '2026-01-06T03:30:00+08:00'],
    ['00:00', '2026-12-31T23:59:59+08:00', '2027-01-01T00:00:00+08:00'],
    ['23:59', '2026-01-05T23:58:00+08:00', '2026-01-05T23:59:00+08:00'],
  ])('daily at %s, seen from %s, is at %s', (time, from, expected) => {
    expect(nextRun(daily(time), at(from), ZONE)).toBe(at(expected))
  })

  test('daily follows the clocks of a zone that changes them', () => {
    // Berlin leaves summer time on 2026-10-25.
    expect(nextRun(daily('03:30'), at('2026-10-24T12:00:00Z'), 'Europe/Berlin')).toBe(
      at('2026-10-25T02:30:00Z'),
    )
    expect(nextRun(daily('03:30'), at('2026-10-23T12:00:00Z'), 'Europe/Berlin')).toBe(
      at('2026-10-24T01:30:00Z'),
    )
  })

  test('after failures waits twice as long each time, an hour at most', () => {
    const every = { kind: 'every', seconds: 2 } as const
    expect([1, 2, 3, 30].map((n) => nextTry(every, 0, ZONE, n))).toEqual([5_000, 10_000, 20_000, 3_600_000])
    expect(nextTry({ kind: 'every', seconds: 86_400 }, 0, ZONE, 3)).toBe(86_400_000)
    expect(nextTry({ kind: 'manual' }, 0, ZONE, 1)).toBeNull()
    expect(nextTry(daily('03:30'), at('2026-01-05T03:30:00+08:00'), ZONE, 1)).toBe(
      at('2026-01-05T03:31:00+08:00'),
    )
  })
})

describe('what a feed reads by', () => {
  const table: SourceTable = {
    name: 't',
    columns: ['RID', 'updt_time', 'x'].map((name) => ({ name, type: 'text' })),
    key: ['RID'],
    watermarks: ['updt_time'],
    rowsApprox: null,
  }
  test('is what the table says, or what is named, as the table writes it', () => {
    expect(planFeed(table, { mode: 'increment' })).toEqual({
      mode: 'increment',
      key: ['RID'],
      watermark: 'updt_time',
    })
    expect(planFeed(table, { mode: 'increment', key: ['rid', 'X'], watermark: 'rid' })).toEqual({
      mode: 'increment',
      key: ['RID', 'x'],
      watermark: 'RID',
    })
  })
  test.each([
    [{ mode: 'increment', key: [] }, 'FEED_KEY_MISSING'],
    [{ mode: 'increment', watermark: null }, 'FEED_WATERMARK_MISSING'],
    [{ mode: 'snapshot', key: ['nope'] }, 'FEED_COLUMN_UNKNOWN'],
  ] as const)('%o is refused: %s', (wish, code) => {
    expect(() => planFeed(table, wish)).toThrow(expect.objectContaining({ code }))
  })
})
