import { describe, expect, test } from 'vitest'
import { counted, shownTime, urgency } from './clock.ts'

const pulse = (state: string, running = true) => ({
  at: 1000,
  turn: { state, place: 1, present: 60_000, question: 30_000, running },
})

describe('the clock on a screen', () => {
  test('counts the part that runs, and nothing while it stands', () => {
    expect(counted(pulse('presenting'), 3000)!.clock).toEqual({
      present: 58_000,
      question: 30_000,
      running: true,
    })
    expect(counted(pulse('questions'), 3000)!.clock).toMatchObject({ present: 60_000, question: 28_000 })
    expect(counted(pulse('presenting', false), 99_000)!.clock.present).toBe(60_000)
    expect(counted(null, 0)).toBeNull()
    expect(counted({ at: 0, turn: null }, 0)).toBeNull()
  })

  test.each([
    [600_000, '10:00', 'calm'],
    [59_001, '1:00', 'soon'],
    [1, '0:01', 'soon'],
    [0, '0:00', 'soon'],
    [-500, '0:00', 'over'],
    [-61_000, '-1:01', 'over'],
  ])('%d ms is shown as %s', (ms, text, how) => {
    expect(shownTime(ms)).toBe(text)
    expect(urgency(ms)).toBe(how)
  })
})
