import { RoaringBitmap32, roaringLibraryInitialize } from 'roaring-wasm'
import { XinyuError } from '../../../../kernel/errors/index.ts'

/**
 * Sets as bytes. Persons: a roaring bitmap where they lie dense, gaps of variable length (LEB128) where they lie
 * sparse: a bitmap spends eight bytes and more on a person who is alone among 65,536. Tokens: one, where all are equal;
 * a table and one byte each, where they are at most 256; else four bytes each, in the order of the persons.
 */
const ROARING = 1
const GAPS = 2
const ONE = 3
const TABLE = 4
const PLAIN = 5
/** More persons than one in so many numbers are dense. */
const DENSE = 8

/** Must have resolved before sets are encoded or decoded. */
export const encodingReady = (): Promise<void> => roaringLibraryInitialize()

/** @param persons ascending, each once */
export function encodePersons(persons: Uint32Array): Uint8Array {
  const span = persons.length === 0 ? 0 : persons.at(-1)! - persons[0]!
  return persons.length > 512 && span < persons.length * DENSE ? bitmapOf(persons) : gapsOf(persons)
}

/** @throws XinyuError GATE_HISTORY_DAMAGED */
export function decodePersons(bytes: Uint8Array, size: number): Uint32Array {
  if (bytes[0] === ROARING) {
    const bitmap = RoaringBitmap32.deserialize(bytes.subarray(1), 'portable')
    try {
      return mustBe(bitmap.toUint32Array(), size)
    } finally {
      bitmap.dispose()
    }
  }
  if (bytes[0] !== GAPS) throw damaged()
  const persons = new Uint32Array(size)
  let last = 0
  let at = 1
  for (let i = 0; i < size; i++) {
    let gap = 0
    let shift = 0
    let byte: number
    do {
      byte = bytes[at++] ?? 0
      gap |= (byte & 0x7f) << shift
      shift += 7
    } while (byte > 0x7f)
    last = (last + gap) >>> 0
    persons[i] = last
  }
  if (at !== bytes.length) throw damaged()
  return persons
}

export function encodeTokens(tokens: Uint32Array): Uint8Array {
  const table = tableOf(tokens)
  if (table === null) {
    const bytes = new Uint8Array(1 + 4 * tokens.length)
    bytes[0] = PLAIN
    bytes.set(new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength), 1)
    return bytes
  }
  const { words, slots } = table
  const head = 2 + words.byteLength
  const bytes = new Uint8Array(words.length <= 1 ? head : head + tokens.length)
  bytes[0] = words.length <= 1 ? ONE : TABLE
  bytes[1] = words.length & 0xff
  bytes.set(new Uint8Array(words.buffer, 0, words.byteLength), 2)
  if (words.length > 1)
    for (let i = 0; i < tokens.length; i++) bytes[head + i] = slots[slotOf(table, tokens[i]!)]!
  return bytes
}

/** @throws XinyuError GATE_HISTORY_DAMAGED */
export function decodeTokens(bytes: Uint8Array, size: number): Uint32Array {
  if (bytes[0] === PLAIN) return mustBe(wordsOf(bytes.subarray(1)), size)
  if (bytes[0] !== ONE && bytes[0] !== TABLE) throw damaged()
  // A table of 256 has its length written as 0; an empty set has none and no tokens.
  const entries = bytes[1] || (bytes[0] === TABLE ? 256 : 0)
  const head = 2 + 4 * entries
  const words = mustBe(wordsOf(bytes.subarray(2, head)), entries)
  const tokens = new Uint32Array(size)
  if (bytes[0] === ONE) return tokens.fill(words[0] ?? 0)
  if (bytes.length !== head + size) throw damaged()
  for (let i = 0; i < size; i++) tokens[i] = words[bytes[head + i]!]!
  return tokens
}

function bitmapOf(persons: Uint32Array): Uint8Array {
  const bitmap = new RoaringBitmap32(persons)
  try {
    bitmap.runOptimize()
    const body = bitmap.serialize('portable')
    const bytes = new Uint8Array(1 + body.length)
    bytes[0] = ROARING
    bytes.set(body, 1)
    return bytes
  } finally {
    bitmap.dispose()
  }
}

function gapsOf(persons: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(1 + 5 * persons.length)
  bytes[0] = GAPS
  let at = 1
  let last = 0
  for (let i = 0; i < persons.length; i++) {
    let gap = (persons[i]! - last) >>> 0
    last = persons[i]!
    while (gap > 0x7f) {
      bytes[at++] = (gap & 0x7f) | 0x80
      gap >>>= 7
    }
    bytes[at++] = gap
  }
  return bytes.slice(0, at)
}

/** The distinct tokens, and in `slots` the place of each by its own bits: a Map takes ten times as long. */
interface Table {
  words: Uint32Array
  readonly slots: Int16Array
}
const SLOTS = 1024

/** Where a token stands, or would. Tokens are mixed words: their low bits are as good as any. */
function slotOf({ words, slots }: Table, token: number): number {
  let slot = token & (SLOTS - 1)
  while (slots[slot]! >= 0 && words[slots[slot]!] !== token) slot = (slot + 1) & (SLOTS - 1)
  return slot
}

/** Null where there are more than 256, or the table would be longer than what it stands for. */
function tableOf(tokens: Uint32Array): Table | null {
  const table: Table = { words: new Uint32Array(256), slots: new Int16Array(SLOTS).fill(-1) }
  let size = 0
  let last = -1
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token === last) continue
    last = token
    const slot = slotOf(table, token)
    if (table.slots[slot]! >= 0) continue
    if (size === 256) return null
    table.words[size] = token
    table.slots[slot] = size++
  }
  table.words = table.words.slice(0, size)
  return size > 1 && 4 * size + tokens.length > 4 * tokens.length ? null : table
}

const wordsOf = (bytes: Uint8Array): Uint32Array =>
  bytes.length % 4 === 0 ? new Uint32Array(new Uint8Array(bytes).buffer) : new Uint32Array()

function mustBe(words: Uint32Array, size: number): Uint32Array {
  if (words.length !== size) throw damaged()
  return words
}

const damaged = (): XinyuError => new XinyuError('GATE_HISTORY_DAMAGED')
