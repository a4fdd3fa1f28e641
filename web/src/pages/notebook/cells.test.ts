import { expect, test } from 'vitest'
import type { CellView, NotebookView } from '../../api/types.ts'
import { type Book, changeBook, isDirty, newCell, openBook, plainCell, withOutput } from './cells.ts'

const cell = (id: string, source = id): CellView => ({
  id,
  language: 'python',
  source,
  state: 'idle',
  outputs: [],
  cut: false,
  place: null,
  count: null,
  elapsedMs: null,
  ranBy: null,
  ranAt: null,
  problem: null,
})
const view = (cells: CellView[], version = 1): NotebookView => ({
  id: '01900000-0000-7000-8000-000000000001',
  seatId: '01900000-0000-7000-8000-000000000002',
  name: 'n',
  version,
  cells,
  changedBy: '01900000-0000-7000-8000-000000000003',
  changedAt: 0,
})
const ids = (book: Book) => book.cells.map(({ id }) => id).join('')
const book = openBook(view([cell('a'), cell('b'), cell('c')]))

test('cells are added, moved, deleted and brought back', () => {
  const added = changeBook(book, { do: 'add', cell: newCell('x', 'sql'), place: 1 })
  expect(ids(added)).toBe('axbc')
  expect(isDirty(added)).toBe(true)
  expect(ids(changeBook(added, { do: 'move', id: 'x', by: 1 }))).toBe('abxc')
  expect(ids(changeBook(added, { do: 'move', id: 'a', by: -1 }))).toBe('axbc')
  const without = changeBook(changeBook(added, { do: 'remove', id: 'b' }), { do: 'remove', id: 'a' })
  expect(ids(without)).toBe('xc')
  const back = changeBook(changeBook(without, { do: 'undo' }), { do: 'undo' })
  expect(ids(back)).toBe('axbc')
  expect(changeBook(back, { do: 'undo' })).toBe(back)
})

test('what was saved is not dirty, and a change back is none', () => {
  const edited = changeBook(book, { do: 'edit', id: 'a', source: 'z' })
  expect(isDirty(edited)).toBe(true)
  expect(isDirty(changeBook(edited, { do: 'edit', id: 'a', source: 'a' }))).toBe(false)
  const saved = { version: 2, name: 'n', cells: edited.cells.map(plainCell) }
  expect(isDirty(changeBook(edited, { do: 'saved', saved }))).toBe(false)
})

test('what the server tells of a cell leaves what is being written in it', () => {
  const edited = changeBook(book, { do: 'edit', id: 'a', source: 'being written' })
  const told = changeBook(edited, { do: 'told', cell: { ...cell('a', 'older'), state: 'ok', count: 3 } })
  expect(told.cells[0]).toMatchObject({ source: 'being written', state: 'ok', count: 3 })
  expect(changeBook(book, { do: 'told', cell: cell('gone') }).cells).toEqual(book.cells)
})

test('another language begins without the outputs of the one before', () => {
  const ran = changeBook(book, {
    do: 'told',
    cell: { ...cell('a'), state: 'ok', outputs: [{ kind: 'text', stream: 'out', text: '1' }] },
  })
  expect(changeBook(ran, { do: 'convert', id: 'a', language: 'markdown' }).cells[0]).toMatchObject({
    language: 'markdown',
    state: 'idle',
    outputs: [],
  })
})

test('text of one stream is one output', () => {
  const out = (text: string, stream: 'out' | 'err' = 'out') => ({ kind: 'text', stream, text }) as const
  expect(withOutput(withOutput([], out('a')), out('b'))).toEqual([out('ab')])
  expect(withOutput([out('a')], out('b', 'err'))).toEqual([out('a'), out('b', 'err')])
})

test('a colleague’s version brings how its cells went, and a cell of mine keeps how it went here', () => {
  const added = changeBook(book, { do: 'add', cell: newCell('x', 'python'), place: 3 })
  const ran = changeBook(added, { do: 'told', cell: { ...cell('x'), state: 'ok', count: 7 } })
  const theirs = view([cell('a', 'theirs'), { ...cell('b'), state: 'ok', count: 3 }], 5)
  const both = [...theirs.cells, ran.cells[3]!].map(plainCell)
  const taken = changeBook(ran, { do: 'taken', view: theirs, cells: both, name: 'n' })
  expect(taken.saved.version).toBe(5)
  expect(taken.cells.map(({ id, source, count }) => [id, source, count])).toEqual([
    ['a', 'theirs', null],
    ['b', 'b', 3],
    ['x', '', 7],
  ])
  expect(isDirty(taken)).toBe(true)
})

test('an earlier version comes back as a change that is not saved yet', () => {
  const ran = changeBook(book, { do: 'told', cell: { ...cell('b'), state: 'ok', count: 3 } })
  const back = changeBook(ran, {
    do: 'replace',
    cells: [newCell('b', 'python', 'older'), newCell('z', 'sql')],
  })
  expect(back.cells.map(({ id, source, count }) => [id, source, count])).toEqual([
    ['b', 'older', 3],
    ['z', '', null],
  ])
  expect(isDirty(back)).toBe(true)
  expect(back.removed).toEqual([])
})

test('outputs that come in are no writing: they do not put off saving', () => {
  const output = { kind: 'text', stream: 'out', text: '.' } as const
  expect(changeBook(book, { do: 'output', id: 'a', output }).edits).toBe(book.edits)
  expect(changeBook(book, { do: 'edit', id: 'a', source: 'z' }).edits).toBe(book.edits + 1)
})
