import { crc32, deflateRawSync } from 'node:zlib'

export interface Packed {
  readonly name: string
  readonly data: Buffer
  /** Stored, deflated (the default), or said to be encrypted. */
  readonly as?: 'stored' | 'deflated' | 'encrypted'
}

/** A zip of some files, for tests. */
export function makeZip(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, data, as = 'deflated' } of files) {
    const packed = as === 'stored' ? data : deflateRawSync(data)
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800 | (as === 'encrypted' ? 1 : 0), 2)
    common.writeUInt16LE(as === 'stored' ? 0 : 8, 4)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, title, packed])
    const end = Buffer.alloc(14)
    end.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), common, end, title]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

export interface SheetText {
  readonly name: string
  /** `<row>` elements, or a whole `<sheetData>` with what follows it. */
  readonly xml: string
}

/** A workbook of hand-written sheets, for tests. */
export function makeXlsx(
  sheets: readonly SheetText[],
  { strings = [] as readonly string[], styles = '', book = '' } = {},
): Buffer {
  const relations = sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="http://x/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  relations.push(
    '<Relationship Id="rId98" Type="http://x/relationships/styles" Target="styles.xml"/>',
    '<Relationship Id="rId99" Type="http://x/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/>',
  )
  const listed = sheets.map(({ name }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns:r="r">${book}<sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet>${styles}</styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si>${text}</si>`).join('')}</sst>`,
  }
  sheets.forEach(({ xml }, i) => {
    const data = xml.includes('<sheetData') ? xml : `<sheetData>${xml}</sheetData>`
    parts[`xl/worksheets/sheet${i + 1}.xml`] = `<?xml version="1.0"?><worksheet>${data}</worksheet>`
  })
  return makeZip(Object.entries(parts).map(([name, text]) => ({ name, data: Buffer.from(text) })))
}
