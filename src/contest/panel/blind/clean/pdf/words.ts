import { pictureEnd } from './content.ts'
import { decode } from './filters.ts'
import type { Document } from './document.ts'
import { isWord, scan } from './parse.ts'
import { type Dict, isDict, isName, isStream, isText, nameOf, type Value } from './values.ts'

type Reader = (codes: Buffer) => string | null

export interface Words {
  /** The words of a content stream with its resources, forms included. */
  page(content: Buffer, resources: Dict | null): string
  /** There was text whose letters are not known. */
  unread(): boolean
}

export function wordsOf(document: Document): Words {
  const readers = new Map<unknown, Reader>()
  let unread = false
  const dictOf = (value: Value | undefined): Dict | null => {
    const item = document.get(value)
    return isDict(item) ? item : null
  }
  const fontOf = (resources: Dict | null, name: string): Reader => {
    const font = dictOf(dictOf(resources?.get('Font'))?.get(name))
    if (!font) return () => null
    let reader = readers.get(font)
    if (!reader) readers.set(font, (reader = readerOf(document, font)))
    return reader
  }
  const page = (content: Buffer, resources: Dict | null, depth: number): string => {
    let out = ''
    let read: Reader = () => null
    let operands: Value[] = []
    const show = (value: Value | undefined) => {
      if (!isText(value)) return
      const text = read(value.text)
      if (text === null) unread ||= value.text.length > 0
      else out += text
    }
    const scanner = scan(content, 0, { refs: false })
    for (let token = scanner.next(); token !== undefined; token = scanner.next()) {
      if (!isWord(token)) {
        operands.push(token)
        if (operands.length > 2000) operands = operands.slice(-1000)
        continue
      }
      const last = operands.at(-1)
      if (token.word === 'Tf') read = fontOf(resources, nameOf(operands[0]) ?? '')
      else if (token.word === 'Tj') show(last)
      else if (token.word === "'" || token.word === '"') {
        out += '\n'
        show(last)
      } else if (token.word === 'TJ' && Array.isArray(last))
        for (const part of last) {
          // A wide step to the right stands for a blank.
          if (typeof part === 'number') out += part < -250 ? ' ' : ''
          else show(part)
        }
      else if (/^(?:Td|TD|Tm|T\*|ET)$/.test(token.word)) out += out.endsWith('\n') ? '' : '\n'
      else if (token.word === 'Do' && isName(last) && depth < 8) {
        const form = document.get(dictOf(resources?.get('XObject'))?.get(last.name))
        if (isStream(form) && nameOf(form.dict.get('Subtype')) === 'Form') {
          const body = decode(form)
          if (body) out += `\n${page(body, dictOf(form.dict.get('Resources')) ?? resources, depth + 1)}\n`
        }
      } else if (token.word === 'ID') {
        scanner.at = pictureEnd(content, scanner.at)
      }
      operands = []
    }
    return out
  }
  return { page: (content, resources) => page(content, resources, 0), unread: () => unread }
}

function readerOf(document: Document, font: Dict): Reader {
  const map = document.get(font.get('ToUnicode'))
  const body = isStream(map) ? decode(map) : null
  if (body) return byMap(body.toString('latin1'))
  if (nameOf(font.get('Subtype')) !== 'Type0') return simple(document, font)
  const encoding = nameOf(font.get('Encoding')) ?? ''
  if (/^Uni\w+-(?:UCS2|UTF16)-[HV]$/.test(encoding))
    return (codes) => new TextDecoder('utf-16be').decode(codes)
  if (/^(?:GBK|GBKp|GBK2K|GB|GBpc)-(?:EUC-)?[HV]$/.test(encoding))
    return (codes) => new TextDecoder('gb18030').decode(codes)
  return () => null
}

