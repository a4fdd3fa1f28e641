import type { Cleaned, Cleaning, Passage } from '../cleaned.ts'
import { cleanJpeg } from '../image.ts'
import { Refusal } from '../refusal.ts'
import { copyContent } from './content.ts'
import { type Document, readDocument } from './document.ts'
import { decode, filtersOf } from './filters.ts'
import { DRAWN, NOTES, RESOURCES } from './keys.ts'
import { type Dict, isDict, isRef, isStream, nameOf, type Stream, type Value } from './values.ts'
import { wordsOf } from './words.ts'
import { type Made, writeDocument } from './write.ts'

const MOST_PAGES = 5_000

/**
 * A new file with the pages and what they draw with. Everything else of the old one is not copied: properties, XMP,
 * attachments, notes, links, layers, structure, earlier revisions, comments. A file with forms or stamps is refused.
 */
export function cleanPdf(bytes: Buffer, _cleaning: Cleaning): Cleaned {
  const document = readDocument(bytes)
  const { root } = document
  if (root.has('Collection')) throw new Refusal('embedded')
  const copy = createCopy(document)
  const words = wordsOf(document)
  const passages: Passage[] = []
  const tree = copy.place()
  const kids: Value[] = []
  for (const page of pagesOf(document)) {
    notesOnly(document, page.dict)
    const content = contentOf(document, page.dict)
    passages.push({ place: `page ${kids.length + 1}`, text: words.page(content, page.resources) })
    const dict: Dict = new Map<string, Value>([
      ['Type', { name: 'Page' }],
      ['Parent', { ref: tree }],
      ['Contents', { ref: copy.add({ dict: new Map(), body: copyContent(content), pack: true }) }],
    ])
    if (page.resources) dict.set('Resources', copy.value(page.resources, 'resources'))
    for (const [key, value] of page.shape) dict.set(key, copy.value(value, 'drawn'))
    kids.push({ ref: copy.add({ value: dict }) })
  }
  if (kids.length === 0) throw new Refusal('damaged')
  copy.set(tree, {
    value: new Map<string, Value>([
      ['Type', { name: 'Pages' }],
      ['Kids', kids],
      ['Count', kids.length],
    ]),
  })
  const catalog = copy.add({
    value: new Map<string, Value>([
      ['Type', { name: 'Catalog' }],
      ['Pages', { ref: tree }],
    ]),
  })
  return {
    type: 'pdf',
    bytes: writeDocument(copy.objects, catalog),
    passages,
    fixed: true,
    pictures: copy.pictures(),
    unread: words.unread(),
  }
}

interface Page {
  readonly dict: Dict
  readonly resources: Dict | null
  /** Its box and turn, its own or from above. */
  readonly shape: ReadonlyMap<string, Value>
}

const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate']

function pagesOf(document: Document): Page[] {
  const pages: Page[] = []
  const seen = new Set<Dict>()
  const visit = (item: Value | undefined, above: ReadonlyMap<string, Value>) => {
    const dict = document.get(item)
    if (!isDict(dict) || seen.has(dict)) throw new Refusal('damaged')
    seen.add(dict)
    const own = new Map(above)
    for (const key of INHERITED) {
      const value = dict.get(key)
      if (value !== undefined && value !== null) own.set(key, value)
    }
    const kids = document.get(dict.get('Kids'))
    if (Array.isArray(kids)) {
      for (const kid of kids) visit(kid, own)
      return
    }
    if (pages.length >= MOST_PAGES) throw new Refusal('too_large')
    const resources = document.get(own.get('Resources'))
    const shape = new Map([...own].filter(([key]) => key !== 'Resources'))
    const group = dict.get('Group')
    if (group !== undefined) shape.set('Group', group)
    pages.push({ dict, resources: isDict(resources) ? resources : null, shape })
  }
  visit(document.root.get('Pages'), new Map())
  return pages
}

function notesOnly(document: Document, page: Dict): void {
  const notes = document.get(page.get('Annots'))
  if (!Array.isArray(notes)) return
  for (const note of notes) {
    const dict = document.get(note)
    if (isDict(dict) && !NOTES.has(nameOf(dict.get('Subtype')) ?? '')) throw new Refusal('form')
  }
}

