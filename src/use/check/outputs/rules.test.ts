import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkOutput, OutputDescription, THRESHOLDS, type Thresholds } from './index.ts'

/** The verdict, and the rules that broke. */
function said(output: OutputDescription, rules?: Thresholds): string {
  const { verdict, record } = checkOutput(OutputDescription.parse(output), rules)
  const broken = record.filter(({ result }) => result.verdict !== 'pass').map(({ rule }) => rule)
  return [verdict, ...broken].join(' ')
}
const cell = (persons: number, shown: number | null = persons) => ({ persons, shown })
const amount = (persons: number, total: number, largest: number[], extra = {}) => ({
  persons,
  total,
  largest,
  negatives: false,
  missing: false,
  ...extra,
})

describe('counts', () => {
  const frequency = (cells: ReturnType<typeof cell>[], extra = {}): OutputDescription => ({
    kind: 'frequency',
    cells,
    total: false,
    rounding: 'none',
    ...extra,
  })

  test.each([
    ['pass', frequency([cell(10), cell(25)])],
    ['fail min-persons', frequency([cell(9), cell(25)])],
    ['pass', frequency([cell(9, null), cell(25)], { total: false })],
    ['fail complementary', frequency([cell(9, null), cell(25)], { total: true })],
    ['pass', frequency([cell(9, null), cell(11, null), cell(25)], { total: true })],
    ['fail zeros', frequency([cell(0), cell(25), cell(12)])],
    ['fail zeros class-disclosure', frequency([cell(0), cell(25)])],
    ['fail rounding', frequency([cell(13, 15), cell(14, 14)], { rounding: 'base5' })],
    ['pass', frequency([cell(13, 15), cell(20, 21)], { rounding: 'midpoint6' })],
    ['fail rounding', frequency([cell(13, 12)], { rounding: 'midpoint6' })],
  ] as const)('%s', (expected, output) => expect(said(output)).toBe(expected))

  test('zeros may be allowed by other thresholds', () => {
    const rules = { ...THRESHOLDS, zerosDisclose: false }
    expect(said(frequency([cell(0), cell(25), cell(12)]), rules)).toBe('pass')
  })

  test('crosstabs by row and column', () => {
    const crosstab = (cells: ReturnType<typeof cell>[][], extra = {}): OutputDescription => ({
      kind: 'crosstab',
      cells,
      margins: true,
      rounding: 'none',
      linkedTables: 0,
      ...extra,
    })
    const square = (a: number | null, b: number | null, c: number | null, d: number | null) => [
      [cell(a ?? 5, a), cell(b ?? 50, b)],
      [cell(c ?? 50, c), cell(d ?? 50, d)],
    ]
    expect(said(crosstab(square(20, 30, 40, 50)))).toBe('pass')
    expect(said(crosstab(square(null, 30, 40, 50)))).toBe('fail complementary')
    expect(said(crosstab(square(null, null, 40, 50)))).toBe('fail complementary')
    expect(said(crosstab(square(null, null, null, null)))).toBe('pass')
    expect(said(crosstab(square(null, 30, 40, 50), { margins: false }))).toBe('pass')
    expect(said(crosstab(square(20, 30, 40, 50), { linkedTables: 2 }))).toBe('review linked-tables')
  })
})

describe('amounts', () => {
  const linear = (...cells: ReturnType<typeof amount>[]): OutputDescription => ({ kind: 'linear', cells })
  test.each([
    ['pass', linear(amount(30, 300, [20, 15]))],
    ['fail min-persons', linear(amount(9, 300, [20, 15]))],
    ['fail dominance-nk', linear(amount(30, 300, [135, 135]))],
    ['pass', linear(amount(30, 300, [135, 134]))],
    ['pass', linear(amount(30, 0, [0, 0]))],
    ['fail dominance-nk dominance-p', linear(amount(30, 115, [100, 10]))],
    ['review negatives missing', linear(amount(30, 300, [20, 15], { negatives: true, missing: true }))],
    ['fail dominance-nk dominance-p', linear(amount(30, 300, []))],
    ['pass', { kind: 'concentration', measure: 'gini', cell: amount(30, 300, []) }],
    ['fail dominance-nk', { kind: 'concentration', measure: 'herfindahl', cell: amount(30, 300, [200, 70]) }],
  ] as const)('%s', (expected, output) => expect(said(output as OutputDescription)).toBe(expected))

  test('p% alone, at its edge', () => {
    const rules = { ...THRESHOLDS, dominance: null }
    expect(said(linear(amount(30, 120, [100, 10])), rules)).toBe('pass')
    expect(said(linear(amount(30, 119.9, [100, 10])), rules)).toBe('fail dominance-p')
  })
})

