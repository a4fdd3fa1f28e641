import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inspectFile } from '../../../use/check/index.ts'
import { archive, docx, gif, jpeg, pdf, png, revised, TELLTALE } from './files.fixture.ts'
import { cleanFile } from './clean/clean.ts'
import { readDocument } from './clean/pdf/document.ts'
import { decode } from './clean/pdf/filters.ts'
import { isStream, type Value } from './clean/pdf/values.ts'
import { Refusal } from './clean/refusal.ts'
import { unzip, zip } from './clean/zip.ts'
import { MARK } from './mentions.ts'
import { redactionNeedles } from './needles.ts'

const clean = (name: string, bytes: Buffer, words: readonly string[] = []) =>
  cleanFile(name, bytes, { needles: redactionNeedles(words), depth: 0 })
const why = (name: string, bytes: Buffer): string => {
  try {
    clean(name, bytes)
    return 'cleaned'
  } catch (error) {
    return error instanceof Refusal ? error.why : String(error)
  }
}

/** Everything in it, unpacked: parts of archives, streams of PDFs. */
function everything(bytes: Buffer): string {
  const out = [bytes.toString('latin1'), bytes.toString('utf8')]
  if (bytes.subarray(0, 2).toString('latin1') === 'PK')
    for (const member of unzip(bytes)) out.push(member.name, everything(member.bytes))
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') {
    const text = bytes.toString('latin1')
    for (const match of text.matchAll(/stream\n/g)) {
      try {
        out.push(inflateSync(bytes.subarray(match.index + 7)).toString('latin1'))
      } catch {}
    }
    // Hexadecimal strings.
    for (const [, hex] of text.matchAll(/<([0-9a-f]{4,})>/g))
      out.push(Buffer.from(hex!, 'hex').toString('latin1'))
  }
  return out.join('\n')
}
const tells = (bytes: Buffer, word = TELLTALE) => everything(bytes).includes(word)

describe('what a file says beside its content', () => {
  test('the fixtures do tell, so that these tests mean something', async () => {
    for (const bytes of [png(), jpeg(), gif(), docx(), await pdf()]) expect(tells(bytes)).toBe(true)
  })

  test.each([
    ['a.png', png()],
    ['a.jpg', jpeg()],
    ['a.gif', gif()],
    ['a.docx', docx()],
    [
      'a.zip',
      archive([
        { name: 'b/a.png', bytes: png() },
        { name: 'c.docx', bytes: docx() },
      ]),
    ],
  ])('is gone from %s', (name, bytes) => {
    const { bytes: out, type } = clean(name, bytes)
    expect(tells(out)).toBe(false)
    expect(type).toBe(name.split('.')[1])
    // A clean copy is its own clean copy: nothing is left that a second look finds.
    expect(clean(name, out).bytes.equals(out)).toBe(true)
  })

  test('is gone from a PDF: properties, XMP, attachment, link, note, picture; the pages stay', async () => {
    const made = clean('a.pdf', await pdf('An honest text'))
    expect(tells(made.bytes)).toBe(false)
    expect(everything(made.bytes)).not.toMatch(
      /\/(?:Info|Metadata|EmbeddedFile|Annots|Names|ID|StructTreeRoot|Lang)\b/,
    )
    expect(made.passages.map(({ text }) => text.trim())).toEqual(['An honest text', 'Second page'])
    expect(made.pictures).toBe(1)
    const again = clean('a.pdf', made.bytes)
    expect(again.passages).toEqual(made.passages)
  })

  test('is gone with earlier revisions of a PDF', async () => {
    const first = await pdf(TELLTALE)
    const text = first.toString('latin1')
    const page = Number(/\/Contents (\d+) 0 R/.exec(text)![1])
    const bytes = revised(first, page, 'BT /F1 12 Tf 72 700 Td (Now honest) Tj ET')
    expect(tells(bytes)).toBe(true)
    const made = clean('a.pdf', bytes)
    expect(tells(made.bytes)).toBe(false)
    expect(made.passages[0]!.text).toContain('Now honest')
  })

  test('is gone from comments, artefacts and replacement words of a page', () => {
    const content = `% ${TELLTALE}\n/Span << /ActualText (${TELLTALE}) >> BDC BT (Shown) Tj ET EMC /Tag << /Who (${TELLTALE}) >> DP`
    const bytes = Buffer.from(
      `%PDF-1.4\n1 0 obj<< /Type /Catalog /Pages 2 0 R /Mine (${TELLTALE}) >>endobj\n2 0 obj<< /Type /Pages /Kids [3 0 R] /Count 1 >>endobj\n3 0 obj<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /PieceInfo << /A (${TELLTALE}) >> /Resources << /Mine (${TELLTALE}) /Properties << /P << /W (${TELLTALE}) >> >> /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Maker (${TELLTALE}) >> >> >> >>endobj\n4 0 obj<< /Length ${content.length} >>stream\n${content}\nendstream endobj\ntrailer<< /Root 1 0 R /Info << /Author (${TELLTALE}) >> >>`,
    )
    const { bytes: out } = clean('a.pdf', bytes)
    expect(tells(out)).toBe(false)
    const document = readDocument(out)
    const page = document.get(
      (document.get(document.root.get('Pages')) as Map<string, Value[]>).get('Kids')![0],
    )
    const stream = document.get((page as Map<string, Value>).get('Contents'))
    expect(isStream(stream) && decode(stream)!.toString()).toContain('<53686f776e> Tj')
  })

  test('members of an archive have no time of their own', () => {
    const out = clean('a.zip', archive([{ name: 'a.txt', bytes: Buffer.from('x') }])).bytes
    for (const mark of ['PK\x01\x02', 'PK\x03\x04']) {
      const at = out.indexOf(mark)
      expect(out.readUInt32LE(at + (mark === 'PK\x01\x02' ? 12 : 10))).toBe(0x210000)
    }
  })
})

