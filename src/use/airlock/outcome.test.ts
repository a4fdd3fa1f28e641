import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DECISIONS, type Decided } from './model.ts'
import { outcomeOf } from './outcome.ts'

describe('what opinions come to', () => {
  test.each<[Decided[], string | null]>([
    [[], null],
    [['approve'], null],
    [['reject'], null],
    [['approve', 'approve'], 'approved'],
    [['return', 'return'], 'returned'],
    [['reject', 'reject'], 'rejected'],
    [['approve', 'return'], 'differ'],
    [['approve', 'reject'], 'differ'],
    [['return', 'reject'], 'differ'],
    [['approve', 'return', 'approve'], 'approved'],
    [['approve', 'reject', 'reject'], 'rejected'],
    [['approve', 'return', 'reject'], 'returned'],
  ])('of two: %j → %s', (decisions, outcome) => {
    expect(outcomeOf(decisions, 2)).toBe(outcome)
  })

  test('never approves with fewer approvals than are needed, and never ends before as many are in', () => {
    const given = fc.array(fc.constantFrom(...DECISIONS), { maxLength: 8 })
    fc.assert(
      fc.property(given, fc.integer({ min: 0, max: 5 }), (decisions, needed) => {
        const least = Math.max(2, needed)
        const outcome = outcomeOf(decisions, needed)
        const approvals = decisions.filter((one) => one === 'approve').length
        if (outcome === 'approved') expect(approvals).toBeGreaterThanOrEqual(least)
        if (decisions.length < least) expect(outcome).toBeNull()
        if (decisions.length > least) expect(outcome).not.toBe('differ')
        // The order in which opinions came in decides nothing.
        expect(outcomeOf(decisions.toReversed(), needed)).toBe(outcome)
      }),
    )
  })
})
