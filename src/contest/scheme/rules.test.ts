import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { barsOf } from './change-rules.ts'
import { differences } from './difference.ts'
import { EXAMPLE_NAMES, exampleScheme } from './examples.ts'
import { Scheme } from './model.ts'
import { extended, stagesOf, withMoments } from './moments.ts'
import { lacksOf } from './publish-rules.ts'

const START = Date.UTC(2026, 2, 1)
const DAY_MS = 86_400_000
const scheme = fc.constantFrom(...EXAMPLE_NAMES.map((name) => exampleScheme(name, START)))
/** From before the start to after the end of the longest. */
const now = fc.integer({ min: START - 10 * DAY_MS, max: START + 200 * DAY_MS })
const shift = fc.integer({ min: -60 * DAY_MS, max: 60 * DAY_MS })

describe('moments of a published contest', () => {
  test('what passes the rules never moves what happened, nor anything into the past, nor shuts an open door early', () => {
    let taken = 0
    fc.assert(
      fc.property(
        scheme,
        now,
        fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), shift, {
          maxKeys: 2,
        }),
        (before, at, shifts) => {
          let n = 0
          const after = withMoments(before, (_, __, moment) => moment + (shifts[String(n++)] ?? 0))
          if (barsOf(before, after, at).length > 0) return
          taken += 1
          const then = stagesOf(after)
          for (const [place, stage] of stagesOf(before).entries()) {
            const next = then[place]!
            for (const end of ['opensAt', 'closesAt'] as const) {
              if (stage[end] <= at) expect(next[end]).toBe(stage[end])
              if (next[end] !== stage[end]) expect(next[end]).toBeGreaterThan(at)
            }
            if (stage.opensAt <= at) expect(next.closesAt).toBeGreaterThanOrEqual(stage.closesAt)
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(taken).toBeGreaterThan(0)
  })

  test('an extension moves one deadline; with its followers it leaves every order and length as it was', () => {
    fc.assert(
      fc.property(scheme, fc.nat(), fc.integer({ min: 1, max: 30 * DAY_MS }), (before, pick, by) => {
        const stages = stagesOf(before)
        const stage = stages[pick % stages.length]!
        const at = stage.opensAt
        const closesAt = stage.closesAt + by
        const alone = extended(before, { stage: stage.name, closesAt, shift: false, now: at })!
        expect(differences(before, alone)).toHaveLength(1)
        const all = extended(before, { stage: stage.name, closesAt, shift: true, now: at })!
        expect(Scheme.safeParse(all).success).toBe(true)
        expect(barsOf(before, all, at)).toEqual([])
        for (const [place, moved] of stagesOf(all).entries()) {
          const was = stages[place]!
          expect(moved.opensAt - was.opensAt).toBe(
            was.opensAt >= stage.closesAt && was.name !== stage.name ? by : 0,
          )
        }
      }),
    )
  })

  test('a deadline that is over, an earlier one and an unknown stage are refused', () => {
    const before = exampleScheme('national-2024', START)
    const { closesAt } = before.entry
    const put = (to: number, at: number) =>
      barsOf(before, extended(before, { stage: 'entry', closesAt: to, shift: false, now: at })!, at).map(
        ({ where }) => where,
      )
    expect(put(closesAt + 1, closesAt - 1)).toEqual([])
    expect(put(closesAt + 1, closesAt)).toEqual(['entry.closesAt'])
    expect(put(closesAt - 1, START)).toEqual(['entry.closesAt'])
    expect(put(closesAt - 1, START - 1)).toEqual([])
    expect(extended(before, { stage: 'review:none', closesAt, shift: true, now: START })).toBeNull()
  })
})

describe('rules in use', () => {
  const before = exampleScheme('national-2024', START)
  const bars = (change: (scheme: Scheme) => void, at: number) => {
    const after = structuredClone(before)
    change(after)
    return barsOf(before, after, at).map(({ where }) => where)
  }
  const [first, second] = before.rounds as [Scheme['rounds'][number], Scheme['rounds'][number]]

  test.each<[string, (scheme: Scheme) => void, number, string]>([
    [
      'the form of an open submission',
      (one) => void (one.rounds[0]!.submission.form[0]!.maxLength = 7),
      first.submission.opensAt,
      'rounds.preliminary.form',
    ],
    [
      'the grace of an open submission',
      (one) => void (one.rounds[0]!.submission.graceMs = 0),
      first.submission.opensAt,
      'rounds.preliminary.form',
    ],
    [
      'the rubric of a review',
      (one) => void (one.rounds[0]!.review.rubric.criteria[0]!.weight = 1),
      first.review.opensAt,
      'rounds.preliminary.review',
    ],
    [
      'trimming in a review',
      (one) => void (one.rounds[0]!.review.scoring.trim = 0),
      first.review.opensAt,
      'rounds.preliminary.review',
    ],
    [
      'the quota in a review',
      (one) => void (one.rounds[0]!.quota.total = 1),
      first.review.opensAt,
      'rounds.preliminary.review',
    ],
    [
      'a shorter appeal',
      (one) => void (one.rounds[0]!.review.appealDays = 1),
      first.review.opensAt,
      'rounds.preliminary.appealDays',
    ],
    [
      'a statement that was signed',
      (one) => void (one.entry.statements[0]!.textZh = '改'),
      START,
      'entry.statements',
    ],
    ['a smaller team', (one) => void (one.entry.maxMembers = 2), START, 'entry'],
    ['a removed track', (one) => void one.divisions.pop(), START, 'divisions.data'],
    ['a removed round', (one) => void one.rounds.pop(), START, 'rounds'],
    ['awards in the final', (one) => void (one.awards[0]!.count = 11), before.final!.opensAt, 'awards'],
    ['weights in the final', (one) => void (one.final!.weights.review = 0), before.final!.opensAt, 'final'],
    ['the time zone', (one) => void (one.timeZone = 'UTC'), 0, 'timeZone'],
  ])('%s: not once it is in use, and before that it may', (_, change, at, where) => {
    expect(bars(change, at)).toEqual([where])
    if (where !== 'timeZone') expect(bars(change, at - 1)).toEqual([])
  })

  test('texts, wider limits, new divisions and longer appeals pass at any time', () => {
    const all = (one: Scheme) => {
      one.introZh = '改'
      one.documents[0]!.textZh = '改'
      one.entry.maxMembers = 20
      one.rounds[0]!.review.appealDays = 10
      one.divisions.push({ ...one.divisions[0]!, code: 'new' })
    }
    for (const at of [0, START, second.review.closesAt, before.final!.closesAt])
      expect(bars(all, at)).toEqual([])
  })
})

describe('before it can be announced', () => {
  const whole = exampleScheme('national-2024', START)
  test.each<[string, Partial<Scheme>]>([
    ['intro', { introEn: '' }],
    ['documents', { documents: [] }],
    ['statements', { entry: { ...whole.entry, statements: [] } }],
    [
      'quota',
      { rounds: whole.rounds.map((round) => ({ ...round, quota: { total: null, perDivision: {} } })) },
    ],
    ['awards', { awards: [] }],
    ['weights', { final: { ...whole.final!, weights: { defence: 0, hiddenTest: 1, review: 0 } } }],
  ])('lacks %s', (lack, change) => expect(lacksOf({ ...whole, ...change }, START)).toEqual([lack]))
})

test('a difference names the place by codes and cuts long words', () => {
  const before = exampleScheme('hainan', START)
  const after = structuredClone(before)
  after.rounds[0]!.submission.closesAt += 1
  after.introZh = 'x'.repeat(5_000)
  expect(differences(before, after)).toEqual([
    { where: 'introZh', before: before.introZh, after: 'x'.repeat(200) },
    {
      where: 'rounds.selection.submission.closesAt',
      before: String(before.rounds[0]!.submission.closesAt),
      after: String(after.rounds[0]!.submission.closesAt),
    },
  ])
})
