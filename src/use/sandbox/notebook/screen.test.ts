import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CellEvent } from '../driver/driver.ts'
import { costOfAll } from '../views/index.ts'
import { createScreen } from './screen.ts'

const print = (text: string, stream: 'out' | 'err' = 'out'): CellEvent => ({ kind: 'text', stream, text })
const foreign = (event: unknown) => event as CellEvent

describe('the screen of a cell', () => {
  test('text of one stream in a row is one text; a line that comes in pieces costs as one', () => {
    const screen = createScreen(10)
    for (const piece of ['a', 'b', '\n', 'c\n']) screen.take(print(piece))
    screen.take(print('x', 'err'))
    screen.take(print('d'))
    expect(screen.outputs).toMatchObject([{ text: 'ab\nc\n' }, { text: 'x' }, { text: 'd' }])
    expect([screen.rows, screen.cut]).toEqual([4, false])
  })

  test('a line too many is held back, and all that comes after it', () => {
    const screen = createScreen(3)
    expect(screen.take(print('1\n2\n'))).toMatchObject({ text: '1\n2\n' })
    expect(screen.take(print('3\n4\n5\n'))).toMatchObject({ text: '3' })
    expect(screen.take(print('6\n'))).toBeNull()
    const table = { kind: 'table', columns: [{ name: 'n', type: 'integer' }], rows: [[1]], total: 1 }
    expect(screen.take(foreign(table))).toBeNull()
    expect([screen.rows, screen.cut]).toEqual([3, true])
    expect(screen.outputs).toEqual([{ kind: 'text', stream: 'out', text: '1\n2\n3' }])
  })

  test('what a kernel may not say is not shown', () => {
    const screen = createScreen(1_000)
    for (const event of [
      { kind: 'html', html: '<script>' },
      { kind: 'image', mime: 'text/html', base64: 'AAAA' },
      { kind: 'image', mime: 'image/png', base64: '<svg onload=x>' },
      { kind: 'image', mime: 'image/png', base64: 'A'.repeat(1_400_000) },
      { kind: 'table', columns: [{ name: 'n' }], rows: [], total: 0 },
      { kind: 'table', columns: [], rows: [], total: -1 },
      { kind: 'text', stream: 'log', text: 'x' },
      null,
    ])
      expect(screen.take(foreign(event))).toBeNull()
    expect([screen.outputs, screen.cut]).toEqual([[], true])
  })

  test('values of a table are plain, and no row is wider than its columns', () => {
    const screen = createScreen(100)
    const rows = [[1, { a: [1] }, 'x'], [Number.NaN, null, true, 'hidden'], ['y'.repeat(20_000)]]
    const columns = ['a', 'b', 'c'].map((name) => ({ name, type: 'text' }))
    screen.take(foreign({ kind: 'table', columns, rows, total: 3 }))
    expect(screen.outputs).toEqual([
      {
        kind: 'table',
        columns,
        rows: [[1, '{"a":[1]}', 'x'], [null, null, true], ['y'.repeat(10_000)]],
        total: 3,
      },
    ])
  })

  test('whatever comes, it shows no more than its rows', () => {
    const event = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => print(text)),
      fc.string().map((text) => print(`${text}\n`, 'err')),
      fc.array(fc.array(fc.anything(), { maxLength: 4 }), { maxLength: 30 }).map((rows) =>
        foreign({
          kind: 'table',
          columns: [
            { name: 'a', type: 't' },
            { name: 'b', type: 't' },
          ],
          rows,
          total: 9,
        }),
      ),
      fc
        .uint8Array({ maxLength: 3_000 })
        .map((bytes) =>
          foreign({ kind: 'image', mime: 'image/png', base64: Buffer.from(bytes).toString('base64') }),
        ),
      fc
        .record({ kind: fc.constant('error'), name: fc.string(), message: fc.string(), trace: fc.string() })
        .map(foreign),
      fc.anything().map(foreign),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.integer({ min: 0, max: 40 }), (events, most) => {
        const screen = createScreen(most)
        for (const one of events) screen.take(one)
        expect(screen.rows).toBe(costOfAll(screen.outputs))
        expect(screen.rows).toBeLessThanOrEqual(most)
      }),
    )
  })
})
