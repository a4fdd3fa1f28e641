import { expect, test } from 'vitest'
import { linesOf } from './lines.ts'

test('names and scopes fit their lines, broken at blanks, and say when something is left out', () => {
  expect(linesOf('Whether you are enrolled', 19, 2)).toEqual(['Whether you are', 'enrolled'])
  expect(linesOf('\u53c2\u4fdd'.repeat(8), 12, 2)).toEqual([
    '\u53c2\u4fdd'.repeat(3),
    `${'\u53c2\u4fdd'.repeat(3).slice(0, -1)}\u2026`,
  ])
  expect(linesOf('short', 19, 2)).toEqual(['short'])
})
