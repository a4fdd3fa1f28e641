import { describe, expect, test } from 'vitest'
import { csvOf } from './csv.ts'

describe('a table for a spreadsheet', () => {
  test.each([
    ['=1+1', `"'=1+1"`],
    ['+86 138', `"'+86 138"`],
    ['-2+3', `"'-2+3"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    [' =cmd|x', `"' =cmd|x"`],
    ['\t=1', `"'\t=1"`],
    ['＝1', `"'＝1"`],
    ['普通 name', '普通 name'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
  ])('%j is written %j', (text, cell) => expect(csvOf([[text]])).toBe(`\ufeff${cell}\r\n`))
})
