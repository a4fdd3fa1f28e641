import { expect, test } from 'vitest'
import { decided, emptyOpinion, opinionGap, opinionOf } from './opinion.ts'

const files = [{ id: 'a' }, { id: 'b' }]

test('an opinion needs a decision, a word on each file, and a reason unless it approves', () => {
  expect(opinionGap(emptyOpinion, files)).toBe('decision')
  const approving = decided(emptyOpinion, 'approve', files)
  expect(opinionGap(approving, files)).toBeNull()
  const returning = decided(emptyOpinion, 'return', files)
  expect(opinionGap(returning, files)).toBe('files')
  const said = { ...returning, files: { a: { ok: false, text: '' }, b: { ok: true, text: '' } } }
  expect(opinionGap(said, files)).toBe('reason')
  expect(opinionGap({ ...said, reasons: ['unrounded'] }, files)).toBeNull()
  expect(opinionGap({ ...said, text: ' 请取整计数 ' }, files)).toBeNull()
})

test('approving with a file that is not in order is a contradiction', () => {
  const draft = decided(emptyOpinion, 'approve', files)
  const split = { ...draft, files: { ...draft.files, b: { ok: false, text: '' } } }
  expect(opinionGap(split, files)).toBe('contradiction')
})

test('approving takes the reasons of a return back and keeps the words', () => {
  const returning = { ...decided(emptyOpinion, 'return', files), reasons: ['unrounded'] as const, text: 'x' }
  const approving = decided(returning, 'approve', files)
  expect(approving).toMatchObject({ reasons: [], text: 'x' })
  expect(opinionOf(approving, files)).toEqual({
    decision: 'approve',
    reasons: [],
    text: 'x',
    perFile: [
      { fileId: 'a', ok: true, text: '' },
      { fileId: 'b', ok: true, text: '' },
    ],
  })
})
