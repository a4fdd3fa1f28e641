import { expect, test } from 'vitest'
import { readMarkdown } from './markdown-tree.ts'

test('headings, lists, code and tables', () => {
  expect(readMarkdown('# 一个**标题**\n\n- a\n- b `c`\n\n3. x\n\n```python\nx = 1\n```\n\n---\n')).toEqual([
    {
      kind: 'heading',
      level: 1,
      inside: [
        { kind: 'text', text: '一个' },
        { kind: 'strong', inside: [{ kind: 'text', text: '标题' }] },
      ],
    },
    {
      kind: 'list',
      from: null,
      items: [
        [{ kind: 'paragraph', inside: [{ kind: 'text', text: 'a' }] }],
        [
          {
            kind: 'paragraph',
            inside: [
              { kind: 'text', text: 'b ' },
              { kind: 'code', text: 'c' },
            ],
          },
        ],
      ],
    },
    { kind: 'list', from: 3, items: [[{ kind: 'paragraph', inside: [{ kind: 'text', text: 'x' }] }]] },
    { kind: 'code', text: 'x = 1' },
    { kind: 'rule' },
  ])
  expect(readMarkdown('| a | b |\n|---|---|\n| 1 | *2* |')[0]).toEqual({
    kind: 'table',
    head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
    rows: [[[{ kind: 'text', text: '1' }], [{ kind: 'em', inside: [{ kind: 'text', text: '2' }] }]]],
  })
})

test('tags are text, and pictures are their words', () => {
  const all = JSON.stringify(
    readMarkdown('<script>alert(1)</script>\n\n<img src=x onerror=y> ![alt](https://a.example/p.png)'),
  )
  expect(all).toContain('<script>alert(1)</script>')
  expect(all).toContain('onerror=y')
  expect(all).toContain('alt')
  expect(all).not.toContain('a.example')
})

test('a link keeps its target apart from its words', () => {
  expect(readMarkdown('[看](/seats) 与 [外](https://a.example)')[0]).toEqual({
    kind: 'paragraph',
    inside: [
      { kind: 'link', to: '/seats', inside: [{ kind: 'text', text: '看' }] },
      { kind: 'text', text: ' 与 ' },
      { kind: 'link', to: 'https://a.example', inside: [{ kind: 'text', text: '外' }] },
    ],
  })
})
