import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Placed, type ProposalInput, prizeSum, proposeAwards } from './rules.ts'

const placed = (teamId: string, rank: number, division = 'a', score: number | null = 100 - rank): Placed => ({
  teamId,
  division,
  rank,
  score,
})
const input = (over: Partial<ProposalInput> = {}): ProposalInput => ({
  awards: [
    { code: 'first', count: 1, per: 'contest' },
    { code: 'second', count: 2, per: 'contest' },
  ],
  divisions: ['a', 'b'],
  ranking: [placed('t1', 1), placed('t2', 2, 'b'), placed('t3', 3), placed('t4', 4)],
  excluded: new Set(),
  decisions: [],
  ...over,
})
const got = (asked: ProposalInput) =>
  proposeAwards(asked).rows.map(({ award, teamId, place }) => `${award}${place} ${teamId}`)

describe('awards by rank', () => {
  test('go from the first to the last, each team one', () => {
    expect(got(input())).toEqual(['first1 t1', 'second1 t2', 'second2 t3'])
  })

  test('are counted in each division where the scheme says so', () => {
    const awards = [{ code: 'first', count: 1, per: 'division' as const }]
    expect(got(input({ awards }))).toEqual(['first1 t1', 'first1 t2'])
  })

  test('an excluded team leaves its place to the next; a missing score never wins', () => {
    expect(got(input({ excluded: new Set(['t1']) }))).toEqual(['first1 t2', 'second1 t3', 'second2 t4'])
    const ranking = [placed('t1', 1), placed('t2', 2, 'a', null)]
    const made = proposeAwards(input({ ranking }))
    expect(made.rows).toHaveLength(1)
    expect(made.vacant).toEqual([{ award: 'second', division: null, count: 2 }])
  })

  test('equal ranks inside an award are no tie, at its border they wait for the organiser', () => {
    const inside = [placed('t1', 1), placed('t2', 2), placed('t3', 2), placed('t4', 4)]
    expect(proposeAwards(input({ ranking: inside })).borders).toEqual([])
    const border = [placed('t1', 1), placed('t2', 1), placed('t3', 3)]
    const made = proposeAwards(input({ ranking: border }))
    expect(made.rows).toEqual([])
    expect(made.borders).toEqual([{ award: 'first', division: null, places: 1, teamIds: ['t1', 't2'] }])
  })

  test('who is not chosen at a border stands first for the next award; both may be chosen', () => {
    const ranking = [placed('t1', 1), placed('t2', 1), placed('t3', 3), placed('t4', 4)]
    const decide = (...teamIds: string[]) => [{ award: 'first', division: null, teamIds, reason: 'test' }]
    expect(got(input({ ranking, decisions: decide('t2') }))).toEqual([
      'first1 t2',
      'second1 t1',
      'second2 t3',
    ])
    expect(got(input({ ranking, decisions: decide('t1', 't2') }))).toEqual([
      'first1 t1',
      'first2 t2',
      'second1 t3',
      'second2 t4',
    ])
  })

  test('a decision that fits no border is told, and changes nothing', () => {
    const wrong = { award: 'first', division: null, teamIds: ['t3'], reason: 'test' }
    const ranking = [placed('t1', 1), placed('t2', 1), placed('t3', 3)]
    expect(proposeAwards(input({ ranking, decisions: [wrong] })).idle).toEqual([wrong])
    expect(proposeAwards(input({ decisions: [{ ...wrong, teamIds: ['t1'] }] })).idle).toHaveLength(1)
  })

  test('a border of one division does not hold up the others, but what is given over all of them', () => {
    const awards = [
      { code: 'first', count: 1, per: 'division' as const },
      { code: 'best', count: 1, per: 'contest' as const },
    ]
    const ranking = [placed('t1', 1), placed('t2', 1), placed('t3', 3, 'b')]
    const made = proposeAwards(input({ awards, ranking }))
    expect(made.rows.map(({ teamId }) => teamId)).toEqual(['t3'])
    expect(made.borders).toHaveLength(1)
  })

  test('money is summed over what is given', () => {
    const awards = [
      { code: 'first', prizeFen: 3_000_000 },
      { code: 'second', prizeFen: 2_000_000 },
    ]
    expect(prizeSum(proposeAwards(input()).rows, awards)).toBe(7_000_000)
  })
})

describe('of any ranking', () => {
  const Ranking = fc
    .array(
      fc.record({
        division: fc.constantFrom('a', 'b', 'c'),
        rank: fc.integer({ min: 1, max: 12 }),
        missing: fc.boolean(),
      }),
      { maxLength: 40 },
    )
    .map((list) =>
      list.map(({ division, rank, missing }, at) => placed(`t${at}`, rank, division, missing ? null : 50)),
    )
  const Awards = fc
    .array(
      fc.record({ count: fc.integer({ min: 1, max: 8 }), per: fc.constantFrom('contest', 'division') }),
      { maxLength: 5 },
    )
    .map((list) => list.map((one, at) => ({ ...one, code: `w${at}` })))
  const divisions = ['a', 'b', 'c']

  test('no team wins twice, none without a score, no award more than its count, and the order of teams says nothing', () => {
    fc.assert(
      fc.property(Ranking, Awards, fc.infiniteStream(fc.nat()), (ranking, awards, shuffle) => {
        const asked = { awards, divisions, ranking, excluded: new Set(['t0']), decisions: [] }
        const made = proposeAwards(asked)
        const teams = made.rows.map(({ teamId }) => teamId)
        expect(new Set(teams).size).toBe(teams.length)
        expect(teams).not.toContain('t0')
        for (const { teamId } of made.rows)
          expect(ranking.find((one) => one.teamId === teamId)!.score).not.toBeNull()
        for (const { code, count, per } of awards)
          for (const division of per === 'division' ? divisions : [null]) {
            const own = made.rows.filter(
              (row) => row.award === code && (division === null || row.division === division),
            )
            expect(own.length).toBeLessThanOrEqual(count)
          }
        const keys = new Map(ranking.map((one) => [one.teamId, shuffle.next().value as number]))
        const mixed = [...ranking].sort((x, y) => keys.get(x.teamId)! - keys.get(y.teamId)!)
        expect(proposeAwards({ ...asked, ranking: mixed })).toEqual(made)
      }),
    )
  })

  test('nobody gets less than somebody who stands behind, in a contest of one pool', () => {
    fc.assert(
      fc.property(Ranking, Awards, (ranking, awards) => {
        const pools = awards.map((award) => ({ ...award, per: 'contest' as const }))
        const asked = { awards: pools, divisions, ranking, excluded: new Set<string>(), decisions: [] }
        // Every border is decided for those who are named first.
        let made = proposeAwards(asked)
        const decisions = []
        while (made.borders.length > 0) {
          const { places, teamIds, ...border } = made.borders[0]!
          decisions.push({ ...border, teamIds: teamIds.slice(0, places), reason: 'test' })
          made = proposeAwards({ ...asked, decisions: [...decisions] })
          expect(made.idle).toEqual([])
        }
        const level = (teamId: string) => {
          const row = made.rows.find((one) => one.teamId === teamId)
          return row ? pools.findIndex(({ code }) => code === row.award) : pools.length
        }
        const scored = ranking.filter(({ score }) => score !== null)
        for (const one of scored)
          for (const other of scored)
            if (one.rank < other.rank) expect(level(one.teamId)).toBeLessThanOrEqual(level(other.teamId))
        const places = pools.reduce((sum, { count }) => sum + count, 0)
        expect(made.rows.length).toBe(Math.min(places, scored.length))
      }),
    )
  })
})
