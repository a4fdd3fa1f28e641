import type { FileHandle } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'

/** One file within a zip (APPNOTE 6.3), as its directory says. */
export interface Entry {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const END = 0x06054b50
const END_BYTES = 22
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const ALL32 = 0xffff_ffff
const MOST_DIRECTORY = 16 * 2 ** 20
export const MOST_ENTRIES = 20_000

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** The directory of a zip, folders left out; null where there is none that holds. Every number in it is the sender's. */
export async function readZip(handle: FileHandle): Promise<Entry[] | null> {
  const { size } = await handle.stat()
  const tail = await bytesAt(
    handle,
    Math.max(0, size - END_BYTES - 65_535),
    Math.min(size, END_BYTES + 65_535),
  )
  let at = tail.length - END_BYTES
  // The end record whose comment ends where the file ends: another could be planted inside a comment.
  while (
    at >= 0 &&
    (tail.readUInt32LE(at) !== END || at + END_BYTES + tail.readUInt16LE(at + 20) !== tail.length)
  )
    at--
  if (at < 0) return null
  const [bytes, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (bytes > MOST_DIRECTORY || offset + bytes > size) return null
  return entriesOf(await bytesAt(handle, offset, bytes), size)
}

function entriesOf(directory: Buffer, fileSize: number): Entry[] | null {
  const entries: Entry[] = []
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== CENTRAL) return null
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((i) => directory.readUInt16LE(at + i))
    const next = at + 46 + nameBytes! + extraBytes! + commentBytes!
    if (next > directory.length) return null
    const flags = directory.readUInt16LE(at + 8)
    const extra = directory.subarray(at + 46 + nameBytes!, next - commentBytes!)
    const [size, packed, offset] = wide(
      [24, 20, 42].map((i) => directory.readUInt32LE(at + i)),
      extra,
    )
    if (offset! + packed! > fileSize) return null
    entries.push({
      // Chinese tools write names in GB18030 unless the flag says UTF-8.
      name: new TextDecoder(flags & 0x800 ? 'utf-8' : 'gb18030').decode(
        directory.subarray(at + 46, at + 46 + nameBytes!),
      ),
      method: directory.readUInt16LE(at + 10),
      encrypted: (flags & 1) !== 0,
      size: size!,
      packed: packed!,
      offset: offset!,
    })
    if (entries.length > MOST_ENTRIES) return entries
    at = next
  }
  return entries.filter(({ name }) => !name.endsWith('/'))
}

/** Sizes that do not fit 32 bits stand in the extra field 1, in this order. */
function wide(sizes: readonly number[], extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let from = at + 4
    return sizes.map((size) => {
      if (size !== ALL32 || from + 8 > extra.length) return size
      from += 8
      return Number(extra.readBigUInt64LE(from - 8))
    })
  }
  return [...sizes]
}

/** The bytes of one entry; null where it is encrypted, packed in another way, damaged or longer than `most`. */
export async function readEntry(handle: FileHandle, entry: Entry, most: number): Promise<Buffer | null> {
  if (entry.encrypted || entry.size > most || entry.packed > most) return null
  const local = await bytesAt(handle, entry.offset, 30)
  if (local.length < 30 || local.readUInt32LE(0) !== LOCAL) return null
  const start = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  const packed = await bytesAt(handle, start, entry.packed)
  if (entry.method === 0) return packed
  if (entry.method !== 8) return null
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
  } catch {
    return null
  }
}
