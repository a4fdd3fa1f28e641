import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { barePng } from './image.ts'
import { render } from './render.ts'

const LIMITS = { rows: 2, characters: 20 }
const chunk = (name: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length)
  head.write(name, 4, 'latin1')
  return Buffer.concat([head, body, Buffer.alloc(4)])
}
const PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  chunk('IHDR', Buffer.alloc(13)),
  chunk('tEXt', Buffer.from('Comment\u0000310101199003074477')),
  chunk('eXIf', Buffer.from('a name')),
  chunk('IDAT', deflateSync(Buffer.alloc(4))),
  chunk('IEND', Buffer.alloc(0)),
  Buffer.from('rows,behind,the,picture'),
])
const JPEG = Buffer.concat([
  Buffer.from('ffd8', 'hex'),
  Buffer.from('ffe1000cexif: name', 'latin1').subarray(0, 4),
  Buffer.alloc(0),
])

describe('a file as it may be looked at', () => {
  test('a table: its head, its first rows, and how many there are', () => {
    const csv = Buffer.from('\uFEFFage,n\n"0-9, ""x""",12\n10-19,15\n20-29,18\n')
    expect(render('a.csv', csv, LIMITS)).toEqual({
      kind: 'table',
      columns: ['age', 'n'],
      rows: [
        ['0-9, "x"', '12'],
        ['10-19', '15'],
      ],
      total: 3,
      cut: true,
    })
  })

  test('a text: its beginning', () => {
    expect(render('a.txt', Buffer.from('x'.repeat(30)), LIMITS)).toEqual({
      kind: 'text',
      text: 'x'.repeat(20),
      cut: true,
    })
    expect(render('a.html', Buffer.from('<script>1</script>'), LIMITS)).toMatchObject({ kind: 'text' })
  })

  test('a picture: the picture alone, whatever else was in its file', () => {
    const bare = barePng(PNG)!
    expect(bare.includes('310101')).toBe(false)
    expect(bare.includes('a name')).toBe(false)
    expect(bare.includes('behind')).toBe(false)
    expect(render('a.csv', PNG, LIMITS)).toMatchObject({ kind: 'image', mime: 'image/png' })
    expect(barePng(PNG.subarray(0, 40))).toBeNull()
    expect(render('a.jpg', JPEG, LIMITS)).toMatchObject({ kind: 'none' })
  })

  test('an SVG is the source of an image and never a page; a notebook is text; a model is not shown', () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    expect(render('a.svg', svg, LIMITS)).toMatchObject({ kind: 'image', mime: 'image/svg+xml' })
    const notebook = { cells: [{ cell_type: 'code', source: ['x = 1\n', 'x'], outputs: [{ text: '7' }] }] }
    const shown = render('a.ipynb', Buffer.from(JSON.stringify(notebook)), { rows: 1, characters: 500 })
    expect(shown).toMatchObject({ kind: 'text', text: expect.stringContaining('x = 1') as unknown })
    expect(JSON.stringify(shown)).toContain('7')
    expect(render('a.pkl', Buffer.from([0x80, 4, 0, 0xff]), LIMITS)).toMatchObject({ kind: 'none' })
  })
})
