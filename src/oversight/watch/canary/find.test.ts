import { describe, expect, test } from 'vitest'
import { keysOf, NO_KEYS, showsKey } from './find.ts'

describe('a planted person', () => {
  const keys = keysOf(['P-0012-ab', '张三丰', '欧阳-修 文'])

  test.each([
    ['a row of it', 'id,n\np0012AB,3', true],
    ['its number in full width', 'Ｐ-００１２-ａｂ', true],
    ['a name in a sentence', '患者张三丰入院', true],
    ['a name broken up by blanks', '张 三 丰', true],
    ['a name entered with a dash and a blank', '欧阳修文', true],
    ['the same as entered', '欧阳-修 文', true],
    ['a longer number', 'P0012ABC', false],
    ['another name', '张三', false],
    ['nothing', '', false],
  ])('%s', (_, text, shown) => {
    expect(showsKey(keys, text)).toBe(shown)
    expect(showsKey(NO_KEYS, text)).toBe(false)
  })
})
