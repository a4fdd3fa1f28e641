import { describe, expect, test } from 'vitest'
import { exact, shown } from './exact.ts'
import { type RankInput, type RankSheet, rank, sheetScore } from './index.ts'

const CRITERIA = [
  { code: 'value', weight: 60, max: 100 },
  { code: 'method', weight: 40, max: 50 },
]
const SCORING: RankInput['scoring'] = { trim: 0, trimFrom: 5, calibrate: 'report', fewest: 1, ties: [] }

const works = (...ids: string[]): RankInput['works'] =>
  ids.map((id, at) => ({ workId: id, teamId: `team-${id}`, division: 'all', submittedAt: 1000 + at }))

/** Sheets of one criterion out of 100: work → expert → score. */
const sheetsOf = (table: Record<string, Record<string, number>>): RankSheet[] =>
  Object.entries(table).flatMap(([workId, marks]) =>
    Object.entries(marks).map(([expert, value]) => ({ workId, expert, scores: { value } })),
  )

function ranked(table: Record<string, Record<string, number>>, over: Partial<RankInput['scoring']> = {}) {
  return rank({
    criteria: [{ code: 'value', weight: 1, max: 100 }],
    scoring: { ...SCORING, ...over },
    works: works(...Object.keys(table)),
    sheets: sheetsOf(table),
  })
}

const places = (table: Parameters<typeof ranked>[0], over?: Partial<RankInput['scoring']>) =>
  ranked(table, over).rows.map(({ workId, rank: place }) => [workId, place])

describe('a sheet', () => {
  test('is weighted by hand: 60 % of 80/100 and 40 % of 25/50 are 68', () => {
    expect(shown(sheetScore(CRITERIA, { value: 80, method: 25 }))).toBe(68)
  })
  test('counts tenths as tenths: 0.1 + 0.2 is 0.3', () => {
    const three = [1, 1, 1].map((weight, at) => ({ code: `c${at}`, weight, max: 1 }))
    const one = sheetScore(three, { c0: 0.1, c1: 0.2, c2: 0 })
    const other = sheetScore(three, { c0: 0.3, c1: 0, c2: 0 })
    expect(one).toEqual(other)
    expect(one).toEqual(exact(10))
  })
  test('without points for a criterion, or with more than its most, is no sheet', () => {
    expect(() => sheetScore(CRITERIA, { value: 80 })).toThrow(RangeError)
    expect(() => sheetScore(CRITERIA, { value: 80, method: 51 })).toThrow(RangeError)
  })
})

describe('trimming', () => {
  const wild = { a: { e1: 0, e2: 70, e3: 80, e4: 90, e5: 100 } }
  test('leaves out the highest and the lowest of five: (70 + 80 + 90) / 3', () => {
    expect(ranked(wild, { trim: 1 }).rows[0]).toMatchObject({ raw: 80, median: 80, lowest: 0, spread: 100 })
  })
  test('waits for enough sheets: of four all count', () => {
    const { e5: _, ...four } = wild.a
    expect(ranked({ a: four }, { trim: 1 }).rows[0]?.raw).toBe(60)
  })
  test('always leaves one: of three, two on each side cannot go', () => {
    const three = { a: { e1: 10, e2: 50, e3: 60 } }
    expect(ranked(three, { trim: 2, trimFrom: 3 }).rows[0]?.raw).toBe(50)
  })
  test('without it one third is exact: 100/3 shows six digits', () => {
    expect(ranked({ a: { e1: 0, e2: 0, e3: 100 } }).rows[0]?.raw).toBe(33.333333)
  })
})

describe('calibration', () => {
  test('an expert ten points above another on the same works: offsets −5 and +5, scale 1', () => {
    const { experts, rows } = ranked({ a: { x: 60, y: 70 }, b: { x: 70, y: 80 }, c: { x: 80, y: 90 } })
    expect(experts).toEqual([
      { expert: 'x', sheets: 3, shared: 3, mean: 70, offset: -5, scale: 1, group: 1 },
      { expert: 'y', sheets: 3, shared: 3, mean: 80, offset: 5, scale: 1, group: 1 },
    ])
    expect(rows.map(({ calibrated }) => calibrated)).toEqual([85, 75, 65])
  })
  test('scale by hand: levels 55 70 85, marks spread 1000 / 6, x (300 + 8000 / 6) / (450 + 8000 / 6)', () => {
    const { experts, rows } = ranked({ a: { x: 60, y: 50 }, b: { x: 70, y: 70 }, c: { x: 80, y: 90 } })
    expect(experts.map(({ scale, offset }) => [scale, offset])).toEqual([
      [0.915888, 0],
      [1.084112, 0],
    ])
    // x: 70 ± 10 / 0.915888 = 70 ± 10.918367; y: 70 ± 20 / 1.084112 = 70 ± 18.448276; their mean 70 ± 14.683322.
    const [c, b, a] = rows.map(({ calibrated }) => calibrated!)
    expect(b).toBe(70)
    expect(c).toBeCloseTo(84.683322, 5)
    expect(a).toBeCloseTo(55.316678, 5)
  })
  test('works that hardly differ say nothing of a scale: one odd sheet leaves everybody near 1', () => {
    const { experts } = ranked({ a: { x: 86, y: 60.6, z: 61.2 }, b: { x: 66, y: 66.6, z: 67.2 } })
    for (const { scale } of experts) expect(Math.abs(scale - 1)).toBeLessThan(0.1)
  })
  test('a work that only the strict one saw rises: raw c b a, calibrated a c b', () => {
    const table = { a: { strict: 65 }, b: { strict: 60, mild: 80 }, c: { mild: 82 } }
    expect(places(table).map(([id]) => id)).toEqual(['c', 'b', 'a'])
    const { rows } = ranked(table, { calibrate: 'rank' })
    expect(rows.map(({ workId, score }) => [workId, score])).toEqual([
      ['a', 75],
      ['c', 72],
      ['b', 70],
    ])
    expect(rows.map(({ raw }) => raw)).toEqual([65, 82, 70])
  })
  test('experts without a work in common are not compared: each keeps its own scores', () => {
    const { experts, rows } = ranked({ a: { x: 10 }, b: { y: 90 } })
    expect(experts.map(({ group, offset, scale }) => [group, offset, scale])).toEqual([
      [1, 0, 1],
      [2, 0, 1],
    ])
    expect(rows.map(({ calibrated }) => calibrated)).toEqual([90, 10])
  })
  test('off says nothing of it', () => {
    expect(ranked({ a: { x: 10 } }, { calibrate: 'off' }).rows[0]?.calibrated).toBeNull()
  })
})