describe('inference', () => {
  test.each([
    ['pass', { kind: 'regression', observations: 30, parameters: 20, saturated: false }],
    ['fail degrees-of-freedom', { kind: 'regression', observations: 29, parameters: 20, saturated: false }],
    ['review saturated', { kind: 'regression', observations: 90, parameters: 4, saturated: true }],
    ['pass', { kind: 'test', observations: 30, degreesOfFreedom: null }],
    ['fail degrees-of-freedom', { kind: 'test', observations: 30, degreesOfFreedom: 9 }],
    ['fail min-persons', { kind: 'correlation', coefficients: [{ pairs: 9, value: 0.3 }] }],
    ['review exact-relation', { kind: 'correlation', coefficients: [{ pairs: 90, value: -1 }] }],
    ['pass', { kind: 'correlation', coefficients: [{ pairs: 10, value: 0.5 }] }],
  ] as const)('%s', (expected, output) => expect(said(output as OutputDescription)).toBe(expected))

  test.each([
    ['pass', {}],
    ['fail keeps-rows', { keepsRows: true }],
    ['fail degrees-of-freedom', { parameters: 991 }],
    ['fail smallest-group', { smallestGroup: 9 }],
    ['review class-disclosure', { certainClass: true }],
  ])('a model: %s', (expected, change) => {
    const model = {
      kind: 'model',
      samples: 1000,
      parameters: 12,
      smallestGroup: null,
      keepsRows: false,
      certainClass: false,
      ...change,
    }
    expect(said(model as OutputDescription)).toBe(expected)
  })
})

describe('rates, survival, plots, positions', () => {
  const ratio = (numerator: number, denominator: number, proportion: boolean) => ({
    kind: 'ratio',
    items: [{ numerator, denominator, proportion }],
  })
  test.each([
    ['pass', ratio(10, 20, true)],
    ['fail min-rest', ratio(11, 20, true)],
    ['pass', ratio(11, 20, false)],
    ['fail min-numerator', ratio(9, 40, true)],
    ['fail min-denominator', ratio(40, 9, false)],
    [
      'pass',
      {
        kind: 'survival',
        steps: [
          { atRisk: 40, events: 10 },
          { atRisk: 30, events: 0 },
        ],
      },
    ],
    ['fail min-at-risk min-events', { kind: 'survival', steps: [{ atRisk: 9, events: 3 }] }],
    ['pass', { kind: 'plot', marks: [{ persons: 10 }], singleValues: false, format: 'png' }],
    ['fail min-persons', { kind: 'plot', marks: [{ persons: 0 }], singleValues: false, format: 'png' }],
    [
      'fail single-values format',
      { kind: 'plot', marks: [{ persons: 99 }], singleValues: true, format: 'SVG' },
    ],
    ['pass', { kind: 'position', values: [{ below: 10, above: 10 }] }],
    ['fail min-sides', { kind: 'position', values: [{ below: 30, above: 9 }] }],
    ['fail endpoint', { kind: 'endpoint', of: 'max', persons: 1000 }],
    ['pass', { kind: 'mode', persons: 30, of: 90 }],
    ['review class-disclosure', { kind: 'mode', persons: 30, of: 30 }],
    ['fail min-persons', { kind: 'shape', persons: 9 }],
  ] as const)('%s', (expected, output) => expect(said(output as unknown as OutputDescription)).toBe(expected))
})

test('property: one person more in every cell never makes a passing table fail', () => {
  const cells = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(cells, fc.boolean(), (persons, total) => {
      const of = (more: number) =>
        checkOutput({ kind: 'frequency', cells: persons.map((n) => cell(n + more)), total, rounding: 'none' })
      expect(of(0).verdict === 'pass').toBe(persons.every((n) => n >= 10))
      if (of(0).verdict === 'pass') expect(of(1).verdict).toBe('pass')
    }),
  )
})
