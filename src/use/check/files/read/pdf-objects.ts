import type { Look } from '../look/look.ts'
import { inflate } from './inflate.ts'

export interface PdfObject {
  readonly number: number
  /** Its dictionary as text, names without their escapes. */
  readonly head: string
  readonly stream: Buffer | null
}

/** All objects of the file, those in object streams too (PDF 1.7 §7.3, §7.5.7). @throws Overrun */
export function objectsOf(look: Look, bytes: Buffer, place: string): PdfObject[] {
  const text = bytes.toString('latin1')
  const objects: PdfObject[] = []
  let from = 0
  const starts = /(\d{1,10})\s+\d{1,5}\s+obj\b/g
  for (let match = starts.exec(text); match; match = starts.exec(text)) {
    look.use('steps', 20, place)
    from = match.index + match[0].length
    const object = objectAt(bytes, text, Number(match[1]), from)
    objects.push(object.object)
    starts.lastIndex = object.end
  }
  return [...objects, ...objects.flatMap((object) => inObjectStream(look, object, place))]
}

function objectAt(
  bytes: Buffer,
  text: string,
  number: number,
  from: number,
): { object: PdfObject; end: number } {
  const close = text.indexOf('endobj', from)
  const end = close < 0 ? text.length : close
  const open = from + text.slice(from, end).indexOf('stream')
  if (open < from) return { object: { number, head: named(text.slice(from, end)), stream: null }, end }
  const head = named(text.slice(from, open))
  const start = open + (text.startsWith('\r\n', open + 6) ? 8 : 7)
  const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(head)?.[1] ?? Number.NaN)
  const marked =
    text.startsWith('endstream', start + length) ||
    /^\s{0,2}endstream/.test(text.slice(start + length, start + length + 12))
  const stop = marked ? start + length : text.indexOf('endstream', start)
  const last = stop < 0 ? text.length : stop
  const after = text.indexOf('endobj', last)
  return {
    object: { number, head, stream: bytes.subarray(start, last) },
    end: after < 0 ? text.length : after,
  }
}

/** A name may be written with its letters as numbers: /#4aS is /JS. */
const named = (head: string): string =>
  head.replaceAll(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

function inObjectStream(look: Look, object: PdfObject, place: string): PdfObject[] {
  if (!object.stream || !/\/Type\s*\/ObjStm/.test(object.head)) return []
  const body = decodedStream(look, object, place)?.toString('latin1')
  const first = Number(/\/First\s+(\d+)/.exec(object.head)?.[1])
  if (!body || !Number.isSafeInteger(first)) return []
  const pairs = body.slice(0, first).trim().split(/\s+/).map(Number)
  look.use('steps', pairs.length * 10, place)
  const found: PdfObject[] = []
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const next = pairs[i + 3] ?? body.length
    found.push({
      number: pairs[i]!,
      head: named(body.slice(first + pairs[i + 1]!, first + next)),
      stream: null,
    })
  }
  return found
}

/** The bytes of a stream with its filters taken off; null where one is not known or the bytes are damaged. */
export function decodedStream(look: Look, { head, stream }: PdfObject, place: string): Buffer | null {
  const filters = /\/Filter\s*(\[[^\]]*\]|\/\w+)/.exec(head)?.[1]?.match(/\/\w+/g) ?? []
  let bytes: Buffer | null = stream
  for (const filter of filters) {
    if (!bytes) return null
    if (/^\/(?:FlateDecode|Fl)$/.test(filter)) bytes = inflate(look, 'zlib', bytes, place)
    else if (/^\/(?:ASCIIHexDecode|AHx)$/.test(filter))
      bytes = Buffer.from(bytes.toString('latin1').replaceAll(/[^0-9a-fA-F]/g, ''), 'hex')
    else if (/^\/(?:ASCII85Decode|A85)$/.test(filter)) bytes = ascii85(bytes.toString('latin1'))
    else return null
  }
  return bytes
}

function ascii85(text: string): Buffer {
  const out: number[] = []
  let group: number[] = []
  const flush = (pad: number) => {
    const value = group.reduce((sum, digit) => sum * 85 + digit, 0)
    for (let i = 0; i < 4 - pad; i++) out.push(Math.floor(value / 256 ** (3 - i)) & 255)
    group = []
  }
  for (const character of text.replace(/~>[\s\S]*$/, '')) {
    const digit = character.charCodeAt(0) - 33
    if (character === 'z' && group.length === 0) out.push(0, 0, 0, 0)
    else if (digit >= 0 && digit < 85) group.push(digit)
    if (group.length === 5) flush(0)
  }
  if (group.length > 1) {
    const pad = 5 - group.length
    while (group.length < 5) group.push(84)
    flush(pad)
  }
  return Buffer.from(out)
}