function contentOf(document: Document, page: Dict): Buffer {
  const contents = document.get(page.get('Contents'))
  const streams = Array.isArray(contents) ? contents.map((one) => document.get(one)) : [contents]
  return Buffer.concat(
    streams.flatMap((stream) => {
      if (!isStream(stream)) return []
      return [mustDecode(stream), Buffer.from('\n')]
    }),
  )
}

function mustDecode(stream: Stream): Buffer {
  const body = decode(stream)
  if (!body) throw new Refusal('filter')
  return body
}

/** What a dictionary is: something drawn, the resources of a page, or names that its writer chose. */
type Kind = 'drawn' | 'resources' | 'names' | 'glyphs'

const kindBelow = (kind: Kind, key: string): Kind => {
  if (kind === 'resources') return 'names'
  if (key === 'Resources') return 'resources'
  if (key === 'CharProcs') return 'glyphs'
  return key === 'Colorants' ? 'names' : 'drawn'
}

function createCopy(document: Document) {
  const objects: Made[] = []
  const done = new Map<string, number>()
  let pictures = 0
  const place = () => objects.push({ value: null })
  const set = (number: number, made: Made) => void (objects[number - 1] = made)
  const add = (made: Made) => objects.push(made)

  const value = (item: Value, kind: Kind): Value => {
    if (isRef(item)) return reference(item.ref, kind)
    if (Array.isArray(item)) return item.map((one) => value(one, 'drawn'))
    return isDict(item) ? dictionary(item, kind) : item
  }
  const reference = (ref: number, kind: Kind): Value => {
    const target = document.get({ ref })
    if (isDict(target) && /^Pages?$/.test(nameOf(target.get('Type')) ?? '')) return null
    if (!isStream(target) && !isDict(target) && !Array.isArray(target)) return target
    const key = `${ref} ${kind}`
    const known = done.get(key)
    if (known !== undefined) return { ref: known }
    const number = place()
    done.set(key, number)
    set(number, isStream(target) ? stream(target, kind) : { value: value(target, kind) })
    return { ref: number }
  }
  const dictionary = (dict: Dict, kind: Kind): Dict => {
    const out: Dict = new Map()
    for (const [key, item] of dict) {
      if (kind === 'drawn' && !DRAWN.has(key)) continue
      if (kind === 'resources' && !RESOURCES.has(key)) continue
      // Layers and marks: drawn whether on or off, so that nothing lies hidden below.
      if (kind === 'resources' && key === 'Properties') continue
      const below = kind === 'glyphs' || kind === 'names' ? kind : kindBelow(kind, key)
      out.set(key, value(item, kind === 'names' ? 'drawn' : below))
    }
    return out
  }
  const stream = (from: Stream, kind: Kind): Made => {
    const type = nameOf(from.dict.get('Subtype'))
    const dict = dictionary(
      new Map([...from.dict].filter(([key]) => !/^(?:Length|Filter|DecodeParms|F|DL)$/.test(key))),
      'drawn',
    )
    if (type === 'PS') throw new Refusal('type')
    if (type === 'Image') return picture(from, dict)
    const body = mustDecode(from)
    const drawn = type === 'Form' || from.dict.get('PatternType') === 1 || kind === 'glyphs'
    return { dict, body: drawn ? copyContent(body) : body, pack: true }
  }
  const picture = (from: Stream, dict: Dict): Made => {
    pictures++
    const filters = filtersOf(from)
    const last = filters.at(-1) ?? ''
    if (last.startsWith('DCT')) {
      const before = decode({
        raw: from.raw,
        dict: new Map([['Filter', filters.slice(0, -1).map((name) => ({ name }))]]),
      })
      if (!before) throw new Refusal('filter')
      dict.set('Filter', { name: 'DCTDecode' })
      return { dict, body: cleanJpeg(before), pack: false }
    }
    if (
      /^(?:CCITTFaxDecode|CCF|JBIG2Decode|RunLengthDecode|RL|LZWDecode|LZW)$/.test(last) &&
      filters.length === 1
    ) {
      dict.set('Filter', { name: last })
      const parms = from.dict.get('DecodeParms')
      if (parms !== undefined) dict.set('DecodeParms', value(parms, 'drawn'))
      return { dict, body: from.raw, pack: false }
    }
    return { dict, body: last === 'JPXDecode' ? refuse() : mustDecode(from), pack: true }
  }
  return { objects, place, set, add, value, pictures: () => pictures }
}

/** JPEG 2000 keeps boxes of text that are not taken apart here. */
const refuse = (): never => {
  throw new Refusal('picture')
}
