import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edgesOf, stepFor } from './steps.ts'

const DAY = 86_400_000
const day = 1_795_000_000_000

test('a span is told in lengths that a reader knows', () => {
  expect(stepFor(0)).toBe(60_000)
  expect(stepFor(DAY)).toBe(DAY / 96)
  expect(stepFor(3 * DAY)).toBe(DAY / 24)
  expect(stepFor(90 * DAY)).toBe(DAY)
  expect(stepFor(3650 * DAY)).toBe(364 * DAY)
})

test('days begin at midnight of the reader’s own clock', () => {
  const edges = edgesOf(day, day + 5 * DAY, DAY, 8 * 60)
  for (const edge of edges) expect((edge + 8 * 3_600_000) % DAY).toBe(0)
})

test('every moment of the span lies in exactly one bar', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 0, max: 1e12 }),
      fc.integer({ min: -14 * 60, max: 14 * 60 }),
      (from, span, zone) => {
        const edges = edgesOf(from, from + span, stepFor(span), zone)
        expect(edges[0]).toBeLessThanOrEqual(from)
        expect(edges.at(-1)).toBeGreaterThan(from + span)
        expect(edges[1]).toBeGreaterThan(from - 1)
      },
    ),
  )
})
