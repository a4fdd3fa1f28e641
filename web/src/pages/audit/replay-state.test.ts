import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Recorded } from '../../api/audit.ts'
import { inOrder, marksOf, restMs, thenAt } from './replay-state.ts'

const step = (seq: number, change: Partial<Recorded>): Recorded => ({
  seq,
  at: seq * 1000,
  userId: 'a',
  kind: 'state',
  notebookId: null,
  cellId: null,
  text: '',
  outputs: [],
  leaf: null,
  ...change,
})
const out = (text: string) => [{ kind: 'text' as const, stream: 'out' as const, text }]
const session: Recorded[] = [
  step(1, { kind: 'joined' }),
  step(2, { kind: 'cell', notebookId: 'n', cellId: 'c1', text: '1 + 1', leaf: 7 }),
  step(3, { kind: 'output', notebookId: 'n', cellId: 'c1', outputs: out('2') }),
  step(4, { kind: 'joined', userId: 'b' }),
  step(5, { kind: 'cell', notebookId: 'n', cellId: 'c2', text: 'x', userId: 'b' }),
  step(6, { kind: 'cell', notebookId: 'n', cellId: 'c1', text: '1 + 2', userId: 'b', leaf: 9 }),
  step(7, { kind: 'output', notebookId: 'n', cellId: 'c1', outputs: out('3') }),
  step(8, { kind: 'left' }),
  step(9, { kind: 'export' }),
]

test('the notebook is as it was then, and shows nothing of what came later', () => {
  const early = thenAt(session, 2)
  expect(early.present).toEqual(['a'])
  expect(early.notebooks).toEqual([
    { id: 'n', cells: [{ id: 'c1', source: '1 + 1', outputs: out('2'), by: 'a', at: 3000, leaf: 7 }] },
  ])
  const rerun = thenAt(session, 5).notebooks[0]!.cells
  expect(rerun.map(({ id, source, outputs }) => [id, source, outputs])).toEqual([
    ['c1', '1 + 2', []],
    ['c2', 'x', []],
  ])
  expect(thenAt(session, 8)).toMatchObject({ present: ['b'] })
  expect(thenAt(session, 6).notebooks[0]!.cells[0]).toMatchObject({ outputs: out('3'), by: 'b', leaf: 9 })
})

test('before the first step nothing is there', () => {
  expect(thenAt(session, -1)).toEqual({ notebooks: [], present: [] })
  expect(thenAt([], 0)).toEqual({ notebooks: [], present: [] })
})

test('steps play in the order of the recording, each once, however they came (property)', () => {
  const shuffled = fc.shuffledSubarray([...session, ...session], { minLength: 18, maxLength: 18 })
  fc.assert(
    fc.property(shuffled, (steps) => {
      expect(inOrder(steps)).toEqual(session)
    }),
  )
})

test('going back and forth shows the same as going straight (property)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), (place) => {
      const straight = thenAt(session, place)
      thenAt(session, 8)
      expect(thenAt(inOrder([...session].reverse()), place)).toEqual(straight)
    }),
  )
})

test('pauses shrink with the speed and are bounded; marks stand where they happened', () => {
  expect(restMs(session[0]!, session[1]!, 1)).toBe(1000)
  expect(restMs(session[0]!, session[1]!, 4)).toBe(250)
  expect(restMs(step(1, {}), step(2, { at: 9_999_999 }), 1)).toBe(2000)
  expect(restMs(step(1, {}), step(2, { at: 1000 }), 16)).toBe(40)
  expect(marksOf(session)).toEqual([{ place: 8, share: 1, kind: 'export' }])
})
