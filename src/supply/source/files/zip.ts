import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { limited } from './limit.ts'
import type { UnpackLimits } from './model.ts'

/** One file within a zip (APPNOTE 6.3). */
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
const MAX_DIRECTORY = 64 * 1024 * 1024
const ALL32 = 0xffff_ffff

const bad = (file: string) => new XinyuError('IMPORT_ARCHIVE', { file })

/** The directory of a zip, folders left out. @throws XinyuError IMPORT_ARCHIVE */
export async function readZip(file: string, path: string): Promise<ZipEntry[]> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    const tail = await bytesAt(
      handle,
      Math.max(0, size - END_BYTES - 65_535),
      Math.min(size, END_BYTES + 65_535),
    )
    const at = endOf(tail)
    if (at < 0) throw bad(file)
    let [bytes, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
    if ((bytes === ALL32 || offset === ALL32) && at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR64) {
      const end64 = await bytesAt(handle, Number(tail.readBigUInt64LE(at - 12)), 56)
      if (end64.length < 56 || end64.readUInt32LE(0) !== END64) throw bad(file)
      ;[bytes, offset] = [Number(end64.readBigUInt64LE(40)), Number(end64.readBigUInt64LE(48))]
    }
    if (bytes > MAX_DIRECTORY || offset + bytes > size) throw bad(file)
    return entriesOf(file, await bytesAt(handle, offset, bytes)).filter((entry) => !entry.name.endsWith('/'))
  } finally {
    await handle.close()
  }
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

function entriesOf(file: string, directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== CENTRAL) throw bad(file)
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((i) => directory.readUInt16LE(at + i))
    const next = at + 46 + nameBytes! + extraBytes! + commentBytes!
    if (next > directory.length) throw bad(file)
    const flags = directory.readUInt16LE(at + 8)
    const name = directory.subarray(at + 46, at + 46 + nameBytes!)
    const extra = directory.subarray(at + 46 + nameBytes!, next - commentBytes!)
    const sizes = [24, 20, 42].map((i) => directory.readUInt32LE(at + i))
    const [size, packed, offset] = wide(sizes, extra)
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

/** The bytes of one entry, checked for size and CRC. @throws XinyuError IMPORT_ARCHIVE, IMPORT_BOMB */
export async function* openEntry(
  file: string,
  path: string,
  entry: ZipEntry,
  limits: UnpackLimits,
): AsyncIterable<Buffer> {
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw bad(file)
  const start = await dataStart(file, path, entry)
  if (entry.packed === 0) {
    if (entry.size !== 0) throw bad(file)
    return
  }
  const packed = createReadStream(path, { start, end: start + entry.packed - 1, highWaterMark: 1 << 20 })
  const plain = entry.method === 0 ? packed : packed.pipe(createInflateRaw({ chunkSize: 1 << 18 }))
  packed.on('error', (error) => plain.destroy(error))
  // Damage may show after nobody reads any more, such as when only the head was wanted: that must not end the process.
  plain.on('error', () => {})
  let [crc, bytes] = [0, 0]
  try {
    for await (const chunk of limited(file, plain as AsyncIterable<Buffer>, entry.packed, limits)) {
      crc = crc32(chunk, crc)
      bytes += chunk.length
      yield chunk
    }
  } catch (error) {
    throw isZlib(error) ? bad(file) : error
  } finally {
    packed.destroy()
  }
  if (crc !== entry.crc || bytes !== entry.size) throw bad(file)
}

/** A packed stream that is damaged or cut off. */
export const isZlib = (error: unknown): boolean =>
  error instanceof Error && ((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_')

async function dataStart(file: string, path: string, entry: ZipEntry): Promise<number> {
  const handle = await open(path, 'r')
  try {
    const local = await bytesAt(handle, entry.offset, 30)
    if (local.length < 30 || local.readUInt32LE(0) !== LOCAL) throw bad(file)
    return entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  } finally {
    await handle.close()
  }
}