describe('missing reviews', () => {
  test('too few sheets: no score, last, all of them equal, and named', () => {
    const { rows, missing } = ranked(
      { a: { x: 100 }, b: { x: 1, y: 1, z: 1 }, c: {}, d: { x: 2, y: 2, z: 2 } },
      { fewest: 3 },
    )
    expect(rows.map(({ workId, rank: place, score }) => [workId, place, score])).toEqual([
      ['d', 1, 2],
      ['b', 2, 1],
      ['a', 3, null],
      ['c', 3, null],
    ])
    expect(missing).toEqual(['a', 'c'])
    expect(rows[2]).toMatchObject({ raw: null, calibrated: null, median: null, sheets: 1 })
    expect(rows[2]).not.toHaveProperty('tie')
  })
})

describe('ties', () => {
  const two = (first: RankSheet['scores'][], second: RankSheet['scores'][], input: Partial<RankInput> = {}) =>
    rank({
      criteria: CRITERIA,
      scoring: { ...SCORING, ties: ['criterion', 'median', 'lowest', 'hidden_test', 'earlier'] },
      works: works('a', 'b'),
      sheets: [
        ...first.map((scores, at) => ({ workId: 'a', expert: `e${at}`, scores })),
        ...second.map((scores, at) => ({ workId: 'b', expert: `e${at}`, scores })),
      ],
      ...input,
    }).rows.map(({ workId, rank: place, tie }) => [workId, place, tie])
  const same = [{ value: 50, method: 25 }]

  test('by the heaviest criterion: 48 + 20 beats 42 + 26', () => {
    expect(two([{ value: 70, method: 32.5 }], [{ value: 80, method: 25 }])).toEqual([
      ['b', 1, 'criterion'],
      ['a', 2, 'criterion'],
    ])
  })
  const marks = (...values: number[]) => values.map((one) => ({ value: one, method: one / 2 }))
  test('by the median: 60 70 80 beats 65 65 80', () => {
    expect(two(marks(65, 65, 80), marks(60, 70, 80))).toEqual([
      ['b', 1, 'median'],
      ['a', 2, 'median'],
    ])
  })
  test('by the lowest: 65 70 75 beats 60 70 80', () => {
    expect(two(marks(60, 70, 80), marks(65, 70, 75))).toEqual([
      ['b', 1, 'lowest'],
      ['a', 2, 'lowest'],
    ])
  })
  test('by the hidden test, where none is less than any', () => {
    expect(two(same, same, { hidden: { 'team-a': null, 'team-b': 0 } })[0]).toEqual(['b', 1, 'hidden_test'])
  })
  test('by the earlier submission', () => {
    expect(two(same, same)).toEqual([
      ['a', 1, 'earlier'],
      ['b', 2, 'earlier'],
    ])
  })
  test('what nothing separates shares a place, and the next place is left out', () => {
    const table = { a: { x: 50 }, b: { x: 50 }, c: { x: 40 } }
    expect(ranked(table).rows.map(({ rank: place, tie }) => [place, tie])).toEqual([
      [1, 'equal'],
      [1, 'equal'],
      [3, undefined],
    ])
  })
  test('a third three ways is a tie, whatever the sums of floats say', () => {
    const table = { a: { x: 33.1, y: 33.2, z: 33.7 }, b: { x: 33.3, y: 33.3, z: 33.4 } }
    expect(places(table)).toEqual([
      ['a', 1],
      ['b', 1],
    ])
  })
})

test('sheets more than two grades of five apart are flagged', () => {
  const flags = ranked({ a: { x: 20, y: 60 }, b: { x: 20, y: 60.01 } }).rows
  expect(new Map(flags.map((row) => [row.workId, row.disagree]))).toEqual(
    new Map([
      ['a', false],
      ['b', true],
    ]),
  )
})

test('places in a division are counted apart', () => {
  const input: RankInput = {
    criteria: [{ code: 'value', weight: 1, max: 100 }],
    scoring: SCORING,
    works: works('a', 'b', 'c').map((work) => ({ ...work, division: work.workId === 'b' ? 'two' : 'one' })),
    sheets: sheetsOf({ a: { x: 90 }, b: { x: 80 }, c: { x: 70 } }),
  }
  expect(rank(input).rows.map((row) => [row.workId, row.rank, row.divisionRank])).toEqual([
    ['a', 1, 1],
    ['b', 2, 1],
    ['c', 3, 2],
  ])
})
