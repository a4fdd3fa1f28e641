import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { readZipDirectory, type ZipEntry, zipDataStart } from '../../../platform/files/index.ts'
import { limited } from './limit.ts'
import type { UnpackLimits } from './model.ts'

export type { ZipEntry }

const MAX_DIRECTORY = 64 * 1024 * 1024

const bad = (file: string) => new XinyuError('IMPORT_ARCHIVE', { file })

/** The directory of a zip, folders left out. @throws XinyuError IMPORT_ARCHIVE */
export const readZip = (file: string, path: string): Promise<ZipEntry[]> =>
  opened(file, path, (handle) => readZipDirectory(handle, { mostBytes: MAX_DIRECTORY }))

/** What is found in an archive; it is bad where nothing is. */
async function opened<T>(
  file: string,
  path: string,
  find: (handle: FileHandle) => Promise<T | null>,
): Promise<T> {
  const handle = await open(path, 'r')
  try {
    const found = await find(handle)
    if (found === null) throw bad(file)
    return found
  } finally {
    await handle.close()
  }
}

/** The bytes of one entry, checked for size and CRC. @throws XinyuError IMPORT_ARCHIVE, IMPORT_BOMB */
export async function* openEntry(
  file: string,
  path: string,
  entry: ZipEntry,
  limits: UnpackLimits,
): AsyncIterable<Buffer> {
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw bad(file)
  const start = await opened(file, path, (handle) => zipDataStart(handle, entry))
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
