import { describe, expect, test } from 'vitest'
import { DISTINCT, FREQUENCY, LINEAR, plain, rawBase, rollupOf, RULES, type Sample } from './check.fixture.ts'
import { checkBases, type CheckRules, type RawBase, type ShapeOfCell } from './index.ts'

let next = 0
/** So many persons of one group, each with the given values. */
const persons = (keys: readonly string[], many: number, ...values: (number | null)[]): Sample[] =>
  Array.from({ length: many }, () => ({
    person: next++,
    institution: next % 7,
    keys,
    values: [1, ...values],
  }))
const checked = (raw: RawBase, rules: Partial<CheckRules> = {}) =>
  plain(checkBases([raw], { ...RULES, ...rules }).bases[0]!.rows)
const counts = (samples: readonly Sample[], sets = rollupOf(1)) => rawBase(samples, [FREQUENCY], sets)

describe('minimum group', () => {
  test('a grouped row below k is left out entirely, and no rows look the same', () => {
    const raw = counts([...persons(['a'], 10), ...persons(['b'], 9)], [[0]])
    expect(checked(raw)).toEqual([['a', [10]]])
    expect(checked(counts(persons(['a'], 9), [[0]]))).toEqual(checked(counts([], [[0]])))
  })

  test('the one row without keys stays, for nobody as for k − 1 persons', () => {
    const few = checked(counts(persons([], 9), [[]]))
    expect(few).toEqual([['', ['withheld']]])
    expect(checked(counts([], [[]]))).toEqual(few)
    expect(checked({ ...counts([], [[]]), rows: [] })).toEqual(few)
    expect(checked(counts(persons([], 10), [[]]))).toEqual([['', [10]]])
    expect(checked(counts(persons(['a'], 9)))).toEqual([['*', ['withheld']]])
  })

  test('a cell below k in a row that stays is withheld, and a support of 0 looks like one of k − 1', () => {
    const raw = (many: number) =>
      rawBase([...persons(['a'], many, 1), ...persons(['a'], 30 - many, null)], [FREQUENCY, FREQUENCY], [[0]])
    expect(checked(raw(9))).toEqual([['a', [30, 'withheld']]])
    expect(checked(raw(0))).toEqual(checked(raw(9)))
    expect(checked(raw(10))).toEqual([['a', [30, 10]]])
  })

  test('tables without persons pass as they are', () => {
    expect(checked({ ...counts(persons(['a'], 1)), persons: false })).toEqual([
      ['*', [1]],
      ['a', [1]],
    ])
  })
})

