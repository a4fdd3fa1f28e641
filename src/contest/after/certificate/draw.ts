import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import PDFDocument from 'pdfkit'
import QRCode from 'qrcode'
import type { CertificateContent } from './content.ts'

type Doc = InstanceType<typeof PDFDocument>

const GOLD = '#9c6f1e'
const INK = '#1f1f1f'
const GREY = '#555555'
const EDGE = 28
const QR_SIZE = 84

/** Noto Sans, simplified Chinese: only the characters that are used are embedded. */
const fontFile = (weight: 'Regular' | 'Bold'): string =>
  join(
    dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
    `../fonts/NotoSansHans-${weight}.otf`,
  )

/** One page, the same bytes for the same content. Half a second of work: called in a worker only. */
export function drawCertificate(content: CertificateContent): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    // The day of the award and not of the making; no name of a person, a team or a program.
    info: { Title: content.number, CreationDate: new Date(content.at) },
  })
  delete doc.info.Producer
  delete doc.info.Creator
  const parts: Buffer[] = []
  doc.on('data', (part: Buffer) => parts.push(part))
  doc.registerFont('text', readFileSync(fontFile('Regular')))
  doc.registerFont('bold', readFileSync(fontFile('Bold')))
  frame(doc)
  head(doc, content)
  body(doc, content)
  foot(doc, content)
  return new Promise((accept, reject) => {
    doc.on('error', reject)
    doc.on('end', () => accept(Buffer.concat(parts)))
    doc.end()
  })
}

function frame(doc: Doc): void {
  const { width, height } = doc.page
  doc
    .lineWidth(3)
    .strokeColor(GOLD)
    .rect(EDGE, EDGE, width - 2 * EDGE, height - 2 * EDGE)
    .stroke()
  doc.lineWidth(0.8)
  doc.rect(EDGE + 6, EDGE + 6, width - 2 * EDGE - 12, height - 2 * EDGE - 12).stroke()
}

function head(doc: Doc, { contestZh, contestEn, demo }: CertificateContent): void {
  line(doc, '获奖证书', { at: 62, size: 34, font: 'bold', colour: GOLD })
  line(doc, 'CERTIFICATE OF AWARD', { at: 108, size: 12, colour: GOLD })
  line(doc, contestZh, { at: 138, size: 17, font: 'bold' })
  line(doc, contestEn, { at: 163, size: 10, colour: GREY })
  if (demo)
    line(doc, '演示赛事，非真实奖项 made-up contest, not a real award', {
      at: 44,
      size: 9,
      colour: '#b00020',
    })
}

function body(doc: Doc, content: CertificateContent): void {
  line(doc, content.awardZh, { at: 192, size: 30, font: 'bold', colour: GOLD })
  line(doc, content.awardEn, { at: 232, size: 12, colour: GOLD })
  line(doc, `《${content.title}》`, { at: 262, size: 18, font: 'bold' })
  const labels: readonly (readonly [string, string])[] = [
    ['参赛队 Team', content.team],
    ['赛道或领域 Division', `${content.divisionZh} ${content.divisionEn}`],
    ['单位 Bodies', content.bodies.join('；')],
    ['成员 Members', content.members.join('、')],
  ]
  table(doc, labels, { top: 300, bottom: 452 })
}

/** Shrinks until long lists of bodies and members fit: nobody is left out of a certificate. */
function table(
  doc: Doc,
  rows: readonly (readonly [string, string])[],
  { top, bottom }: { readonly top: number; readonly bottom: number },
): void {
  const left = 130
  const labelled = 130
  const width = doc.page.width - 2 * left - labelled
  let size = 12
  const heights = () => rows.map(([, value]) => doc.heightOfString(value || '—', { width }) + size * 0.45)
  doc.font('text').fontSize(size)
  while (size > 4 && heights().reduce((sum, one) => sum + one, 0) > bottom - top) doc.fontSize((size -= 0.5))
  let y = top
  for (const [at, [label, value]] of rows.entries()) {
    doc.fillColor(GREY).text(label, left, y, { width: labelled - 8, lineBreak: false })
    doc.fillColor(INK).text(value || '—', left + labelled, y, { width })
    y += heights()[at]!
  }
}

function foot(doc: Doc, content: CertificateContent): void {
  const { width, height } = doc.page
  const top = height - EDGE - 26 - QR_SIZE
  code(doc, content.address, EDGE + 26, top)
  doc.font('text').fontSize(8).fillColor(GREY)
  const beside = EDGE + 26 + QR_SIZE + 12
  doc.text(`证书编号 No. ${content.number}`, beside, top + 34, { width: 320 })
  doc.text('扫码或打开下列地址查验真伪与存证回执', beside, top + 47, { width: 320 })
  doc.text('Scan or open this address to verify it and get its receipt', beside, top + 58, { width: 320 })
  doc.text(content.address, beside, top + 70, { width: 320 })
  const right = width - EDGE - 26 - 240
  doc.font('bold').fontSize(13).fillColor(INK)
  doc.text(content.organiserZh, right, top + 32, { width: 240, align: 'center' })
  doc.font('text').fontSize(9).fillColor(GREY)
  doc.text(content.organiserEn, right, top + 51, { width: 240, align: 'center' })
  doc
    .fontSize(11)
    .fillColor(INK)
    .text(content.day, right, top + 68, { width: 240, align: 'center' })
}

/** The printed code, as rectangles: no picture, so that it prints sharp at any size. */
function code(doc: Doc, text: string, left: number, top: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const cell = QR_SIZE / modules.size
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) doc.rect(left + column * cell, top + row * cell, cell, cell)
  doc.fillColor('black').fill()
}

/** A line in the middle; too long a text is made smaller, at last broken. */
function line(
  doc: Doc,
  text: string,
  style: { readonly at: number; readonly size: number; readonly font?: string; readonly colour?: string },
): void {
  const width = doc.page.width - 2 * (EDGE + 40)
  let { size } = style
  doc.font(style.font ?? 'text').fontSize(size)
  while (size > 8 && doc.widthOfString(text) > width) doc.fontSize((size -= 0.5))
  doc.fillColor(style.colour ?? INK).text(text, EDGE + 40, style.at, { width, align: 'center' })
}