/** One byte a letter; where the font names its letters itself, only names that are known are read. */
function simple(document: Document, font: Dict): Reader {
  const encoding = document.get(font.get('Encoding'))
  const own = isDict(encoding) ? document.get(encoding.get('Differences')) : null
  const drawn = nameOf(font.get('Subtype')) === 'Type3'
  const plain = (code: number) => (drawn ? null : new TextDecoder('windows-1252').decode(Uint8Array.of(code)))
  const letters = new Map<number, string | null>()
  let code = 0
  for (const item of Array.isArray(own) ? own : []) {
    if (typeof item === 'number') code = item
    else letters.set(code++, letterOf(nameOf(item) ?? ''))
  }
  return (codes) => {
    const read = [...codes].map((one) => (letters.has(one) ? letters.get(one)! : plain(one)))
    return read.includes(null) ? null : read.join('')
  }
}

const NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  "space: |one:1|two:2|three:3|four:4|five:5|six:6|seven:7|eight:8|nine:9|zero:0|period:.|comma:,|colon::|semicolon:;|hyphen:-|minus:-|plus:+|equal:=|slash:/|at:@|underscore:_|parenleft:(|parenright:)|bracketleft:[|bracketright:]|percent:%|quoteright:'|quoteleft:'|quotesingle:'|quotedbl:\"|asterisk:*|ampersand:&|exclam:!|question:?|greater:>|less:<|endash:-|emdash:-|bullet:·|fi:fi|fl:fl|ff:ff|ffi:ffi|ffl:ffl|numbersign:#|dollar:$|bar:|asciitilde:~"
    .split('|')
    .map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]),
)

/** Names of letters as the Adobe glyph list makes them; null for one that is not known here. */
function letterOf(name: string): string | null {
  if (/^[A-Za-z]$/.test(name)) return name
  if (name === '.notdef') return ''
  const code = /^(?:uni|u)([0-9A-Fa-f]{4,5})$/.exec(name)?.[1]
  return code === undefined ? (NAMES[name] ?? null) : String.fromCodePoint(Number.parseInt(code, 16))
}

const MOST_CODES = 70_000

/** `bfchar` and `bfrange` of a ToUnicode map (§9.10.3). */
function byMap(map: string): Reader {
  const texts = new Map<number, string>()
  let width = 1
  const set = (code: string, by: number, text: string) => {
    width = Math.max(width, code.length / 2)
    if (texts.size < MOST_CODES) texts.set(Number.parseInt(code, 16) + by, text)
  }
  const blocks = (name: string) =>
    map
      .split(`begin${name}`)
      .slice(1)
      .map((part) => part.split(`end${name}`, 1)[0]!)
  for (const block of blocks('bfchar'))
    for (const [, code, text] of block.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f\s]*)>/gi))
      set(code!, 0, utf16(text!))
  for (const block of blocks('bfrange'))
    for (const [, low, high, text, list] of block.matchAll(
      /<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*(?:<([0-9a-f\s]*)>|\[([^\]]*)\])/gi,
    )) {
      const span = Math.min(65_535, Number.parseInt(high!, 16) - Number.parseInt(low!, 16))
      const own = list?.match(/<[0-9a-f\s]*>/gi) ?? []
      for (let by = 0; by <= span; by++) {
        const listed = own[by]?.slice(1, -1)
        if (listed !== undefined) set(low!, by, utf16(listed))
        else if (text !== undefined) set(low!, by, after(utf16(text), by))
      }
    }
  return (codes) => {
    let out = ''
    let known = false
    for (let at = 0; at + width <= codes.length; at += width) {
      const text = texts.get(codes.readUIntBE(at, width))
      known ||= text !== undefined
      out += text ?? ''
    }
    return known || codes.length === 0 ? out : null
  }
}

const utf16 = (hex: string): string =>
  (hex.replaceAll(/\s/g, '').match(/.{4}/g) ?? [])
    .map((unit) => String.fromCharCode(Number.parseInt(unit, 16)))
    .join('')

const after = (text: string, by: number): string =>
  text === '' ? '' : text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + by)