describe('small groups and their margins', () => {
  const lone = () => counts([...persons(['a'], 20), ...persons(['b'], 15), ...persons(['c'], 9)])
  const pair = () => counts([...persons(['a'], 20), ...persons(['b'], 6), ...persons(['c'], 7)])

  test('where they are too few even together their records leave the margin', () => {
    for (const smallGroups of ['withhold', 'merge'] as const)
      expect(checked(lone(), { smallGroups })).toEqual([
        ['*', [35]],
        ['a', [20]],
        ['b', [15]],
      ])
  })

  test('where together they are k they stay in the margin, left out or as the rest', () => {
    expect(checked(pair())).toEqual([
      ['*', [33]],
      ['a', [20]],
    ])
    expect(checked(pair(), { smallGroups: 'merge' })).toEqual([
      ['*', [33]],
      ['REST', [13]],
      ['a', [20]],
    ])
  })

  test('persons that small groups share are counted once', () => {
    const shared = persons(['b'], 6)
    const again = shared.map((sample) => ({ ...sample, keys: ['c'] }))
    const raw = counts([...persons(['a'], 20), ...shared, ...again])
    expect(checked(raw, { smallGroups: 'merge' })).toEqual([
      ['*', [20]],
      ['a', [20]],
    ])
  })

  test('without a margin they are merged only', () => {
    const plainGroups = rawBase(
      [...persons(['a'], 20), ...persons(['b'], 6), ...persons(['c'], 7)],
      [FREQUENCY],
      [[0]],
    )
    expect(checked(plainGroups)).toEqual([['a', [20]]])
    expect(checked(plainGroups, { smallGroups: 'merge' })).toEqual([
      ['REST', [13]],
      ['a', [20]],
    ])
  })

  test('in a hierarchy a drop reaches every margin above, and a small branch stays whole', () => {
    const raw = counts(
      [
        ...persons(['x', 'a'], 20),
        ...persons(['x', 'b'], 5),
        ...persons(['y', 'a'], 4),
        ...persons(['y', 'b'], 4),
        ...persons(['z', 'a'], 8),
      ],
      rollupOf(2),
    )
    expect(checked(raw, { smallGroups: 'merge' })).toEqual([
      ['*/*', [36]],
      ['REST/*', [16]],
      ['x/*', [20]],
      ['x/a', [20]],
    ])
  })

  test('what does not add up is withheld in margins: whether a small group is there or not', () => {
    const raw = (b: number, cell: ShapeOfCell) =>
      rawBase(
        [...persons(['a'], 20, 1), ...persons(['b'], b, 1), ...persons(['c'], b, 1)],
        [FREQUENCY, cell],
        rollupOf(1),
      )
    expect(checked(raw(4, DISTINCT))).toEqual(checked(raw(0, DISTINCT)))
    expect(checked(raw(4, DISTINCT))).toEqual([
      ['*', [20, 'withheld']],
      ['a', [20, 1]],
    ])
    expect(checked(raw(7, DISTINCT), { smallGroups: 'merge' })).toEqual([
      ['*', [34, 'withheld']],
      ['REST', [14, 'withheld']],
      ['a', [20, 1]],
    ])
  })

  test('distinct insured persons are counted from the members', () => {
    const both = persons(['a'], 20).map((sample) => ({ ...sample, values: [1, sample.person] }))
    const raw = rawBase(
      [
        ...both,
        ...both.slice(0, 15).map((sample) => ({ ...sample, keys: ['b'] })),
        ...both.slice(3, 7).map((sample) => ({ ...sample, keys: ['c'] })),
      ],
      [FREQUENCY, { ...DISTINCT, persons: true }],
      rollupOf(1),
    )
    expect(checked(raw)).toEqual([
      ['*', [35, 20]],
      ['a', [20, 20]],
      ['b', [15, 15]],
    ])
  })

  test('the last bits of a floating sum do not tell whether a small group was dropped', () => {
    const float = { type: 'DOUBLE', kind: 'linear', additive: true, family: 'sum:t.x' } as const
    const raw = (c: number) =>
      rawBase(
        [...persons(['a'], 20, 0.1), ...persons(['b'], 15, 0.7), ...persons(['c'], c, 0.3)],
        [float],
        rollupOf(1),
      )
    const noisy = (base: RawBase): RawBase => ({
      ...base,
      rows: base.rows.map((row) =>
        row.set === 0 ? row : { ...row, cells: [{ value: 12.5000001, support: 35 }] },
      ),
    })
    expect(checked(noisy(raw(0)))).toEqual(checked(noisy(raw(3))))
  })
})

describe('institutions', () => {
  const at = (institution: number, samples: Sample[]) => samples.map((sample) => ({ ...sample, institution }))
  test('a row of too few is left out, and the smallest sibling goes with it under a margin', () => {
    const raw = counts([...at(1, persons(['a'], 30)), ...persons(['b'], 21), ...persons(['c'], 22)])
    expect(checked(raw, { minInstitutions: 2 })).toEqual([
      ['*', [73]],
      ['c', [22]],
    ])
    expect(checked(raw, { minInstitutions: 2, smallGroups: 'merge' })).toEqual([
      ['*', [73]],
      ['REST', [51]],
      ['c', [22]],
    ])
  })
})

describe('dominance', () => {
  const shapes = [FREQUENCY, LINEAR]
  const even = (key: string, many: number) => persons([key], many, 100)
  const led = (key: string, most: number) => [...persons([key], 1, most), ...persons([key], 29, 1)]

  test('(n, k) fails at the share, p% below the rest; contributions count by size', () => {
    const of = (samples: Sample[]) => rawBase(samples, shapes, [[0]])
    const nk = { dominance: { n: 1, percent: 90 } }
    expect(checked(of(led('a', 261)), nk)).toEqual([['a', [30, 'withheld']]])
    expect(checked(of(led('a', 260)), nk)).toEqual([['a', [30, 289]]])
    expect(checked(of(led('a', -261)), nk)).toEqual([['a', [30, 'withheld']]])
    expect(checked(of(led('a', 280)), { pPercent: 10 })).toEqual([['a', [30, 308 + 1]]])
    expect(checked(of(led('a', 281)), { pPercent: 10 })).toEqual([['a', [30, 'withheld']]])
    expect(checked(of(persons(['a'], 30, 0)), { ...nk, pPercent: 10 })).toEqual([['a', [30, 0]]])
  })

  test('without members no sum can be shown under such a rule', () => {
    const raw = { ...rawBase(even('a', 30), shapes, [[0]]), members: null }
    expect(checked(raw, { pPercent: 10 })).toEqual([['a', [30, 'withheld']]])
    expect(checked(raw)).toEqual([['a', [30, 3000]]])
  })

  test('a dominated cell takes the smallest sibling that fits with it, and nothing of the counts', () => {
    const raw = rawBase(
      [...led('a', 1000), ...even('b', 12), ...even('c', 11), ...even('d', 40)],
      shapes,
      rollupOf(1),
    )
    expect(checked(raw, { dominance: { n: 2, percent: 85 } })).toEqual([
      ['*', [93, 1029 + 6300]],
      ['a', [30, 'withheld']],
      ['b', [12, 1200]],
      ['c', [11, 'withheld']],
      ['d', [40, 4000]],
    ])
  })

  test('in a hierarchy a path down to the finest goes, so that no sum of children tells it', () => {
    const two = (x: string, a: string, many: number) => persons([x, a], many, 100)
    const raw = rawBase(
      [
        ...persons(['x', 'a'], 1, 10_000),
        ...persons(['x', 'a'], 29, 1),
        ...two('y', 'a', 200),
        ...two('y', 'b', 60),
        ...two('z', 'a', 300),
        ...two('z', 'b', 90),
      ],
      shapes,
      rollupOf(2),
    )
    const rows = new Map(checked(raw, { dominance: { n: 1, percent: 80 } }))
    const withheld = [...rows].filter(([, [, sum]]) => sum === 'withheld').map(([key]) => key)
    expect(withheld).toEqual(['x/*', 'x/a', 'y/*', 'y/b'])
    expect(rows.get('*/*')).toEqual([680, 10_029 + 65_000])
  })
})

