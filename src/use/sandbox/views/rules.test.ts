import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CellOutput } from '../model.ts'
import { costOf, costOfAll, firstOf, fit, PICTURE_ROW_BYTES, ROW_BYTES, textCost } from './index.ts'

const value = fc.oneof(fc.string({ maxLength: 600 }), fc.integer(), fc.boolean(), fc.constant(null))
const table = fc
  .record({ width: fc.integer({ min: 0, max: 8 }), height: fc.integer({ min: 0, max: 60 }) })
  .chain(({ width, height }) =>
    fc.record({
      columns: fc.array(fc.record({ name: fc.string(), type: fc.string() }), {
        minLength: width,
        maxLength: width,
      }),
      rows: fc.array(fc.array(value, { minLength: width, maxLength: width }), {
        minLength: height,
        maxLength: height,
      }),
    }),
  )
  .map(({ columns, rows }): CellOutput => ({ kind: 'table', columns, rows, total: rows.length }))
const unit = fc.oneof(fc.string(), fc.constant('\n'), fc.string({ unit: 'grapheme' }))
const words = fc.array(unit, { maxLength: 200 }).map((all) => all.join(''))
const printed = words.map((text): CellOutput => ({ kind: 'text', stream: 'out', text }))
const picture = fc.uint8Array({ maxLength: 5_000 }).map(
  (bytes): CellOutput => ({
    kind: 'image',
    mime: 'image/png',
    base64: Buffer.from(bytes).toString('base64'),
  }),
)
const failed = fc
  .record({ name: fc.string(), message: words, trace: words })
  .map((error): CellOutput => ({ kind: 'error', ...error }))
const output = fc.oneof(table, printed, picture, failed)

describe('what a look costs', () => {
  test('a table costs its rows, a text its lines, a picture its bytes; width is paid for too', () => {
    const rows = (count: number, cell: string): CellOutput => ({
      kind: 'table',
      columns: [{ name: 'a', type: 'text' }],
      rows: Array.from({ length: count }, () => [cell]),
      total: count,
    })
    expect(costOf(rows(20, 'x'))).toBe(20)
    expect(costOf(rows(1, 'x'.repeat(100 * ROW_BYTES)))).toBeGreaterThanOrEqual(100)
    expect(textCost('a\nb\nc\n')).toBe(3)
    expect(textCost('x'.repeat(10 * ROW_BYTES))).toBe(10)
    const base64 = Buffer.alloc(100 * PICTURE_ROW_BYTES).toString('base64')
    expect(costOf({ kind: 'image', mime: 'image/png', base64 })).toBe(101)
  })

  test('is never less for what is split into parts', () => {
    fc.assert(
      fc.property(words, fc.nat(), (text, at) => {
        const cut = text.length === 0 ? 0 : at % text.length
        expect(textCost(text.slice(0, cut)) + textCost(text.slice(cut))).toBeGreaterThanOrEqual(
          textCost(text),
        )
      }),
    )
    fc.assert(
      fc.property(table, fc.nat(), (whole, at) => {
        if (whole.kind !== 'table') return
        const cut = whole.rows.length === 0 ? 0 : at % whole.rows.length
        const parts = [whole.rows.slice(0, cut), whole.rows.slice(cut)].map((rows) => ({ ...whole, rows }))
        expect(costOfAll(parts)).toBeGreaterThanOrEqual(costOf(whole))
      }),
    )
  })

  test('what is shown never costs more than there is, whatever it is', () => {
    fc.assert(
      fc.property(output, fc.integer({ min: 0, max: 80 }), (one, rows) => {
        const { shown, cost, cut } = fit(one, rows)
        expect(cost).toBeLessThanOrEqual(rows)
        expect(cost).toBe(shown === null ? 0 : costOf(shown))
        expect(cut).toBe(costOf(one) > rows)
      }),
      { numRuns: 500 },
    )
  })

  test('bytes that are looked at are bounded by the rows, in text and in pictures', () => {
    fc.assert(
      fc.property(fc.array(output, { maxLength: 20 }), fc.integer({ min: 0, max: 60 }), (all, most) => {
        let left = most
        let bytes = 0
        for (const one of all) {
          const { shown, cost } = fit(one, left)
          left -= cost
          if (shown?.kind === 'image') bytes += Buffer.from(shown.base64, 'base64').length
          else if (shown?.kind === 'text') bytes += Buffer.byteLength(shown.text)
          else if (shown?.kind === 'table') bytes += Buffer.byteLength(JSON.stringify(shown.rows))
        }
        expect(left).toBeGreaterThanOrEqual(0)
        expect(bytes).toBeLessThanOrEqual(most * PICTURE_ROW_BYTES)
      }),
    )
  })

  test('no character is cut in two', () => {
    fc.assert(
      fc.property(
        // The sign that a cut character leaves may not stand there from the start.
        fc.string({ unit: 'grapheme', minLength: 200 }).filter((text) => !text.includes('\uFFFD')),
        fc.integer({ min: 1, max: 3 }),
        (text, rows) => {
          expect(firstOf(text, rows)).not.toContain('\uFFFD')
          expect(text.startsWith(firstOf(text, rows))).toBe(true)
        },
      ),
    )
  })
})
