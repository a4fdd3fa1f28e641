import { Refusal } from '../refusal.ts'
import { decode } from './filters.ts'
import { isWord, scan } from './parse.ts'
import { type Dict, isDict, isRef, isStream, type Item, nameOf, type Stream, type Value } from './values.ts'

const MOST_OBJECTS = 500_000

export interface Document {
  readonly root: Dict
  /** Follows references; null for what is not there. */
  get(value: Value | undefined): Item
}

/**
 * All objects of a file in the order of its bytes: of several with one number the last one counts, as it does after
 * incremental updates. Only what can be reached from the root is copied later, so that older ones are gone.
 * @throws Refusal
 */
export function readDocument(bytes: Buffer): Document {
  const items = new Map<number, Item>()
  const trailers: Dict[] = []
  const starts = bytes.toString('latin1')
  const header = /(\d{1,10})[\s\0]+\d{1,5}[\s\0]+obj\b|\btrailer\b/g
  let read = 0
  for (let match = header.exec(starts); match; match = header.exec(starts)) {
    if (++read > MOST_OBJECTS) throw new Refusal('too_large')
    const scanner = scan(bytes, header.lastIndex)
    const value = scanner.next()
    if (match[1] === undefined) {
      if (isDict(value)) trailers.push(value)
      header.lastIndex = Math.max(header.lastIndex, scanner.at)
      continue
    }
    if (value === undefined || isWord(value)) {
      header.lastIndex = Math.max(header.lastIndex, scanner.at)
      continue
    }
    const number = Number(match[1])
    const after = scanner.at
    const word = scanner.next()
    if (isDict(value) && isWord(word) && word.word === 'stream') {
      const found = streamAt(bytes, starts, scanner.at, value)
      items.set(number, found.stream)
      header.lastIndex = found.end
      if (nameOf(value.get('Type')) === 'XRef') trailers.push(value)
      else if (nameOf(value.get('Type')) === 'ObjStm') inStream(found.stream, items)
    } else {
      items.set(number, value)
      header.lastIndex = Math.max(header.lastIndex, after)
    }
  }
  if (trailers.some((one) => one.has('Encrypt'))) throw new Refusal('encrypted')
  const get = (value: Value | undefined): Item => {
    let item: Item = value ?? null
    for (let steps = 0; isRef(item); steps++) {
      if (steps > 50) throw new Refusal('damaged')
      item = items.get(item.ref) ?? null
    }
    return item
  }
  const root = get(trailers.findLast((one) => one.has('Root'))?.get('Root'))
  if (!isDict(root)) throw new Refusal('damaged')
  // A length that is said elsewhere: it cuts off the line break before `endstream`. Where it says something else, bytes
  // would be lost, or foreign ones taken in.
  for (const [number, item] of items) {
    const length = isStream(item) && isRef(item.dict.get('Length')) ? get(item.dict.get('Length')) : null
    if (!isStream(item) || typeof length !== 'number') continue
    if (length > item.raw.length || item.raw.length - length > 2) throw new Refusal('damaged')
    items.set(number, { dict: item.dict, raw: item.raw.subarray(0, length) })
  }
  return { root, get }
}

function streamAt(bytes: Buffer, text: string, from: number, dict: Dict): { stream: Stream; end: number } {
  const start = from + (text.startsWith('\r\n', from) ? 2 : 1)
  const length = dict.get('Length')
  const fits =
    typeof length === 'number' &&
    length >= 0 &&
    /^\s{0,2}endstream/.test(text.slice(start + length, start + length + 12))
  const stop = fits ? start + length : text.indexOf('endstream', start)
  if (stop < 0) throw new Refusal('damaged')
  return {
    stream: { dict, raw: bytes.subarray(start, Math.max(start, stop)) },
    end: text.indexOf('endstream', stop) + 9,
  }
}

function inStream(stream: Stream, items: Map<number, Item>): void {
  const body = decode(stream)
  const [count, first] = [stream.dict.get('N'), stream.dict.get('First')]
  if (!body || typeof count !== 'number' || typeof first !== 'number' || count > MOST_OBJECTS)
    throw new Refusal('filter')
  const head = scan(body, 0, { refs: false })
  for (let n = 0; n < count; n++) {
    const [number, offset] = [head.next(), head.next()]
    if (typeof number !== 'number' || typeof offset !== 'number') throw new Refusal('damaged')
    const value = scan(body, first + offset).next()
    if (value === undefined || isWord(value)) throw new Refusal('damaged')
    items.set(number, value)
  }
}
