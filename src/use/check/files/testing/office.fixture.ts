import { makeXlsx, makeZip } from '../../../../supply/source/files/make-zip.fixture.ts'
import { bytes } from './make.fixture.ts'

type Cell = string | number

/** Rows of a sheet as XML with inline strings. */
export const rowsXml = (
  rows: readonly (readonly Cell[])[],
  attributes: (row: number) => string = () => '',
): string =>
  rows
    .map(
      (row, r) =>
        `<row r="${r + 1}" ${attributes(r + 1)}>${row.map((cell, c) => cellXml(cell, `${String.fromCharCode(65 + c)}${r + 1}`)).join('')}</row>`,
    )
    .join('')

const cellXml = (cell: Cell, reference: string): string =>
  typeof cell === 'number'
    ? `<c r="${reference}"><v>${cell}</v></c>`
    : `<c r="${reference}" t="inlineStr"><is><t>${cell}</t></is></c>`

export const sheet = (
  name: string,
  rows: readonly (readonly Cell[])[],
  attributes?: (row: number) => string,
) => ({ name, xml: rowsXml(rows, attributes) })

export const GOOD_ROWS: readonly (readonly Cell[])[] = [
  ['地区', '人数', '平均费用'],
  ['浦东新区', 1250, 3210.5],
  ['徐汇区', 860, 2987.1],
  ['静安区', 640, 3055.8],
]

export const book = (
  sheets: Parameters<typeof makeXlsx>[0],
  options: Parameters<typeof makeXlsx>[1] = {},
): Buffer => makeXlsx(sheets, options)

/** A workbook with more parts, and changes to those that are there. */
export function bookWith(
  parts: Readonly<Record<string, string | Buffer>>,
  change: (name: string, text: string) => string = (_, text) => text,
): Buffer {
  const base: Record<string, string | Buffer> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="结果" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rowsXml(GOOD_ROWS)}</sheetData></worksheet>`,
    ...parts,
  }
  return makeZip(
    Object.entries(base).map(([name, content]) => ({
      name,
      data: Buffer.isBuffer(content) ? content : bytes(change(name, content)),
    })),
  )
}

const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

export const document = (body: string, parts: Readonly<Record<string, string | Buffer>> = {}): Buffer =>
  makeZip(
    Object.entries({
      '[Content_Types].xml': '<Types/>',
      'word/document.xml': `<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
      ...parts,
    }).map(([name, content]) => ({ name, data: Buffer.isBuffer(content) ? content : bytes(content) })),
  )

export const prose = (...texts: readonly string[]): string => texts.map(paragraph).join('')
export const tableXml = (rows: readonly (readonly string[])[]): string =>
  `<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`
export { makeZip }
