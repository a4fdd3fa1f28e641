import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Contest, exampleScheme, EXAMPLE_NAMES } from '../../scheme/index.ts'
import type { Counts, RoundCounts } from './counts.ts'
import { nextSteps } from './next.ts'

const START = Date.UTC(2026, 2, 1)
const DAY_MS = 86_400_000
const scheme = exampleScheme('national-2024', START)
const contest = (over: Partial<Contest> = {}): Contest => ({
  id: 'c',
  code: 'c',
  organiserId: 'o',
  state: 'published',
  scheme,
  number: 1,
  createdAt: 0,
  publishedAt: 0,
  closedAt: null,
  ...over,
})
const NONE: Counts = {
  teams: {},
  people: 0,
  bodies: 0,
  rounds: new Map(),
  finalists: 0,
  awards: 0,
  waitingQuestions: 0,
  postDrafts: 0,
}
const round = (over: Partial<RoundCounts>): RoundCounts => ({
  works: 455,
  drafts: 0,
  assignments: 0,
  sheets: 0,
  ranked: false,
  shortlist: 0,
  ...over,
})
const rounds = (preliminary: Partial<RoundCounts>, semi?: Partial<RoundCounts>) =>
  new Map([['preliminary', round(preliminary)], ...(semi ? [['semi_final', round(semi)] as const] : [])])
const codes = (counts: Partial<Counts>, now: number, of = contest()) =>
  nextSteps(of, { ...NONE, ...counts }, now).map(({ code, round: name, count }) => [code, name, count])

describe('what to do next', () => {
  const { review } = scheme.rounds[0]!

  test('a draft is to be published, a closed contest leaves nothing', () => {
    expect(codes({}, START, contest({ state: 'draft', publishedAt: null }))).toEqual([['publish', null, 1]])
    expect(codes({ waitingQuestions: 3 }, START, contest({ state: 'closed' }))).toEqual([])
  })

  test('entries and questions wait as long as there are some', () => {
    const counts = { teams: { submitted: 12, admitted: 3 }, waitingQuestions: 2, postDrafts: 1 }
    expect(codes(counts, START)).toEqual([
      ['questions', null, 2],
      ['post_drafts', null, 1],
      ['entries', null, 12],
    ])
  })

  test('works are assigned before the review opens, sheets are asked for before it ends, then it is ranked', () => {
    expect(codes({ rounds: rounds({}) }, review.opensAt - 1)).toEqual([['assign', 'preliminary', 2275]])
    expect(
      codes({ rounds: rounds({ assignments: 2275, sheets: 2000 }) }, review.closesAt - 4 * DAY_MS),
    ).toEqual([])
    expect(
      codes({ rounds: rounds({ assignments: 2275, sheets: 2000 }) }, review.closesAt - 2 * DAY_MS),
    ).toEqual([['sheets', 'preliminary', 275]])
    expect(codes({ rounds: rounds({ assignments: 2275, sheets: 2275 }) }, review.closesAt)).toEqual([
      ['shortlist', 'preliminary', 455],
    ])
    expect(
      codes({ rounds: rounds({ assignments: 2275, sheets: 2275, shortlist: 180 }) }, review.closesAt),
    ).toEqual([])
  })

  test('finalists are prepared, awards decided, and then it is closed', () => {
    const done = rounds({ shortlist: 180 }, { works: 180, shortlist: 70 })
    expect(codes({ rounds: done }, scheme.final!.opensAt - DAY_MS)).toEqual([['finalists', null, 70]])
    expect(codes({ rounds: done, finalists: 70 }, scheme.final!.closesAt)).toEqual([['awards', null, 3]])
    expect(codes({ rounds: done, finalists: 70, awards: 70 }, scheme.final!.closesAt)).toEqual([
      ['close', null, 1],
    ])
  })

  test('is in order of its moments at any time, and counts nothing that is not there', () => {
    const count = fc.nat(500)
    const some = fc.record({ works: count, assignments: count, sheets: count, shortlist: count })
    fc.assert(
      fc.property(
        fc.constantFrom(...EXAMPLE_NAMES),
        fc.integer({ min: START - DAY_MS, max: START + 200 * DAY_MS }),
        some,
        some,
        count,
        (name, now, first, second, finalists) => {
          const of = contest({ scheme: exampleScheme(name, START) })
          const counts = { ...NONE, finalists, rounds: rounds(first, second) }
          const steps = nextSteps(of, counts, now)
          for (const one of steps) expect(one.count).toBeGreaterThan(0)
          const by = steps.map((one) => one.by ?? now)
          expect(by).toEqual(by.toSorted((a, b) => a - b))
        },
      ),
    )
  })
})
