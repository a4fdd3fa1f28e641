import { redactText } from '../mentions.ts'
import type { Cleaned, Cleaning } from './cleaned.ts'
import { cleanPicture } from './image.ts'
import { Refusal } from './refusal.ts'

export const TEXT_ENDINGS = new Set(
  'txt md csv tsv json jsonl py r sql tex yml yaml toml ini sh js ts java c cpp h go rs'.split(' '),
)

/** Text in UTF-8 or GB18030, given in UTF-8 without a mark at its head. @throws Refusal for what is no text */
export function decodeText(bytes: Buffer): string {
  if (bytes.includes(0)) throw new Refusal('type')
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {}
  throw new Refusal('type')
}

export function cleanText(bytes: Buffer, type: string, { needles }: Cleaning): Cleaned {
  const text = redactText(decodeText(bytes), needles)
  return {
    type,
    bytes: Buffer.from(text),
    passages: [{ place: '', text }],
    fixed: false,
    pictures: 0,
    unread: false,
  }
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A notebook: cells and what they gave; no kernels, no paths, no marks of who ran it and when. */
export function cleanNotebook(bytes: Buffer, { needles }: Cleaning): Cleaned {
  const raw = decodeText(bytes)
  let book: { cells?: unknown; nbformat?: unknown; nbformat_minor?: unknown }
  try {
    book = JSON.parse(raw) as typeof book
  } catch {
    throw new Refusal('damaged')
  }
  if (!Array.isArray(book?.cells)) throw new Refusal('damaged')
  let pictures = 0
  const said: string[] = []
  const redact = (text: string) => {
    const now = redactText(text, needles)
    said.push(now)
    return now
  }
  /** Pictures are kept clean; every other text has its words taken out, line by line as it is stored. */
  const copy = (value: Json, key = ''): Json => {
    if (/^image\/(?:png|jpeg|gif)$/.test(key)) {
      const lines = Array.isArray(value) ? value : [value]
      const text = lines.filter((line) => typeof line === 'string').join('')
      const picture = cleanPicture(Buffer.from(text, 'base64'))
      if (!picture) throw new Refusal('picture')
      pictures++
      return picture.bytes.toString('base64')
    }
    if (/^image\/|^application\/(?!json)/.test(key)) throw new Refusal('embedded')
    if (typeof value === 'string') return redact(value)
    if (Array.isArray(value)) {
      // Lines of one text: a name may be broken over two of them.
      if (value.every((one) => typeof one === 'string')) return redact(value.join('')).split(/(?<=\n)/)
      return value.map((one) => copy(one))
    }
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name !== 'metadata' && name !== 'id')
        .map(([name, part]) => [redactText(name, needles), copy(part, name)]),
    )
  }
  const cells = (book.cells as Json[]).map((cell) => ({
    ...(copy(cell) as { [key: string]: Json }),
    metadata: {},
  }))
  const made = { cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }
  return {
    type: 'ipynb',
    bytes: Buffer.from(JSON.stringify(made, null, 1)),
    passages: [{ place: '', text: said.join('\n') }],
    fixed: false,
    pictures,
    unread: false,
  }
}
