import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fastWindow, MARK_BYTES, plainWindow } from './marks.ts'

test('property: the fast way finds what the plain loop finds, wherever the stretch begins and ends', () => {
  const size = 400
  const [fast, plain] = [fastWindow(size), plainWindow(size)]
  const byte = fc.oneof(fc.constantFrom(44, 9, 10, 13, 34), fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(
      fc.array(byte, { minLength: 1, maxLength: size }),
      fc.nat(size),
      fc.constantFrom(44, 9, 59, 124),
      (bytes, start, delimiter) => {
        for (const window of [fast, plain]) window.bytes.set(bytes)
        const from = Math.min(start, bytes.length)
        const count = plain.mark(from, bytes.length, delimiter)
        expect(fast.mark(from, bytes.length, delimiter)).toBe(count)
        expect([...fast.places.subarray(0, count)]).toEqual([...plain.places.subarray(0, count)])
      },
    ),
    { numRuns: 300 },
  )
})

test('a stretch where every byte is a mark fits', () => {
  const window = fastWindow(MARK_BYTES)
  window.bytes.fill(',')
  expect(window.mark(0, MARK_BYTES, 44)).toBe(MARK_BYTES)
  expect(window.places[MARK_BYTES - 1]).toBe(MARK_BYTES - 1)
})
