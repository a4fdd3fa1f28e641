import { inflateSync } from 'node:zlib'

/**
 * The text of a PDF with embedded fonts, read as a reader would: content streams, and each font's ToUnicode map. Enough
 * of the format (PDF 1.7 §7.3, §9.10) for files whose objects stand outside of object streams.
 */
export function pdfText(bytes: Buffer): string {
  const objects = objectsOf(bytes)
  const pages = [...objects.values()].filter((object) => /\/Type \/Page\b/.test(object.head))
  return pages.map((page) => pageText(page, objects)).join('\n')
}

interface PdfObject {
  readonly head: string
  readonly stream: Buffer | null
}

function objectsOf(bytes: Buffer): Map<number, PdfObject> {
  const text = bytes.toString('latin1')
  const found = new Map<number, PdfObject>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const from = match.index + match[0].length
    const end = text.indexOf('endobj', from)
    const start = text.indexOf('stream\n', from)
    if (start < 0 || start > end) {
      found.set(Number(match[1]), { head: text.slice(from, end), stream: null })
      continue
    }
    const head = text.slice(from, start)
    const length = Number(/\/Length (\d+)/.exec(head)![1])
    const raw = bytes.subarray(start + 7, start + 7 + length)
    const stream = head.includes('/FlateDecode') ? inflateSync(raw) : raw
    found.set(Number(match[1]), { head, stream })
  }
  return found
}

const refs = (text: string): number[] => [...text.matchAll(/(\d+) 0 R/g)].map((match) => Number(match[1]))

function pageText(page: PdfObject, objects: ReadonlyMap<number, PdfObject>): string {
  const resources = objects.get(Number(/\/Resources (\d+) 0 R/.exec(page.head)?.[1]))?.head ?? page.head
  const fonts = new Map<string, ReadonlyMap<number, string>>()
  for (const [, name, id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const font = objects.get(Number(id))
    const map = objects.get(Number(/\/ToUnicode (\d+) 0 R/.exec(font?.head ?? '')?.[1]))
    fonts.set(name!, unicodeOf(map?.stream?.toString('latin1') ?? ''))
  }
  const contents = /\/Contents (\[[^\]]*\]|\d+ 0 R)/.exec(page.head)?.[1] ?? ''
  return refs(contents)
    .map((id) => shown(objects.get(id)?.stream?.toString('latin1') ?? '', fonts))
    .join('\n')
}

function shown(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map()
  let text = ''
  for (const [, name, list] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map()
    else {
      for (const [, hex] of list!.matchAll(/<([0-9a-f]+)>/gi))
        for (const glyph of hex!.match(/.{4}/g) ?? [])
          text += font.get(Number.parseInt(glyph, 16)) ?? '\ufffd'
      text += '\n'
    }
  }
  return text
}

/** `bfrange` lists of a ToUnicode map: glyph → text. */
function unicodeOf(map: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  for (const [, block] of map.matchAll(/beginbfrange\s([\s\S]*?)endbfrange/g)) {
    for (const [, from, list] of block!.matchAll(/<([0-9a-f]+)>\s*<[0-9a-f]+>\s*\[([^\]]*)\]/gi)) {
      let glyph = Number.parseInt(from!, 16)
      for (const [, hex] of list!.matchAll(/<([0-9a-f ]*)>/gi)) found.set(glyph++, utf16(hex!))
    }
  }
  return found
}

const utf16 = (hex: string): string =>
  (hex.replaceAll(' ', '').match(/.{4}/g) ?? [])
    .map((unit) => String.fromCharCode(Number.parseInt(unit, 16)))
    .join('')
