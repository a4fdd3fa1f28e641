import type { FileHandle } from 'node:fs/promises'

/** One file within a zip (APPNOTE 6.3), as its directory says: every number is the sender's. */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const END = 0x06054b50
const END_BYTES = 22
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const ALL32 = 0xffff_ffff

/**
 * The directory of a zip, folders left out; null where there is none that holds. At most `mostBytes` are read for it,
 * and reading ends one entry behind `mostEntries`.
 */
export async function readZipDirectory(
  handle: FileHandle,
  { mostBytes, mostEntries = Infinity }: { readonly mostBytes: number; readonly mostEntries?: number },
): Promise<ZipEntry[] | null> {
  const { size } = await handle.stat()
  const tail = await bytesAt(
    handle,
    Math.max(0, size - END_BYTES - 65_535),
    Math.min(size, END_BYTES + 65_535),
  )
  const at = endOf(tail)
  if (at < 0) return null
  let [bytes, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if ((bytes === ALL32 || offset === ALL32) && at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR64) {
    const end64 = await bytesAt(handle, Number(tail.readBigUInt64LE(at - 12)), 56)
    if (end64.length < 56 || end64.readUInt32LE(0) !== END64) return null
    ;[bytes, offset] = [Number(end64.readBigUInt64LE(40)), Number(end64.readBigUInt64LE(48))]
  }
  if (bytes > mostBytes || offset + bytes > size) return null
  const entries = entriesOf(await bytesAt(handle, offset, bytes), size, mostEntries)
  return entries?.filter(({ name }) => !name.endsWith('/')) ?? null
}

/** Where the bytes of an entry begin; null where no local header stands. */
export async function zipDataStart(handle: FileHandle, { offset }: ZipEntry): Promise<number | null> {
  const local = await bytesAt(handle, offset, 30)
  if (local.length < 30 || local.readUInt32LE(0) !== LOCAL) return null
  return offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
}

/** The end record whose comment ends where the file ends: another could be planted inside a comment. */
function endOf(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length)
      return at
  }
  return -1
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function entriesOf(directory: Buffer, fileSize: number, most: number): ZipEntry[] | null {
  const entries: ZipEntry[] = []
  for (let at = 0; at + 46 <= directory.length && entries.length <= most; ) {
    if (directory.readUInt32LE(at) !== CENTRAL) return null
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((i) => directory.readUInt16LE(at + i))
    const next = at + 46 + nameBytes! + extraBytes! + commentBytes!
    if (next > directory.length) return null
    const flags = directory.readUInt16LE(at + 8)
    const name = directory.subarray(at + 46, at + 46 + nameBytes!)
    const extra = directory.subarray(at + 46 + nameBytes!, next - commentBytes!)
    const sizes = [24, 20, 42].map((i) => directory.readUInt32LE(at + i))
    const [size, packed, offset] = wide(sizes, extra)
    if (offset! + packed! > fileSize) return null
    entries.push({
      // Chinese tools write names in GB18030 unless the flag says UTF-8.
      name: new TextDecoder(flags & 0x800 ? 'utf-8' : 'gb18030').decode(name),
      method: directory.readUInt16LE(at + 10),
      encrypted: (flags & 1) !== 0,
      crc: directory.readUInt32LE(at + 16),
      size: size!,
      packed: packed!,
      offset: offset!,
    })
    at = next
  }
  return entries
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
