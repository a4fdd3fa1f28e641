import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RUBRIC } from '../final.fixture.ts'
import { combined, finalRows } from './combine.ts'
import type { FinalInputs } from './model.ts'

const SCORING = {
  reviewsPerWork: 3,
  trim: 1,
  trimFrom: 5,
  calibrate: 'off' as const,
  fewest: 2,
  ties: ['criterion' as const, 'median' as const, 'lowest' as const],
}
const sheet = (teamId: string, expert: string, value: number, talk: number) => ({
  teamId,
  expert,
  scores: { value, talk },
})
const team = (teamId: string, over: Partial<FinalInputs['teams'][number]> = {}) => ({
  teamId,
  division: 'd',
  state: 'done' as const,
  hiddenTest: null,
  review: null,
  ...over,
})
const inputs = (over: Partial<FinalInputs>): FinalInputs => ({
  v: 1,
  weights: { defence: 1, hiddenTest: 0, review: 0 },
  defence: { rubric: RUBRIC, scoring: SCORING },
  teams: [],
  sheets: [],
  ...over,
})

describe('the final ranking', () => {
  test('a worked case: 60 % defence, 30 % hidden test, 10 % review', () => {
    const rows = finalRows(
      inputs({
        weights: { defence: 0.6, hiddenTest: 0.3, review: 0.1 },
        teams: [
          team('a', { hiddenTest: 50, review: 90 }),
          team('b', { hiddenTest: 100, review: 80 }),
          team('c', { hiddenTest: null, review: 100 }),
        ],
        // a: 80·0.6 + 9/10·100·0.4 = 84 and 88 → 86; b: 70·0.6+80·0.4 = 74 twice.
        sheets: [
          sheet('a', 'x', 80, 9),
          sheet('a', 'y', 80, 10),
          sheet('b', 'x', 70, 8),
          sheet('b', 'y', 70, 8),
          sheet('c', 'x', 100, 10),
          sheet('c', 'y', 100, 10),
        ],
      }),
    )
    expect(rows.map(({ teamId, rank, score }) => [teamId, rank, score])).toEqual([
      ['b', 1, 0.6 * 74 + 30 + 8],
      ['a', 2, 0.6 * 86 + 15 + 9],
      // The best on the stage, without the hidden test that counts: last.
      ['c', 3, null],
    ])
    expect(rows[1]!.parts).toEqual({ defence: 86, hiddenTest: 50, review: 90 })
  })

  test('five sheets lose their highest and lowest; too few sheets and absence are no score', () => {
    const five = [0, 60, 70, 80, 100].map((value, at) => sheet('a', `x${at}`, value, value / 10))
    const rows = finalRows(
      inputs({
        teams: [team('a'), team('b'), team('c', { state: 'absent' })],
        sheets: [...five, sheet('b', 'x0', 100, 10), sheet('c', 'x0', 99, 9), sheet('c', 'x1', 99, 9)],
      }),
    )
    expect(rows.map(({ teamId, rank, score }) => [teamId, rank, score])).toEqual([
      ['a', 1, 70],
      ['b', 2, null],
      ['c', 2, null],
    ])
  })

  test('equal scores are told apart by the rules of the stage, else they share the rank', () => {
    const rows = finalRows(
      inputs({
        teams: [team('a'), team('b'), team('c')],
        // All 76; the heavier criterion is higher for b.
        sheets: ['x', 'y'].flatMap((expert) => [
          sheet('a', expert, 60, 10),
          sheet('b', expert, 80, 7),
          sheet('c', expert, 60, 10),
        ]),
      }),
    )
    expect(rows.map(({ teamId, rank, score }) => [teamId, rank, score])).toEqual([
      ['b', 1, 76],
      ['a', 2, 76],
      ['c', 2, 76],
    ])
  })

  test('is the same whatever order teams and sheets come in, and whoever the judges are', () => {
    const points = fc.integer({ min: 0, max: 100 })
    const teams = ['a', 'b', 'c', 'd', 'e']
    const given = fc.record({
      parts: fc.array(fc.option(points), { minLength: 10, maxLength: 10 }),
      marks: fc.array(
        fc.tuple(fc.constantFrom(...teams), fc.nat(6), points, fc.integer({ min: 0, max: 10 })),
        {
          maxLength: 40,
        },
      ),
    })
    fc.assert(
      fc.property(given, fc.shuffledSubarray(teams, { minLength: 5 }), ({ parts, marks }, order) => {
        const once = new Map(
          marks.map(([id, expert, value, talk]) => [`${id}${expert}`, sheet(id, `x${expert}`, value, talk)]),
        )
        const all = inputs({
          weights: { defence: 0.5, hiddenTest: 0.2, review: 0.3 },
          teams: teams.map((id, at) => team(id, { hiddenTest: parts[at]!, review: parts[at + 5]! })),
          sheets: [...once.values()],
        })
        const turned = {
          ...all,
          teams: order.map((id) => all.teams.find(({ teamId }) => teamId === id)!),
          sheets: [...all.sheets].reverse().map((one) => ({ ...one, expert: `other-${one.expert}` })),
        }
        const rows = finalRows(all)
        expect(finalRows(turned)).toEqual(rows)
        expect(rows.map(({ rank }) => rank)).toEqual(rows.map(({ rank }) => rank).toSorted((a, b) => a - b))
        const missing = rows.findIndex(({ score }) => score === null)
        if (missing >= 0) expect(rows.slice(missing).every(({ score }) => score === null)).toBe(true)
      }),
    )
  })

  test('weights count in proportion; without any that counts there is no score', () => {
    const parts = { defence: 80, hiddenTest: 60, review: null }
    expect(combined(parts, { defence: 0.2, hiddenTest: 0.2, review: 0 })).toBe(70)
    expect(combined(parts, { defence: 0, hiddenTest: 0, review: 0 })).toBeNull()
    expect(combined(parts, { defence: 0.5, hiddenTest: 0, review: 0.5 })).toBeNull()
  })
})
