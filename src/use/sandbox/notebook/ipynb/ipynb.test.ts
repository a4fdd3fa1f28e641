import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell, CellOutput } from '../../model.ts'
import { readIpynb, writeIpynb } from './index.ts'

let next = 0
const newId = () => `new-${(next += 1)}`
const read = (book: unknown) =>
  readIpynb(Buffer.from(typeof book === 'string' ? book : JSON.stringify(book)), newId)
const book = (...cells: unknown[]) => ({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells })
const refused = expect.objectContaining({ code: 'NOTEBOOK_IMPORT' })

describe('a foreign notebook', () => {
  test('gives its cells; outputs, attachments and metadata stay outside', () => {
    const cells = read(
      book(
        {
          cell_type: 'markdown',
          id: 'a',
          source: ['# Title\n', 'text'],
          attachments: { 'x.png': { 'image/png': 'AAAA' } },
        },
        {
          cell_type: 'code',
          id: 'b',
          source: 'df',
          outputs: [{ data: { 'text/html': 'SECRET' } }],
          metadata: { tags: ['SECRET'] },
        },
        { cell_type: 'code', id: 'b', source: '%%sql\nselect 1' },
        { cell_type: 'code', source: ['%%R\n', 'plot(1)'] },
        { cell_type: 'code', id: 'no good id', source: '%%bash\nrm -rf ```' },
        { cell_type: 'raw', id: 'f', source: 'raw' },
        { cell_type: 7, id: 'g', source: 'odd' },
        'no cell at all',
        null,
      ),
    )
    expect(cells.slice(0, 7)).toMatchObject([
      { id: 'a', language: 'markdown', source: '# Title\ntext' },
      { id: 'b', language: 'python', source: 'df' },
      { language: 'sql', source: 'select 1' },
      { language: 'r', source: 'plot(1)' },
      { language: 'markdown', source: '````\n%%bash\nrm -rf ```\n````' },
      { language: 'markdown', source: '```\nraw\n```' },
      { language: 'markdown', source: '```\nodd\n```' },
    ])
    expect(cells).toHaveLength(9)
    expect(new Set(cells.map(({ id }) => id)).size).toBe(9)
    expect(JSON.stringify(cells)).not.toContain('SECRET')
    const r = { ...book({ cell_type: 'code', source: 'x' }), metadata: { kernelspec: { language: 'R' } } }
    expect(read(r)[0]).toMatchObject({ language: 'r' })
  })

  test.each([
    ['no JSON', 'x'],
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x7b])],
    ['a bomb of brackets', '['.repeat(200_000)],
    ['an old format', JSON.stringify({ nbformat: 3, worksheets: [] })],
    ['no cells', JSON.stringify({ nbformat: 4 })],
    ['cells that are no list', JSON.stringify({ nbformat: 4, cells: { length: 9 } })],
    ['too many cells', JSON.stringify(book(...Array.from({ length: 501 }, () => ({}))))],
    ['a cell too long', JSON.stringify(book({ cell_type: 'code', source: 'x'.repeat(200_001) }))],
    ['too large', ' '.repeat(4_194_305)],
    ['a fence of thousands', JSON.stringify(book({ cell_type: 'raw', source: '`'.repeat(5_000) }))],
  ])('%s is refused', (_, bytes) => {
    expect(() => readIpynb(Buffer.from(bytes as string), newId)).toThrow(refused)
  })

  test('whatever is inside gives cells or a refusal, and no cell beyond the bounds', () => {
    const source = fc.oneof(fc.string(), fc.array(fc.string()), fc.anything())
    const cell = fc.oneof(
      fc.record({
        cell_type: fc.constantFrom('code', 'markdown', 'raw', '__proto__'),
        source,
        id: fc.anything(),
      }),
      fc.anything(),
    )
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 6 }), (cells) => {
        let text: string
        try {
          text = JSON.stringify(book(...cells))
        } catch {
          return
        }
        const made = read(text)
        for (const one of made) {
          expect(one.id).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
          expect(typeof one.source).toBe('string')
          expect(one.source).not.toContain('\0')
          expect(one.source.isWellFormed()).toBe(true)
        }
        expect(new Set(made.map(({ id }) => id)).size).toBe(made.length)
      }),
    )
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('a notebook as a file', () => {
  const cell = fc.record({
    language: fc.constantFrom<Cell['language']>('python', 'sql', 'r', 'markdown'),
    source: fc.string().filter((text) => !text.startsWith('%%') && !text.includes('\0')),
  })

  test('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 8 }), (cells) => {
        const asked = cells.map((one, at): Cell => ({ id: `c${at}`, ...one }))
        expect(readIpynb(writeIpynb(asked), newId)).toEqual(asked)
      }),
    )
  })

  test('holds outputs only where they are handed in, in the form of nbformat', () => {
    const asked: Cell = { id: 'a', language: 'python', source: 'x\ny' }
    const outputs: CellOutput[] = [
      { kind: 'text', stream: 'err', text: 'a\nb' },
      { kind: 'table', columns: [{ name: 'n', type: 'integer' }], rows: [[1], [null]], total: 2 },
      { kind: 'image', mime: 'image/png', base64: 'AAAA' },
      { kind: 'image', mime: 'image/svg+xml', base64: Buffer.from('<svg/>').toString('base64') },
      { kind: 'error', name: 'E', message: 'm', trace: 't\nu' },
    ]
    const plain = JSON.parse(writeIpynb([asked]).toString('utf8')) as { cells: { outputs: unknown[] }[] }
    expect(plain).toMatchObject({
      nbformat: 4,
      cells: [{ cell_type: 'code', source: ['x\n', 'y'], execution_count: null }],
    })
    expect(plain.cells[0]!.outputs).toEqual([])
    const full = JSON.parse(writeIpynb([{ ...asked, count: 3, outputs }]).toString('utf8')) as unknown
    expect(full).toMatchObject({
      cells: [
        {
          execution_count: 3,
          outputs: [
            { output_type: 'stream', name: 'stderr', text: ['a\n', 'b'] },
            { data: { 'text/plain': ['n\n', '1\n'] } },
            { data: { 'image/png': 'AAAA' } },
            { data: { 'image/svg+xml': ['<svg/>'] } },
            { output_type: 'error', ename: 'E', evalue: 'm', traceback: ['t', 'u'] },
          ],
        },
      ],
    })
  })
})
