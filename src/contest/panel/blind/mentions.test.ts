import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MARK, mentionsIn, plainOf, redactRuns, redactText } from './mentions.ts'
import { needlesOf, redactionNeedles } from './needles.ts'

const MAKERS = {
  team: { name: '数愈队', number: '03-0012' },
  people: [{ name: '张三丰', phone: '19912345678' }],
  bodies: [{ name: '北京协和医院（合成）', uscc: '12310000MB9X00001K' }],
}
const NEEDLES = needlesOf(MAKERS, [{ name: '北京协和医院', alias: 'PUMCH' }])
const found = (text: string) =>
  mentionsIn(text, NEEDLES).map(({ kind, start, end }) => [kind, text.slice(start, end)])

describe('mentions', () => {
  test.each([
    ['由张三丰完成', [['person', '张三丰']]],
    ['由张 三　丰完成', [['person', '张 三　丰']]],
    ['由张\u200b三\u200d丰完成', [['person', '张\u200b三\u200d丰']]],
    ['由张**三**丰完成', [['person', '张**三**丰']]],
    ['联系１９９-1234-5678', [['phone', '１９９-1234-5678']]],
    ['第1 199 1234 5678号', [['phone', '199 1234 5678']]],
    ['来自协和的数据', [['alias', '协和']]],
    ['来自 pumch 的数据', [['alias', 'pumch']]],
    ['北京协和医院提供', [['body', '北京协和医院']]],
    [
      '数愈队（03-0012）',
      [
        ['team', '数愈队'],
        ['team', '03-0012'],
      ],
    ],
    [
      'someone@example.org，13800000000',
      [
        ['email', 'someone@example.org'],
        ['phone', '13800000000'],
      ],
    ],
    ['身份证 310000199001010012', [['identity', '310000199001010012']]],
    ['没有任何线索', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test('takes a moment for a long text that is made to take long', () => {
    const began = performance.now()
    for (const text of [
      'a'.repeat(300_000),
      '1 '.repeat(150_000),
      'a.'.repeat(150_000),
      `${'a'.repeat(300_000)}@`,
    ])
      mentionsIn(text, NEEDLES)
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  test('a short word of letters is no part of another word', () => {
    const lee = [{ kind: 'person' as const, text: 'lee' }]
    expect(mentionsIn('asleep', lee)).toEqual([])
    expect(mentionsIn('by Lee, 2025', lee)).toHaveLength(1)
    expect(mentionsIn('Mr Lee goes', lee)).toHaveLength(1)
  })

  test('what is taken out is nowhere in the text any more, however it was cut into runs', () => {
    const needles = redactionNeedles([plainOf('张三丰').text, plainOf('secret').text])
    const piece = fc.constantFrom('张', '三', '丰', ' ', 'se', 'cret', 'S', '文', '\u200b', '。')
    fc.assert(
      fc.property(
        fc.array(
          fc.array(piece, { maxLength: 4 }).map((one) => one.join('')),
          { maxLength: 8 },
        ),
        (runs) => {
          const out = redactRuns(runs, needles)
          expect(out).toHaveLength(runs.length)
          expect(mentionsIn(out.join(''), needles, false)).toEqual([])
          // Nothing else is lost.
          const kept = (text: string) => Array.from(text).filter((letter) => letter === '。').length
          expect(kept(out.join(''))).toBe(kept(runs.join('')))
        },
      ),
    )
  })

  test('the mark does not tell how long the word was, and blank stays blank', () => {
    const out = (text: string) => redactText(text, redactionNeedles([plainOf(text).text]))
    expect(out('张三')).toBe(MARK)
    expect(out('一个很长很长的单位名称')).toBe(MARK)
    expect(redactText('', NEEDLES)).toBe('')
  })
})
