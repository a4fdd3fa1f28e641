import { crc32, deflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'
import { zip } from './clean/zip.ts'

/** Made-up files that tell in every way they can who made them. Each of these words must be nowhere after cleaning. */
export const TELLTALE = 'ZhangSanSecret'

export function png(text: string = TELLTALE): Buffer {
  const chunk = (name: string, body: Buffer) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(body.length, 0)
    head.write(name, 4, 'latin1')
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), body])))
    return Buffer.concat([head, body, sum])
  }
  const size = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', size),
    chunk('tEXt', Buffer.from(`Author\0${text}`)),
    chunk('eXIf', Buffer.from(`MM\0*${text}`)),
    chunk('tIME', Buffer.from([7, 233, 1, 1, 0, 0, 0])),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
    Buffer.from(text),
  ])
}

/** The smallest baseline JPEG of one grey point, with EXIF, XMP, a comment and bytes behind its end. */
export function jpeg(text: string = TELLTALE): Buffer {
  const segment = (marker: number, body: Buffer) =>
    Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body])
  const table = Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 16)])
  const frame = Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])
  const codes = (kind: number) => Buffer.concat([Buffer.from([kind, 1]), Buffer.alloc(15), Buffer.from([0])])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe1, Buffer.from(`Exif\0\0MM\0*${text}`)),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x>${text}</x>`)),
    segment(0xfe, Buffer.from(text)),
    segment(0xdb, table),
    segment(0xc0, frame),
    segment(0xc4, codes(0)),
    segment(0xc4, codes(0x10)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x3f, 0xff, 0xd9]),
    Buffer.from(text),
  ])
}

export const gif = (text: string = TELLTALE): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    Buffer.from([0x21, 0xfe, text.length]),
    Buffer.from(text),
    Buffer.from([0]),
    Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]),
    Buffer.from(text),
  ])

/** A PDF as a program writes it: properties, XMP, a picture, an attachment, a link, a note. */
export async function pdf(words = 'An honest text', extra: { readonly text?: string } = {}): Promise<Buffer> {
  const { text = TELLTALE } = extra
  const document = new PDFDocument({
    info: { Author: text, Title: text, Producer: text, Creator: text },
    lang: 'zh',
  })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const done = new Promise<void>((resolve) => document.on('end', () => resolve()))
  document.fontSize(12).text(words)
  document.image(jpeg(text), 72, 200, { width: 20 })
  document.file(Buffer.from(text), { name: `${text}.txt` })
  document.link(72, 72, 100, 20, `https://example.org/${text}`)
  document.note(72, 100, 20, 20, text)
  document.addPage().text('Second page')
  document.end()
  await done
  return Buffer.concat(parts)
}

/** Adds a revision behind a PDF, as a program does that saves changes: the old page stays in the bytes. */
export function revised(bytes: Buffer, page: number, content: string): Buffer {
  const text = bytes.toString('latin1')
  const root = /\/Root (\d+ 0 R)/.exec(text)![1]!
  const size = Number(/\/Size (\d+)/.exec(text)![1])
  const start = Number(/startxref\s+(\d+)/.exec(text)![1])
  const stream = `${page} 0 obj\n<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`
  const xref = `xref\n${page} 1\n${String(bytes.length + 1).padStart(10, '0')} 00000 n \n`
  const trailer = `trailer\n<< /Size ${size} /Root ${root} /Prev ${start} >>\nstartxref\n${bytes.length + 1 + stream.length}\n%%EOF\n`
  return Buffer.concat([bytes, Buffer.from(`\n${stream}${xref}${trailer}`, 'latin1')])
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const R = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A Word file with everything in it that tells of its author; `body` is XML of the text. */
export function docx(body = '<w:p><w:r><w:t>正文</w:t></w:r></w:p>', text: string = TELLTALE): Buffer {
  const part = (name: string, xml: string) => ({ name, bytes: Buffer.from(`<?xml version="1.0"?>${xml}`) })
  const overrides = ['word/document.xml', 'docProps/core.xml', 'word/comments.xml', 'customXml/item1.xml']
    .map((name) => `<Override PartName="/${name}" ContentType="application/xml"/>`)
    .join('')
  const rel = (id: number, type: string, target: string, mode = '') =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"${mode}/>`
  return zip([
    part(
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${overrides}</Types>`,
    ),
    part(
      '_rels/.rels',
      `<Relationships ${R}>${rel(1, 'officeDocument', 'word/document.xml')}${rel(2, 'core-properties', 'docProps/core.xml')}</Relationships>`,
    ),
    part(
      'docProps/core.xml',
      `<core><creator>${text}</creator><lastModifiedBy>${text}</lastModifiedBy></core>`,
    ),
    part('docProps/app.xml', `<app><Company>${text}</Company></app>`),
    part('customXml/item1.xml', `<a>${text}</a>`),
    part('word/comments.xml', `<w:comments ${W}><w:comment w:author="${text}"/></w:comments>`),
    part('word/people.xml', `<people>${text}</people>`),
    part('word/settings.xml', `<w:settings ${W}><w:rsids><w:rsid w:val="00AA"/></w:rsids></w:settings>`),
    part(
      'word/_rels/document.xml.rels',
      `<Relationships ${R}>${rel(1, 'comments', 'comments.xml')}${rel(2, 'image', 'media/image1.png')}${rel(3, 'hyperlink', `https://example.org/${text}`, ' TargetMode="External"')}${rel(4, 'attachedTemplate', `file:///C:/Users/${text}/a.dotx`, ' TargetMode="External"')}</Relationships>`,
    ),
    { name: 'word/media/image1.png', bytes: png(text) },
    part(
      'word/document.xml',
      `<!-- ${text} --><w:document ${W} xmlns:wp="p"><w:body>${body}<w:p w:rsidR="00AA"><w:ins w:id="1" w:author="${text}" w:date="2025-01-01T00:00:00Z"><w:r><w:t>添加</w:t></w:r></w:ins><w:del w:id="2" w:author="${text}"><w:r><w:delText>${text}</w:delText></w:r></w:del><w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><wp:docPr id="1" name="${text}.png" descr="C:\\${text}.png"/></w:p></w:body></w:document>`,
    ),
  ])
}

/** A zip as a Mac packs it, with the names and times of its members. */
export const archive = (members: readonly { readonly name: string; readonly bytes: Buffer }[]): Buffer => {
  const bytes = zip([...members, { name: '__MACOSX/._a', bytes: Buffer.from(TELLTALE) }])
  // A time: 2025-01-01 12:00 in every header.
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1))
    bytes.writeUInt32LE(0x5a216000, at + 12)
  return bytes
}
