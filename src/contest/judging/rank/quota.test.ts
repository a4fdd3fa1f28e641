import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import { chosen } from './index.ts'

type Row = Parameters<typeof chosen>[0][number]

/** Best first: `division` or `division=` for one that shares its place with the one before; `-` has no score. */
function rowsOf(...marks: string[]): Row[] {
  const rows: Row[] = []
  const seen = new Map<string, number>()
  for (const [at, mark] of marks.entries()) {
    const division = mark[0]!
    const nth = (seen.get(division) ?? 0) + 1
    seen.set(division, nth)
    const before = rows[at - 1]
    const equal = mark.includes('=') && before
    const inDivision = rows.findLast((row) => row.division === division)
    const rank = equal ? before.rank : at + 1
    rows.push({
      teamId: `${division}${nth}`,
      division,
      rank,
      divisionRank: inDivision?.rank === rank ? inDivision.divisionRank : nth,
      score: mark.includes('-') ? null : 100 - rank,
    })
  }
  return rows
}

const told = (rows: Row[], total: number | null, perDivision: Record<string, number> = {}) => {
  const { on, contested, free } = chosen(rows, { total, perDivision })
  return { on: [...on].toSorted().join(' '), contested: [...contested].toSorted().join(' '), free }
}

describe('who goes on', () => {
  const mixed = rowsOf('a', 'a', 'a', 'b', 'c', 'b', 'c')
  test('in all', () => {
    expect(told(mixed, 4)).toEqual({ on: 'a1 a2 a3 b1', contested: '', free: 0 })
  })
  test('of each division', () => {
    expect(told(mixed, null, { a: 1, b: 1, c: 1 })).toEqual({ on: 'a1 b1 c1', contested: '', free: 0 })
  })
  test('each division first, the rest by rank', () => {
    expect(told(mixed, 5, { b: 1, c: 2 })).toEqual({ on: 'a1 a2 b1 c1 c2', contested: '', free: 0 })
  })
  test('without a quota everybody who has a score', () => {
    expect(told(rowsOf('a', 'b', 'c-'), null)).toEqual({ on: 'a1 b1', contested: '', free: 0 })
  })
  test('a work without a score never goes on by rank, and its place stays free', () => {
    expect(told(rowsOf('a', 'b-'), 2)).toEqual({ on: 'a1', contested: '', free: 1 })
  })
  test('a tie across the line is not cut: people decide', () => {
    expect(told(rowsOf('a', 'b', 'c='), 2)).toEqual({ on: 'a1', contested: 'b1 c1', free: 1 })
    expect(told(rowsOf('a', 'a='), null, { a: 1 })).toEqual({ on: '', contested: 'a1 a2', free: 1 })
  })
  test('a place that a tie in a division keeps open is not given to another division', () => {
    // c1 and c2 share place 3: one of them has the place of c, and only one more is free for the rest.
    expect(told(rowsOf('a', 'b', 'c', 'c='), 2, { c: 1 })).toEqual({ on: 'a1', contested: 'c1 c2', free: 1 })
  })
  test('a tie in a division that both win by the total is none any more', () => {
    expect(told(rowsOf('a', 'a=', 'b', 'b'), 3, { a: 1 })).toEqual({ on: 'a1 a2 b1', contested: '', free: 0 })
  })
})

test('never more than the places, never one before a better one of the same division, never through a tie', () => {
  const Mark = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', '', '='))
  fc.assert(
    fc.property(
      fc.array(Mark, { maxLength: 12 }).map((marks) => rowsOf(...marks.map((one) => one.join('')))),
      fc.integer({ min: 1, max: 10 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 3 })),
      (rows, total, perDivision) => {
        const { on, contested } = chosen(rows, { total, perDivision })
        const own = Object.values(perDivision).reduce((all, one) => all + one, 0)
        expect(on.size).toBeLessThanOrEqual(Math.max(total, own))
        for (const [code, places] of Object.entries(perDivision)) {
          const there = rows.filter(({ division }) => division === code)
          const taken = there.filter(({ teamId }) => on.has(teamId)).length
          const open = there.filter(({ teamId }) => contested.has(teamId)).length
          expect(taken + open).toBeGreaterThanOrEqual(Math.min(places, there.length))
        }
        for (const one of rows)
          for (const other of rows)
            if (one.division === other.division && one.rank <= other.rank && on.has(other.teamId))
              expect(on.has(one.teamId)).toBe(true)
      },
    ),
    { numRuns: runs(500) },
  )
})
