import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agree } from './agree.ts'
import { marginsOf } from './margins.ts'

/** A table of two keys, what it lacks of totals that were released before, and what comes of it. */
const table = fc
  .record({
    values: fc.array(fc.integer({ min: 20, max: 5000 }), { minLength: 6, maxLength: 6 }),
    removed: fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 4 })), { maxLength: 3 }),
    free: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  })
  .map(({ values, removed, free }) => {
    const rows = values.map((_, i) => ({ keys: [`a${i % 2}`, `b${i % 3}`] }))
    const before = [...values]
    for (const [place, amount] of removed) before[place]! += amount
    const targets = marginsOf(rows, 2).map((margin) => ({
      margin,
      total: margin.reduce((sum, place) => sum + before[place]!, 0),
    }))
    return { values, free, targets }
  })

test('what is not named wrong adds up, and what was released before is not touched', () => {
  fc.assert(
    fc.property(table, ({ values, free, targets }) => {
      const agreed = agree(values, free, targets)
      targets.forEach(({ margin, total }, place) => {
        const shown = margin.reduce((sum, one) => sum + agreed.values[one]!, 0)
        expect(shown === total).toBe(!agreed.wrong.includes(place))
      })
      values.forEach((value, place) => {
        if (!free[place]) expect(agreed.values[place]).toBe(value)
        if (!agreed.changed.has(place)) expect(agreed.values[place]).toBe(value)
      })
      expect(agree(values, free, targets)).toEqual(agreed)
    }),
    { numRuns: 300 },
  )
})

test('one missing person is put where all totals lack it', () => {
  const rows = [0, 1, 2, 3].map((i) => ({ keys: [`a${i % 2}`, `b${i >> 1}`] }))
  const before = [100, 900, 80, 70]
  const targets = marginsOf(rows, 2).map((margin) => ({
    margin,
    total: margin.reduce((sum, place) => sum + before[place]!, 0),
  }))
  const agreed = agree([100, 900, 79, 70], [true, true, true, true], targets)
  expect(agreed).toMatchObject({ values: before, wrong: [] })
})

test('a value is not changed by more than half of itself: the total stays wrong, and the caller withholds', () => {
  const agreed = agree([10, 12], [true, true], [{ margin: [0, 1], total: 60 }])
  expect(agreed).toMatchObject({ values: [10, 12], wrong: [0] })
})

test('unions are those of all rows, of each value of each key, and of each prefix, each once', () => {
  const rows = [
    ['x', 'p', '1'],
    ['x', 'p', '2'],
    ['x', 'q', '1'],
    ['y', 'p', '1'],
  ].map((keys) => ({ keys }))
  expect(marginsOf(rows, 3)).toEqual([
    [0, 1, 2, 3],
    [0, 1, 2],
    [0, 1, 3],
    [0, 2, 3],
    [0, 1],
  ])
  expect(marginsOf([], 1)).toEqual([])
})