describe('position', () => {
  const quantile = (support: number, sides: readonly [number, number]): RawBase => {
    const raw = counts(persons(['a'], 40), [[0]])
    const shape = { type: 'DOUBLE', kind: 'position', additive: false, family: 'quantile:0.5:t.c' } as const
    const row = { ...raw.rows[0]!, cells: [{ value: 3.5, support, sides }] }
    return { ...raw, cells: [shape], rows: [row] }
  }
  test('k persons on both sides', () => {
    expect(checked(quantile(40, [20, 20]))).toEqual([['a', [3.5]]])
    expect(checked(quantile(40, [9, 31]))).toEqual([['a', ['withheld']]])
    expect(checked(quantile(40, [31, 9]))).toEqual([['a', ['withheld']]])
  })
})

describe('rounding', () => {
  const samples = () => [...persons(['a'], 13, 5), ...persons(['b'], 18, 5), ...persons(['c'], 22, 5)]
  test('totals are added up from rounded parts; sums stay', () => {
    const raw = rawBase(samples(), [FREQUENCY, LINEAR], rollupOf(1))
    expect(checked(raw, { rounding: 'base5' })).toEqual([
      ['*', [15 + 20 + 20, 265]],
      ['a', [15, 65]],
      ['b', [20, 90]],
      ['c', [20, 110]],
    ])
    expect(checked(raw, { rounding: 'midpoint6' }).map(([, [count]]) => count)).toEqual([51, 15, 15, 21])
  })

  test('a class that is left out is rounded as one within the total', () => {
    const raw = counts([...persons(['a'], 13), ...persons(['b'], 6), ...persons(['c'], 6)])
    expect(checked(raw, { rounding: 'base5' })).toEqual([
      ['*', [25]],
      ['a', [15]],
    ])
  })
})

test('an order of rows of the engine changes nothing', () => {
  const samples = [...persons(['a'], 12, null), ...persons(['b'], 15, 2), ...persons(['c'], 15, 2)]
  const one = rawBase(samples, [FREQUENCY, FREQUENCY], rollupOf(1))
  const other = rawBase(samples.toReversed(), [FREQUENCY, FREQUENCY], rollupOf(1))
  expect(checked(other)).toEqual(checked(one))
  expect(checked(one)).toContainEqual(['b', [15, 'withheld']])
})

test('a base that is no chain of groupings fails closed', () => {
  const raw = counts([...persons(['a', 'b'], 20)], rollupOf(2))
  expect(() => checked({ ...raw, sets: [[0, 1], [0], [1]] })).toThrow(TypeError)
  expect(() => checked({ ...raw, rows: raw.rows.filter(({ set }) => set !== 1) })).toThrow(TypeError)
  expect(() => checked({ ...raw, rows: [...raw.rows, raw.rows[0]!] })).toThrow(TypeError)
})

test('the record names each rule with its inputs and its result, and no key or value', () => {
  const raw = rawBase(
    [...persons(['秘'], 20, 7777), ...persons(['b'], 3, 1)],
    [FREQUENCY, LINEAR],
    rollupOf(1),
  )
  const { record } = checkBases([raw], RULES)
  expect(record.map(({ rule }) => rule)).toEqual([
    'min-group',
    'min-institutions',
    'small-groups',
    'dominance',
    'complementary',
    'rounding',
    'shown',
  ])
  expect(record[0]).toEqual({
    rule: 'min-group',
    inputs: { base: 0, rows: 3, statistics: 2, groupings: 2, minGroup: 10, slack: 0 },
    result: { rowsBelow: 1, cellsBelow: 0 },
  })
  expect(JSON.stringify(record)).not.toMatch(/秘|7777/)
})
