import { expect, test } from 'vitest'
import { lastLines, ownLines, settledText } from './text.ts'

test('a line that begins anew shows its last state', () => {
  expect(settledText('10%\r50%\r100%\ndone')).toBe('100%\ndone')
  expect(settledText('a\r\nb')).toBe('a\nb')
  expect(settledText('half\r')).toBe('half')
})

test('colours of a terminal are taken out', () => {
  expect(settledText('\u001B[31mred\u001B[0m and \u001B]0;title\u0007plain')).toBe('red and plain')
})

test('a long text keeps its end', () => {
  expect(lastLines('1\n2\n3', 2)).toEqual({ text: '2\n3', hidden: 1 })
  expect(lastLines('1\n2', 2)).toEqual({ text: '1\n2', hidden: 0 })
})

test('lines of the own cell are found in a traceback', () => {
  const trace = [
    'Traceback (most recent call last):',
    '  File "<cell>", line 3, in <module>',
    '    f(0)',
    '  File "/usr/lib/python3/dist-packages/pandas/core/frame.py", line 4102, in __getitem__',
    '  File "<cell c1>", line 1, in f',
  ].join('\n')
  expect(ownLines(trace)).toEqual([3, 1])
})