describe('a damaged or crafted file', () => {
  test('gives nothing away: whatever bytes are changed, its words are gone or it is refused', async () => {
    const files = { 'a.pdf': await pdf(), 'a.docx': docx(), 'a.png': png(), 'a.jpg': jpeg(), 'a.gif': gif() }
    const change = fc.record({
      name: fc.constantFrom(...(Object.keys(files) as (keyof typeof files)[])),
      bytes: fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
        minLength: 1,
        maxLength: 5,
      }),
    })
    fc.assert(
      fc.property(change, ({ name, bytes }) => {
        const copy = Buffer.from(files[name])
        for (const [at, byte] of bytes) copy[Math.floor(at * copy.length)] = byte
        try {
          expect(tells(clean(name, copy).bytes)).toBe(false)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('another reader of files', () => {
  const hidden = async (path: string, bytes: Buffer) => {
    const terms = {
      minGroup: 1,
      rounding: 'none',
      identifying: [],
      maxBytes: 2 ** 26,
      direction: 'in',
    } as const
    const { findings } = await inspectFile({ path, bytes, context: null }, terms)
    return [...new Set(findings.map(({ rule }) => rule))].sort()
  }

  test('finds what lies hidden in the files, and nothing of it in their copies', async () => {
    const files = { 'a.pdf': await pdf(), 'a.docx': docx(), 'a.png': png(), 'a.jpg': jpeg() }
    for (const [name, bytes] of Object.entries(files)) {
      expect([name, (await hidden(name, bytes)).length > 0]).toEqual([name, true])
      expect([name, await hidden(name, clean(name, bytes).bytes)]).toEqual([name, []])
    }
  })
})

describe('words that are taken out', () => {
  test('are gone from every part of a Word file, also where they lie across runs', () => {
    const body =
      '<w:p><w:r><w:t>作者：张</w:t></w:r><w:r><w:rPr/><w:t>三丰</w:t></w:r><w:r><w:t>团队</w:t></w:r></w:p>'
    const made = clean('a.docx', docx(body), ['张三丰'])
    const text = made.passages.map((one) => one.text).join('\n')
    expect(text).toContain(`作者：${MARK}团队`)
    expect(everything(made.bytes)).not.toMatch(/张|三丰/)
  })

  test('are gone from text in any encoding, from notebooks and from names in archives', () => {
    const gb = Buffer.from([...Buffer.from('by '), 0xd5, 0xc5, 0xc8, 0xfd])
    expect(clean('a.txt', gb, ['张三']).bytes.toString()).toBe(`by ${MARK}`)
    const book = {
      nbformat: 4,
      metadata: { authors: [{ name: '张三' }] },
      cells: [
        {
          cell_type: 'code',
          metadata: { user: '张三' },
          source: ['# 张\n', '三 wrote this'],
          outputs: [{ data: { 'image/png': png('张三').toString('base64') } }],
        },
      ],
    }
    const note = clean('a.ipynb', Buffer.from(JSON.stringify(book)), ['张三'])
    expect(note.bytes.toString()).not.toMatch(/张|authors/)
    expect(note.pictures).toBe(1)
    const packed = clean('a.zip', archive([{ name: '张三/说明.txt', bytes: Buffer.from('由张三写') }]), [
      '张三',
    ])
    expect(unzip(packed.bytes).map(({ name }) => name)).toEqual([`${MARK}/说明.txt`])
    expect(everything(packed.bytes)).not.toContain('张三')
  })
})

describe('what cannot be cleaned is refused', () => {
  const plain = (root: string, more = '') =>
    Buffer.from(
      `%PDF-1.4\n1 0 obj<< /Type /Catalog /Pages 2 0 R ${root} >>endobj\n2 0 obj<< /Type /Pages /Kids [3 0 R] /Count 1 >>endobj\n3 0 obj<< /Type /Page /Parent 2 0 R ${more} >>endobj\ntrailer<< /Root 1 0 R >>`,
    )
  test.each([
    ['encrypted', 'a.pdf', Buffer.from(plain('').toString().replace('/Root', '/Encrypt 9 0 R /Root'))],
    ['form', 'a.pdf', plain('', '/Annots [<< /Subtype /Widget >>]')],
    // A black bar that is drawn over words, and can be taken away again.
    ['form', 'a.pdf', plain('', '/Annots [<< /Subtype /Redact >>]')],
    ['form', 'a.pdf', plain('', '/Annots [<< /Subtype /FreeText /Contents (x) >>]')],
    ['embedded', 'a.pdf', plain('/Collection << >>')],
    ['damaged', 'a.pdf', Buffer.from('%PDF-1.4 nothing')],
    ['macro', 'a.docx', zip([...unzip(docx()), { name: 'word/vbaProject.bin', bytes: Buffer.from('x') }])],
    [
      'embedded',
      'a.docx',
      zip([...unzip(docx()), { name: 'word/embeddings/oleObject1.bin', bytes: Buffer.from('x') }]),
    ],
    [
      'picture',
      'a.docx',
      zip([...unzip(docx()), { name: 'word/media/image2.emf', bytes: Buffer.from('x') }]),
    ],
    ['doctype', 'a.docx', docx().length > 0 ? withDoctype() : Buffer.alloc(0)],
    ['damaged', 'a.png', Buffer.concat([png().subarray(0, 30), Buffer.from('x')])],
    ['type', 'a.exe', Buffer.from('MZ\0\0')],
    ['type', 'a.mp4', Buffer.from('\0\0\0\x18ftypmp42')],
    ['type', 'a.zip', archive([{ name: 'a.exe', bytes: Buffer.from('MZ\0') }])],
    ['damaged', 'a.zip', zip([{ name: '../a.txt', bytes: Buffer.from('x') }])],
    [
      'damaged',
      'a.zip',
      archive([
        { name: 'a.txt', bytes: Buffer.from('x') },
        { name: 'a.txt', bytes: Buffer.from('y') },
      ]),
    ],
  ])('%s: %s', (reason, name, bytes) => {
    expect(why(name, bytes)).toBe(reason)
  })
})

function withDoctype(): Buffer {
  return zip(
    unzip(docx()).map(({ name, bytes }) => ({
      name,
      bytes: name === 'word/settings.xml' ? Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') : bytes,
    })),
  )
}
