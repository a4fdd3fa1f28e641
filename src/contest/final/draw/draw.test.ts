import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commitmentOf, type Drawn, orderOf } from './draw.ts'

const hex = (at: number) => at.toString(16).padStart(64, '0')
const teams = (count: number) => Array.from({ length: count }, (_, at) => `team-${at}`)
const draw = (over: Partial<Drawn> = {}): Drawn => ({
  algorithm: 'sha256',
  draw: 'd',
  seed: hex(7),
  groups: [{ code: 'all', teams: teams(8) }],
  root: 'r',
  words: [
    { teamId: 'team-1', word: '春' },
    { teamId: 'team-2', word: 'sea' },
  ],
  ...over,
})

describe('the draw', () => {
  test('is a permutation of each group, group after group', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.uuid(), { maxLength: 40 }),
        fc.nat(40),
        fc.stringMatching(/^[0-9a-f]{64}$/),
        (ids, cut, seed) => {
          const groups = [
            { code: 'a', teams: ids.slice(0, cut) },
            { code: 'b', teams: ids.slice(cut) },
          ]
          const order = orderOf(draw({ seed, groups }))
          const first = groups[0]!.teams.length
          expect(order.slice(0, first).sort()).toEqual([...groups[0]!.teams].sort())
          expect(order.slice(first).sort()).toEqual([...groups[1]!.teams].sort())
        },
      ),
    )
  })

  test('does not depend on the order in which teams and words are written down', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(teams(8), { minLength: 8 }), fc.boolean(), (mixed, turn) => {
        const given = draw()
        const words = turn ? [...given.words].reverse() : given.words
        const other = draw({ groups: [{ code: 'all', teams: mixed }], words })
        expect(orderOf(other)).toEqual(orderOf(given))
        expect(commitmentOf(other)).toBe(commitmentOf(given))
      }),
    )
  })

  test('changes with seed, root, a word and the draw; the commitment with seed, list and draw', () => {
    const twenty = (over: Partial<Drawn> = {}) =>
      draw({ groups: [{ code: 'all', teams: teams(20) }], ...over })
    const orders = [
      twenty(),
      twenty({ seed: hex(8) }),
      twenty({ root: 's' }),
      twenty({ words: [] }),
      twenty({ draw: 'e' }),
    ].map((one) => orderOf(one).join())
    expect(new Set(orders).size).toBe(orders.length)
    const bound = [twenty(), twenty({ seed: hex(8) }), draw(), twenty({ draw: 'e' })].map(commitmentOf)
    expect(new Set(bound).size).toBe(bound.length)
    // What comes after the commitment does not change it.
    expect(commitmentOf(twenty({ root: 's', words: [] }))).toBe(bound[0])
  })

  test('is fair: every team at every place, every order of four, by chi-square', () => {
    const RUNS = 2400
    const places = new Map<string, number>()
    const orders = new Map<string, number>()
    for (let at = 0; at < RUNS; at++) {
      const order = orderOf(draw({ seed: hex(at), groups: [{ code: 'all', teams: teams(4) }] }))
      orders.set(order.join(), (orders.get(order.join()) ?? 0) + 1)
      for (const [place, team] of order.entries()) {
        const key = `${team}@${place}`
        places.set(key, (places.get(key) ?? 0) + 1)
      }
    }
    const chi = (counts: Map<string, number>, cells: number, expected: number) => {
      expect(counts.size).toBe(cells)
      return [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    }
    // 99.99 % points: 23 degrees of freedom for 4! orders, 9 for the 4 × 4 table of places.
    expect(chi(orders, 24, RUNS / 24)).toBeLessThan(55.5)
    expect(chi(places, 16, RUNS / 4)).toBeLessThan(33.7)
  })

  test('a worked case, counted by a program in another language too', () => {
    expect(commitmentOf(draw())).toBe('1d29647955697453fb7c1719ecbd71940fe9e6610a47de8bf730ceeaac40c794')
    expect(orderOf(draw()).join(' ')).toBe('team-5 team-7 team-2 team-1 team-4 team-6 team-3 team-0')
    expect(orderOf(draw({ groups: [{ code: 'all', teams: [] }] }))).toEqual([])
    expect(orderOf(draw({ groups: [{ code: 'all', teams: ['x'] }] }))).toEqual(['x'])
  })
})
