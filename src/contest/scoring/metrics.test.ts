import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { baselineOf, bestConstant, normalised, rounded, scoreOf } from './metrics.ts'
import { METRICS, type Metric } from './model.ts'

describe('worked by hand', () => {
  test('rmse: errors 1, −2, 2 and 0 make √(9/4)', () => {
    expect(scoreOf('rmse', [1, 2, 3, 4], [2, 0, 5, 4])).toBe(1.5)
  })
  test('mae: the same errors make 5/4', () => {
    expect(scoreOf('mae', [1, 2, 3, 4], [2, 0, 5, 4])).toBe(1.25)
  })
  test('accuracy: three of four, words as they stand, 1 and 1.0 as one class', () => {
    expect(scoreOf('accuracy', ['a', 'b', 'b', 'c'], ['a', 'b', 'c', 'c'])).toBe(0.75)
    expect(scoreOf('accuracy', ['1', '0', ' a'], ['1.0', '0', 'a'])).toBe(1)
    expect(scoreOf('accuracy', ['0'], [' '])).toBe(0)
  })
  test('auc: of 2 × 3 pairs 4 are in order and 1 is equal: 4.5/6', () => {
    // Ones at 0.8 and 0.4, zeros at 0.4, 0.6 and 0.1: 0.8 beats all three, 0.4 beats one and ties with one.
    expect(scoreOf('auc', [1, 0, 0, 1, 0], [0.8, 0.4, 0.6, 0.4, 0.1])).toBe(4.5 / 6)
    expect(scoreOf('auc', [0, 1], [1, 2])).toBe(1)
    expect(scoreOf('auc', [1, 0], [1, 2])).toBe(0)
    expect(scoreOf('auc', [1, 1], [1, 2])).toBeNull()
  })
  test('f1: 2 hits of 3 named and 4 there make 4/7; nothing named and nothing there is undefined', () => {
    expect(scoreOf('f1', [1, 1, 1, 1, 0], [1, 1, 0, 0, 1])).toBe(4 / 7)
    expect(scoreOf('f1', [0, 0], [0, 0])).toBeNull()
    expect(scoreOf('f1', [0, 1], [1, 0])).toBe(0)
  })
  test('the best constants: mean, median, greatest class, all named, one half', () => {
    expect([bestConstant('rmse', [1, 2, 9]), baselineOf('rmse', [0, 2])]).toEqual([4, 1])
    expect([bestConstant('mae', [1, 2, 9]), baselineOf('mae', [1, 2, 9])]).toEqual([2, 8 / 3])
    expect([bestConstant('accuracy', ['a', 'b', 'b']), baselineOf('accuracy', ['a', 'b', 'b'])]).toEqual([
      'b',
      2 / 3,
    ])
    expect(baselineOf('f1', [1, 0, 0, 1])).toBe(2 / 3)
    expect(baselineOf('auc', [1, 0, 0])).toBe(0.5)
  })
  test('normalised: the constant 0, half the way 50, perfect 100, worse than the constant 0', () => {
    expect([normalised('rmse', 4, 4), normalised('rmse', 2, 4), normalised('rmse', 0, 4)]).toEqual([
      0, 50, 100,
    ])
    expect(normalised('mae', 9, 4)).toBe(0)
    expect([normalised('auc', 0.5, 0.5), normalised('auc', 0.75, 0.5), normalised('auc', 0.3, 0.5)]).toEqual([
      0, 50, 0,
    ])
  })
  test('no rows, or another number of predictions, is no score', () => {
    for (const metric of METRICS) {
      expect(scoreOf(metric, [], [])).toBeNull()
      expect(scoreOf(metric, [1, 0], [1])).toBeNull()
    }
  })
  test('rounded to the digits shown', () => {
    expect([rounded(0.12345, 3), rounded(12.0004, 3), rounded(-0.0001, 2)]).toEqual([0.123, 12, -0])
  })
})

const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 40 })
const better = (metric: Metric, a: number, b: number) =>
  metric === 'rmse' || metric === 'mae' ? a <= b : a >= b

test('the order of the rows changes nothing, and nobody beats the perfect answer', () => {
  fc.assert(
    fc.property(fc.constantFrom(...METRICS), rows, fc.nat(), (metric, pairs, seed) => {
      const answers = pairs.map(([answer]) => answer)
      const score = scoreOf(
        metric,
        answers,
        pairs.map(([, said]) => said),
      )
      const turned = pairs.map((_, at) => pairs[(at + seed) % pairs.length]!).toReversed()
      const again = scoreOf(
        metric,
        turned.map(([answer]) => answer),
        turned.map(([, said]) => said),
      )
      if (score === null) expect(again).toBeNull()
      else expect(again).toBeCloseTo(score, 12)
      const perfect = scoreOf(metric, answers, answers)
      if (score !== null && perfect !== null) expect(better(metric, perfect, score)).toBe(true)
    }),
  )
})

test('the area under the curve is the share of pairs in order', () => {
  const row = fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 6 }))
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (pairs) => {
      const ones = pairs.filter(([is]) => is === 1)
      const zeros = pairs.filter(([is]) => is === 0)
      const score = scoreOf(
        'auc',
        pairs.map(([is]) => is),
        pairs.map(([, said]) => said),
      )
      if (ones.length === 0 || zeros.length === 0) {
        expect(score).toBeNull()
        return
      }
      let sum = 0
      for (const [, one] of ones) for (const [, zero] of zeros) sum += one > zero ? 1 : one === zero ? 0.5 : 0
      expect(score).toBeCloseTo(sum / (ones.length * zeros.length), 12)
    }),
  )
})

test('no constant reaches more than the baseline', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('rmse', 'mae', 'auc', 'f1' as const),
      fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 30 }),
      fc.constantFrom(0, 1),
      (metric, answers, constant) => {
        const base = baselineOf(metric, answers)
        const score = scoreOf(
          metric,
          answers,
          answers.map(() => constant),
        )
        if (base !== null && score !== null)
          expect(better(metric, base, score + 1e-12 * (metric === 'rmse' || metric === 'mae' ? 1 : -1))).toBe(
            true,
          )
      },
    ),
  )
})
