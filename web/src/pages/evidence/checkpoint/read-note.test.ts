import { expect, test } from 'vitest'
import { keyIdOf, readNote } from './read-note.ts'

test('every line of a checkpoint is told what it is', () => {
  const note = 'log.example\n12\nAAAA\nsm3-root BBBB\nmore\n\n— log.example AQIDBGFi\n— witness BQYHCGFi\n'
  const lines = readNote(note)
  expect(lines.map(({ kind }) => kind)).toEqual([
    'origin',
    'size',
    'root',
    'sm3',
    'extension',
    'blank',
    'signature',
    'signature',
  ])
  expect(lines.at(-1)?.name).toBe('witness')
  expect(keyIdOf(lines.at(-1)!.text)).toBe('05060708')
  expect(keyIdOf('— x !')).toBe('')
})
