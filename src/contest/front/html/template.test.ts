import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markdown, plainWords } from './markdown.ts'
import { escaped, html, safeLink } from './template.ts'

/** Text with much of what breaks out of HTML. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        '<script>',
        '</p>',
        '<!--',
        '-->',
        '"',
        "'",
        '&',
        '&lt;',
        '>',
        '<',
        '\u0000',
        '\u202e',
        '\ud800',
        ' onload=',
        'javascript:alert(1)',
        '[a](javascript:alert(1))',
        '[a](https://x.cn/"onclick="1)',
        '**',
        '*',
        '`',
        '[',
        '](',
        ')',
        '\n# ',
        '\n- ',
        '\n1. ',
        '\n| a | b |\n| - | - |\n| c | d |\n',
        '\n---\n',
        '\n\n',
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

const TAGS =
  /^(?:\/?(?:p|ul|ol|li|strong|em|code|h2|h3|h4|table|thead|tbody|tr|td|a|div)|br|hr|th scope="col"|\/th|div class="scroll" tabindex="0"|a href="[^"<>]*" rel="nofollow noopener")$/

/** Every tag of it is one of ours, and between tags there is text alone. */
function mustBeOurs(text: string): void {
  const outside = text.replace(/<([^<>]*)>/g, (_, tag: string) => {
    expect(tag).toMatch(TAGS)
    return ''
  })
  expect(outside).not.toMatch(/[<>"]/)
  expect(outside.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
}

/** Opened and closed in the right order. */
function mustBalance(text: string): void {
  const open: string[] = []
  for (const [, end, tag] of text.matchAll(/<(\/?)([a-z0-9]+)[^<>]*>/g))
    if (tag === 'br' || tag === 'hr') continue
    else if (end === '') open.push(tag!)
    else expect(open.pop()).toBe(tag)
  expect(open).toEqual([])
}

describe('text in a page', () => {
  test('stays text, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const made = html`<p title="${a}">${b}</p>`.text
        const parts = /^<p title="([^"<>]*)">([^<>"]*)<\/p>$/.exec(made)
        expect(parts).not.toBeNull()
        expect(parts!.slice(1)).toEqual([escaped(a), escaped(b)])
      }),
      { numRuns: 1_000 },
    )
  })

  test('is what was written once it is read again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const back = escaped(text).replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => {
          return { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }[name]!
        })
        expect(back).toBe(text)
      }),
    )
  })

  test('what only looks like made HTML is text, too', () => {
    const forged = { text: '<b>' } as never
    expect(() => html`${forged}`.text).toThrow(TypeError)
    expect(html`${['<i>', html`<b>x</b>`, null, false, 0]}`.text).toBe('&lt;i&gt;<b>x</b>0')
  })
})

describe('markdown', () => {
  test('of any text makes our tags only, in order, with links that lead to the web', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(2 as const, 3 as const), (text, level) => {
        const made = markdown(text, level).text
        mustBeOurs(made)
        mustBalance(made)
        for (const [, to] of made.matchAll(/href="([^"]*)"/g))
          expect(to).toMatch(/^(?:https?:|mailto:|\/(?!\/))/i)
      }),
      { numRuns: 1_500 },
    )
  })

  test('knows headings, lists, tables, emphasis, code and links', () => {
    const text =
      '# 一\n\n段 **粗** *斜* `a<b`\n第二行\n\n- 甲\n- 乙\n\n1. 一\n2. 二\n\n| 名 | 数 |\n| --- | --- |\n| a | 1 |\n\n[站](https://example.com/a?b=1&c=2)'
    expect(markdown(text, 2).text).toBe(
      '<h2>一</h2><p>段 <strong>粗</strong> <em>斜</em> <code>a&lt;b</code><br>第二行</p><ul><li>甲</li><li>乙</li></ul>' +
        '<ol><li>一</li><li>二</li></ol><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">名</th><th scope="col">数</th></tr></thead>' +
        '<tbody><tr><td>a</td><td>1</td></tr></tbody></table></div>' +
        '<p><a href="https://example.com/a?b=1&amp;c=2" rel="nofollow noopener">站</a></p>',
    )
    expect(markdown('2.5 倍\n1、一').text).toBe('<p>2.5 倍</p><ol><li>一</li></ol>')
    expect(markdown('[x](javascript:alert(1))').text).toBe('<p>x)</p>')
    expect(markdown('<img src=x onerror=alert(1)>').text).toBe('<p>&lt;img src=x onerror=alert(1)&gt;</p>')
  })

  test.each(['*', '**', '`', '[', '](', '[](', '|', '| - ', '# ', '*a', '[a](', ' ', '- '])(
    'takes no long time for many of %j',
    (piece) => {
      const text = piece.repeat(20_000 / piece.length)
      const began = performance.now()
      markdown(text)
      plainWords(text, 160)
      expect(performance.now() - began).toBeLessThan(400)
    },
  )
})

test.each<[string, string | null]>([
  ['https://example.com/a', 'https://example.com/a'],
  ['mailto:a@example.com', 'mailto:a@example.com'],
  ['/contest/a', '/contest/a'],
  ['//example.com', null],
  ['/\\example.com', null],
  ['javascript:alert(1)', null],
  ['JaVaScRiPt:alert(1)', null],
  [' data:text/html,x', null],
  ['https://', null],
  ['https://a b', null],
  ['relative', null],
])('a link to %j leads to %j', (address, to) => expect(safeLink(address)).toBe(to))
