import type { FileHandle } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'
import { readZipDirectory, type ZipEntry, zipDataStart } from '../../../platform/files/index.ts'

export type Entry = ZipEntry

const MOST_DIRECTORY = 16 * 2 ** 20
export const MOST_ENTRIES = 20_000

/** The directory of a zip, folders left out; null where there is none that holds. */
export const readZip = (handle: FileHandle): Promise<Entry[] | null> =>
  readZipDirectory(handle, { mostBytes: MOST_DIRECTORY, mostEntries: MOST_ENTRIES })

/** The bytes of one entry; null where it is encrypted, packed in another way, damaged or longer than `most`. */
export async function readEntry(handle: FileHandle, entry: Entry, most: number): Promise<Buffer | null> {
  if (entry.encrypted || entry.size > most || entry.packed > most) return null
  const start = await zipDataStart(handle, entry)
  if (start === null) return null
  const packed = Buffer.alloc(entry.packed)
  const { bytesRead } = await handle.read(packed, 0, entry.packed, start)
  if (entry.method === 0) return packed.subarray(0, bytesRead)
  if (entry.method !== 8) return null
  try {
    return inflateRawSync(packed.subarray(0, bytesRead), { maxOutputLength: Math.max(1, most) })
  } catch {
    return null
  }
}
