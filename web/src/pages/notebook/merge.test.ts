import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cell } from '../../api/types.ts'
import { mergeCells } from './merge.ts'

const cells = (...pairs: string[]): Cell[] =>
  pairs.map((pair) => {
    const [id = '', source = ''] = pair.split(':')
    return { id, language: 'python', source }
  })
const said = (list: readonly Cell[]) => list.map(({ id, source }) => `${id}:${source}`)
const base = cells('a:1', 'b:2', 'c:3')

test('changes of different cells are put together', () => {
  const merged = mergeCells(base, cells('a:mine', 'b:2', 'c:3'), cells('a:1', 'b:2', 'c:theirs', 'd:4'))
  expect(said(merged.cells)).toEqual(['a:mine', 'b:2', 'c:theirs', 'd:4'])
  expect(merged.clashes).toEqual([])
})

test('a new cell of mine stays behind the one that it stood behind', () => {
  const merged = mergeCells(base, cells('a:1', 'x:9', 'b:2', 'c:3'), cells('c:3', 'a:1', 'b:2'))
  expect(said(merged.cells)).toEqual(['c:3', 'a:1', 'x:9', 'b:2'])
})

test('the same cell changed by both is a clash, and mine is not lost', () => {
  const merged = mergeCells(base, cells('a:mine', 'b:2', 'c:3'), cells('a:theirs', 'b:2', 'c:3'))
  expect(merged.clashes).toEqual(['a'])
  expect(merged.cells[0]!.source).toBe('mine')
  expect(mergeCells(base, cells('a:x', 'b:2', 'c:3'), cells('a:x', 'b:2', 'c:3')).clashes).toEqual([])
})

test('a deleted cell is gone, unless the other went on writing in it', () => {
  expect(said(mergeCells(base, cells('b:2', 'c:3'), base).cells)).toEqual(['b:2', 'c:3'])
  expect(said(mergeCells(base, base, cells('b:2', 'c:3')).cells)).toEqual(['b:2', 'c:3'])
  expect(mergeCells(base, cells('b:2', 'c:3'), cells('a:theirs', 'b:2', 'c:3')).clashes).toEqual(['a'])
  expect(said(mergeCells(base, cells('a:mine', 'b:2'), cells('b:2')).cells)).toContain('a:mine')
})

test('nothing written by either is lost, whatever both do', () => {
  const some = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      language: fc.constant('python' as const),
      source: fc.constantFrom('1', '2', '3'),
    }),
    { selector: ({ id }) => id },
  )
  fc.assert(
    fc.property(some, some, some, (was, mine, theirs) => {
      const merged = mergeCells(was, mine, theirs)
      const names = merged.cells.map(({ id }) => id)
      expect(new Set(names).size).toBe(names.length)
      const before = new Map(was.map((cell) => [cell.id, cell.source]))
      for (const { id, source } of [...mine, ...theirs])
        if (before.get(id) !== source)
          expect(
            merged.clashes.includes(id) || merged.cells.some((one) => one.id === id && one.source === source),
          ).toBe(true)
    }),
  )
})
