import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import PDFDocument from 'pdfkit'
import type { PdfContent } from './pdf-content.ts'

const MARGIN = 56
const LABEL_WIDTH = 130
const GREY = '#555555'

/** Noto Sans, simplified Chinese: only the characters that are used are embedded. */
const fontFile = (): string =>
  join(
    dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
    '../fonts/NotoSansHans-Regular.otf',
  )

/** The pages as one PDF. A second of work: called in a worker only. */
export function drawPdf(content: PdfContent): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: content.titleZh },
  })
  const parts: Buffer[] = []
  doc.on('data', (part: Buffer) => parts.push(part))
  doc.registerFont('text', readFileSync(fontFile()))
  doc.font('text')
  head(doc, content)
  table(doc, content.facts)
  for (const { title, text } of content.sections) {
    heading(doc, title)
    doc.fontSize(9.5).fillColor('black').text(text, { lineGap: 3 })
  }
  if (content.signatures.length > 0) {
    heading(doc, '签署 Signatures')
    table(doc, content.signatures)
  }
  doc.moveDown(1).fontSize(10).fillColor('black').text(content.verify, MARGIN)
  footers(doc, content.footer)
  return new Promise((accept, reject) => {
    doc.on('error', reject)
    doc.on('end', () => accept(Buffer.concat(parts)))
    doc.end()
  })
}

type Doc = InstanceType<typeof PDFDocument>

function head(doc: Doc, { titleZh, titleEn, notice }: PdfContent): void {
  doc.fontSize(18).text(titleZh, { align: 'center' })
  doc.fontSize(11).fillColor(GREY).text(titleEn, { align: 'center' })
  if (notice) doc.fontSize(10).fillColor('#b00020').text(notice, { align: 'center' })
  doc.moveDown(1)
}

function heading(doc: Doc, text: string): void {
  doc.moveDown(1).fontSize(12).fillColor('black').text(text, MARGIN)
  doc.moveDown(0.3)
}

/** Two columns; each row is as high as its higher side. */
function table(doc: Doc, rows: readonly (readonly [string, string])[]): void {
  const width = doc.page.width - 2 * MARGIN - LABEL_WIDTH
  doc.fontSize(9)
  for (const [label, value] of rows) {
    const height = Math.max(
      doc.heightOfString(label, { width: LABEL_WIDTH - 8 }),
      doc.heightOfString(value, { width }),
    )
    if (doc.y + height > doc.page.height - MARGIN) doc.addPage()
    const top = doc.y
    doc.fillColor(GREY).text(label, MARGIN, top, { width: LABEL_WIDTH - 8 })
    doc.fillColor('black').text(value, MARGIN + LABEL_WIDTH, top, { width })
    doc.x = MARGIN
    doc.y = top + height + 4
  }
}

function footers(doc: Doc, footer: string): void {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page)
    // Below the margin: without this the library would begin a new page.
    doc.page.margins.bottom = 0
    const text = `${footer}　${page - start + 1} / ${count}`
    doc
      .fontSize(7.5)
      .fillColor(GREY)
      .text(text, MARGIN, doc.page.height - 36, { lineBreak: false })
  }
}
