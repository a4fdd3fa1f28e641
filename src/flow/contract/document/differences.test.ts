import { expect, test } from 'vitest'
import fc from 'fast-check'
import { policyArbitrary } from '../../../../test/support/policy.ts'
import { differences } from './differences.ts'

test('two policies differ nowhere exactly when they are the same', () => {
  fc.assert(
    fc.property(policyArbitrary, policyArbitrary, (a, b) => {
      expect(differences(a, a)).toEqual([])
      expect(differences(a, b).length === 0).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)))
    }),
    { numRuns: 100 },
  )
})

test('a difference names its place and both values', () => {
  fc.assert(
    fc.property(policyArbitrary, fc.integer({ min: 101, max: 200 }), (a, minGroup) => {
      const b = {
        ...a,
        minGroup: a.minGroup + minGroup,
        notice: { ...a.notice, waitMs: a.notice.waitMs + 1 },
      }
      expect(differences(a, b)).toEqual([
        { path: 'minGroup', before: a.minGroup, after: b.minGroup },
        { path: 'notice.waitMs', before: a.notice.waitMs, after: b.notice.waitMs },
      ])
    }),
    { numRuns: 50 },
  )
})

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}
