import type { Look } from '../look/look.ts'
import { inflate } from './inflate.ts'

/** One file within a zip that lies in memory (APPNOTE 6.3). */
export interface Entry {
  readonly name: string
  readonly folder: boolean
  readonly link: boolean
  readonly encrypted: boolean
  readonly method: number
  readonly packed: number
  readonly start: number
}

export interface Zip {
  readonly entries: readonly Entry[]
  /** Bytes that belong to no entry and no directory: where something can lie unseen. */
  readonly strayBytes: number
  read(entry: Entry, place: string): Buffer | null
}

const END = Buffer.from('504b0506', 'hex')
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50

/** The directory of a zip; null where there is none that holds. @throws Overrun for more entries than are looked at */
export function openZip(look: Look, bytes: Buffer, place: string): Zip | null {
  const end = bytes.lastIndexOf(END)
  if (end < 0 || end + 22 > bytes.length) return null
  const at = bytes.readUInt32LE(end + 16)
  const size = bytes.readUInt32LE(end + 12)
  if (at + size > end) return null
  const entries: Entry[] = []
  let used = end - at + 22 + bytes.readUInt16LE(end + 20)
  for (let i = at; i + 46 <= at + size; ) {
    if (bytes.readUInt32LE(i) !== CENTRAL) return null
    const [nameBytes, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(i + field)) as [
      number,
      number,
      number,
    ]
    look.use('entries', 1, place)
    const flags = bytes.readUInt16LE(i + 8)
    const local = bytes.readUInt32LE(i + 42)
    if (local + 30 > at || bytes.readUInt32LE(local) !== LOCAL) return null
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.readUInt32LE(i + 20)
    if (start + packed > at) return null
    // A data descriptor stands behind streamed entries, with or without its mark.
    const described = flags & 8 ? (bytes.readUInt32BE(start + packed) === 0x504b0708 ? 16 : 12) : 0
    used += start - local + packed + described
    const name = new TextDecoder(flags & 0x800 ? 'utf-8' : 'gb18030').decode(
      bytes.subarray(i + 46, i + 46 + nameBytes),
    )
    entries.push({
      name,
      folder: name.endsWith('/'),
      // Unix mode in the upper half of the external attributes: links and what is no plain file.
      link: isLink(bytes.readUInt16LE(i + 4) >> 8, bytes.readUInt32LE(i + 38)),
      encrypted: (flags & 1) !== 0,
      method: bytes.readUInt16LE(i + 10),
      packed,
      start,
    })
    i += 46 + nameBytes + extra + comment
  }
  return {
    entries,
    strayBytes: Math.max(0, bytes.length - used),
    read: (entry, inside) => {
      const body = bytes.subarray(entry.start, entry.start + entry.packed)
      if (entry.method === 0) return body
      return entry.method === 8 ? inflate(look, 'raw', body, inside) : null
    },
  }
}

function isLink(madeBy: number, attributes: number): boolean {
  const kind = (attributes >>> 16) & 0o170000
  return madeBy === 3 && kind !== 0 && kind !== 0o100000 && kind !== 0o040000
}

/** Leads out of the folder that it is unpacked in, or is no name that all systems take alike. */
export const leadsOut = (name: string): boolean =>
  /^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name) || name.includes('\0')
