import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import type { RankInput, RankSheet } from './index.ts'
import { rank } from './index.ts'
import { TIES } from '../../scheme/index.ts'

const CRITERIA = [
  { code: 'a', weight: 37.5, max: 100 },
  { code: 'b', weight: 62.5, max: 40 },
]
/** Few values, so that ties are common. */
const Scores = fc.record({
  a: fc.constantFrom(0, 12.5, 30, 50.1, 77.7, 100),
  b: fc.constantFrom(0, 5, 12.3, 20, 33.3, 40),
})

const Scoring: fc.Arbitrary<RankInput['scoring']> = fc.record({
  trim: fc.integer({ min: 0, max: 2 }),
  trimFrom: fc.integer({ min: 3, max: 5 }),
  calibrate: fc.constantFrom('off', 'report', 'rank'),
  fewest: fc.integer({ min: 1, max: 3 }),
  ties: fc.shuffledSubarray([...TIES]),
})

/** Up to seven works, five experts, sheets as they come. */
const Input: fc.Arbitrary<RankInput> = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }), Scoring)
  .chain(([works, experts, scoring]) =>
    fc.record({
      criteria: fc.constant(CRITERIA),
      scoring: fc.constant(scoring),
      works: fc.tuple(
        ...Array.from({ length: works }, (_, at) =>
          fc.record({
            workId: fc.constant(`w${at}`),
            teamId: fc.constant(`t${at}`),
            division: fc.constantFrom('one', 'two'),
            submittedAt: fc.integer({ min: 0, max: 3 }),
          }),
        ),
      ),
      sheets: fc
        .tuple(
          ...Array.from({ length: works * experts }, (_, at) =>
            fc.option(
              fc.record({
                workId: fc.constant(`w${Math.floor(at / experts)}`),
                expert: fc.constant(`e${at % experts}`),
                scores: Scores,
              }),
              { freq: 4 },
            ),
          ),
        )
        .map((sheets): RankSheet[] => sheets.filter((one) => one !== null)),
      hidden: fc.dictionary(
        fc.constantFrom('t0', 't1', 't2', 't3'),
        fc.option(fc.constantFrom(10, 20.5, 90)),
      ),
    }),
  )

const shuffled = <T>(items: readonly T[], keys: readonly number[]): T[] =>
  items
    .map((item, at) => [keys[at % keys.length]! + at / 1000, item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item)
const Keys = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 })

test('works and sheets in another order give the very same ranking', () => {
  fc.assert(
    fc.property(Input, Keys, (input, keys) => {
      const other = { ...input, works: shuffled(input.works, keys), sheets: shuffled(input.sheets, keys) }
      expect(rank(other)).toEqual(rank(input))
    }),
    { numRuns: runs(300) },
  )
})

const placesOf = (input: RankInput) =>
  new Map(rank(input).rows.map(({ workId, rank: place, divisionRank }) => [workId, [place, divisionRank]]))

test('who the teams and the experts are does not matter: with names exchanged every work keeps its place', () => {
  fc.assert(
    fc.property(Input, Keys, (input, keys) => {
      const works = input.works.map(({ workId }) => workId)
      const names = new Map(works.map((id, at) => [id, shuffled(works, keys)[at]!]))
      const experts = [...new Set(input.sheets.map(({ expert }) => expert))].toSorted()
      const called = new Map(experts.map((id, at) => [id, shuffled(experts, keys)[at]!]))
      const team = (id: string) => `t${names.get(`w${id.slice(1)}`)?.slice(1) ?? id.slice(1)}`
      const renamed: RankInput = {
        ...input,
        works: input.works.map((one) => ({
          ...one,
          workId: names.get(one.workId)!,
          teamId: team(one.teamId),
        })),
        sheets: input.sheets.map((one) => ({
          ...one,
          workId: names.get(one.workId)!,
          expert: called.get(one.expert)!,
        })),
        hidden: Object.fromEntries(
          Object.entries(input.hidden ?? {}).map(([id, value]) => [team(id), value]),
        ),
      }
      const [before, after] = [placesOf(input), placesOf(renamed)]
      for (const id of works) expect(after.get(names.get(id)!)).toEqual(before.get(id))
    }),
    { numRuns: runs(300) },
  )
})

test('a higher sheet never lowers the raw place of its work', () => {
  fc.assert(
    fc.property(
      Input.filter(({ sheets }) => sheets.length > 0),
      fc.nat(),
      Scores,
      (given, which, more) => {
        const input = { ...given, scoring: { ...given.scoring, calibrate: 'report' as const } }
        const at = which % input.sheets.length
        const sheet = input.sheets[at]!
        const scores = {
          a: Math.max(sheet.scores['a']!, more.a),
          b: Math.max(sheet.scores['b']!, more.b),
        }
        const raised = { ...input, sheets: input.sheets.with(at, { ...sheet, scores }) }
        const place = (one: RankInput) => placesOf(one).get(sheet.workId)![0]!
        expect(place(raised)).toBeLessThanOrEqual(place(input))
      },
    ),
    { numRuns: runs(500) },
  )
})

/** Points of one criterion out of 1000, low enough that a constant fits on top; every expert saw the first work. */
const Linked = fc
  .tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 6 }))
  .chain(([works, experts]) =>
    fc.record({
      works: fc.constant(works),
      sheets: fc
        .tuple(
          ...Array.from({ length: works * experts }, (_, at) =>
            fc.option(fc.integer({ min: 0, max: 600 }), { freq: at < experts ? 1e9 : 3 }),
          ),
        )
        .map((values) =>
          values.flatMap((value, at): RankSheet[] =>
            value === null
              ? []
              : [
                  {
                    workId: `w${Math.floor(at / experts)}`,
                    expert: `e${at % experts}`,
                    scores: { a: value },
                  },
                ],
          ),
        ),
      expert: fc.integer({ min: 0, max: experts - 1 }).map((at) => `e${at}`),
      constant: fc.integer({ min: 1, max: 400 }),
    }),
  )

test('a constant on all sheets of one expert does not change the calibrated order', () => {
  fc.assert(
    fc.property(Linked, fc.integer({ min: 0, max: 1 }), ({ works, sheets, expert, constant }, trim) => {
      const input: RankInput = {
        criteria: [{ code: 'a', weight: 1, max: 1000 }],
        scoring: { trim, trimFrom: 3, calibrate: 'rank', fewest: 1, ties: [] },
        works: Array.from({ length: works }, (_, at) => ({
          workId: `w${at}`,
          teamId: `t${at}`,
          division: 'one',
          submittedAt: 0,
        })),
        sheets,
      }
      const lifted = sheets.map((one) =>
        one.expert === expert ? { ...one, scores: { a: one.scores['a']! + constant } } : one,
      )
      const before = rank(input).rows
      const after = new Map(rank({ ...input, sheets: lifted }).rows.map((row) => [row.workId, row.score]))
      for (const one of before)
        for (const other of before) {
          if (one.score === null || other.score === null || one.score - other.score < 1e-4) continue
          expect(after.get(one.workId)!).toBeGreaterThan(after.get(other.workId)!)
        }
    }),
    { numRuns: runs(300) },
  )
})
