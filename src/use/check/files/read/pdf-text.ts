import type { Look } from '../look/look.ts'
import { decodedStream, type PdfObject } from './pdf-objects.ts'

/** What a font's codes mean; `wide`: codes of two bytes. */
export interface FontMap {
  readonly texts: ReadonlyMap<number, string>
  readonly wide: boolean
}

/** Maps of each font's name on the pages, from codes to text; a name may mean several fonts. */
export type Fonts = ReadonlyMap<string, readonly FontMap[]>

export function fontsOf(look: Look, objects: readonly PdfObject[], place: string): Fonts {
  const byNumber = new Map(objects.map((object) => [object.number, object]))
  const maps = new Map<number, FontMap>()
  for (const { number, head } of objects) {
    const map = byNumber.get(Number(/\/ToUnicode\s+(\d+)\s+\d+\s+R/.exec(head)?.[1]))
    const text = map && decodedStream(look, map, place)?.toString('latin1')
    if (text) maps.set(number, unicodeOf(text))
  }
  const fonts = new Map<string, FontMap[]>()
  for (const { head } of objects) {
    for (const [, name, number] of head.matchAll(/\/([\w+.-]{1,40})\s+(\d+)\s+\d+\s+R/g)) {
      const map = maps.get(Number(number))
      if (map) fonts.set(name!, [...(fonts.get(name!) ?? []).slice(0, 8), map])
    }
  }
  return fonts
}

const MAX_MAP = 2_000_000

/** `bfchar` and `bfrange` of a ToUnicode map (PDF 1.7 §9.10.3). */
function unicodeOf(whole: string): FontMap {
  const map = whole.slice(0, MAX_MAP)
  const texts = new Map<number, string>()
  let wide = false
  const set = (code: string, by: number, text: string) => {
    wide ||= code.length > 2
    if (texts.size < 70_000) texts.set(Number.parseInt(code, 16) + by, text)
  }
  for (const block of blocks(map, 'bfchar')) {
    for (const [, code, text] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f\s]*)>/gi))
      set(code!, 0, utf16(text!))
  }
  for (const block of blocks(map, 'bfrange')) {
    const ranges = /<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*(?:<([0-9a-f\s]*)>|\[([^\]]*)\])/gi
    for (const [, low, high, text, list] of block.matchAll(ranges)) {
      const width = Math.min(65_535, Number.parseInt(high!, 16) - Number.parseInt(low!, 16))
      const own = list?.match(/<[0-9a-f\s]*>/gi) ?? []
      for (let by = 0; by <= width; by++) {
        const listed = own[by]?.slice(1, -1) ?? null
        if (listed !== null) set(low!, by, utf16(listed))
        else if (text !== undefined) set(low!, by, next(utf16(text), by))
      }
    }
  }
  return { texts, wide }
}

/** What stands between `begin…` and `end…`. */
function blocks(map: string, name: string): string[] {
  return map
    .split(`begin${name}`)
    .slice(1)
    .map((part) => part.split(`end${name}`, 1)[0]!)
}

const utf16 = (hex: string): string =>
  (hex.replaceAll(/\s/g, '').match(/.{4}/g) ?? [])
    .map((unit) => String.fromCharCode(Number.parseInt(unit, 16)))
    .join('')

const next = (text: string, by: number): string =>
  text === '' ? '' : text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + by)

const OPERATORS =
  /\/([\w+.-]{1,40})\s+-?[\d.]+\s+Tf|\((?:[^()\\]|\\[\s\S])*\)|<([0-9a-fA-F\s]*)>|(-?\d+(?:\.\d+)?)|\b(T[dDmJj*]|ET|BT)\b|['"]/g

/** The words of a content stream in their order; a new line wherever the place on the page is set. */
export function contentText(content: string, fonts: Fonts): string {
  let maps: readonly FontMap[] = []
  let out = ''
  for (const match of content.matchAll(OPERATORS)) {
    const [whole, font, hex, number, operator] = match
    if (font !== undefined) maps = fonts.get(font) ?? []
    else if (whole.startsWith('(')) out += shown(unescaped(whole.slice(1, -1)), maps)
    else if (hex !== undefined)
      out += shown(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex').toString('latin1'), maps)
    // Within TJ a wide step to the right stands for a blank.
    else if (number !== undefined) out += Number(number) < -200 ? ' ' : ''
    else if (operator !== undefined && operator !== 'TJ' && operator !== 'Tj' && !out.endsWith('\n'))
      out += '\n'
  }
  return out
}

function shown(codes: string, maps: readonly FontMap[]): string {
  if (maps.length === 0) return codes
  return maps.map(({ texts, wide }) => read(codes, texts, wide)).join('')
}

function read(codes: string, texts: FontMap['texts'], wide: boolean): string {
  let text = ''
  for (let i = 0; i < codes.length; i += wide ? 2 : 1) {
    const code = wide ? codes.charCodeAt(i) * 256 + codes.charCodeAt(i + 1) : codes.charCodeAt(i)
    text += texts.get(code) ?? ''
  }
  return text
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(\d{1,3}|\r\n|[\s\S])/g, (_, code: string) => {
    if (/^[0-7]{1,3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255)
    return (
      ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' } as Record<string, string>)[code] ??
      code.replace(/^[\r\n]+$/, '')
    )
  })
}

/** Texts in a dictionary: titles, authors, names of fields. */
export function literals(head: string): string[] {
  const found: string[] = []
  for (const [, plain, hex] of head.matchAll(/\(((?:[^()\\]|\\[\s\S])*)\)|<((?:[0-9a-fA-F]{2}\s*){4,})>/g)) {
    const raw =
      plain === undefined
        ? Buffer.from(hex!.replaceAll(/\s/g, ''), 'hex')
        : Buffer.from(unescaped(plain), 'latin1')
    found.push(
      raw[0] === 0xfe && raw[1] === 0xff ? new TextDecoder('utf-16be').decode(raw) : raw.toString('latin1'),
    )
  }
  return found
}
