import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { suite } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { workFile } from '../store.ts'
import { filePath } from './places.ts'

const SLICE = 1 << 20
const MOST_REMEMBERED = 2_000
/** Files whose bytes were counted, by what changes whenever the bytes may have changed. */
const counted = new Map<string, string>()

/**
 * The bytes of a file that was handed in. They are counted before the first of them is given: what was handed in is
 * what is judged. @throws XinyuError NOT_FOUND, WORK_FILE_DAMAGED, WORK_FILE_VIRUS
 */
export async function openWorkFile(core: Pick<Core, 'db' | 'home'>, fileId: string): Promise<Readable> {
  const file = await workFile(core.db, fileId)
  if (file.virus === 'found') throw new XinyuError('WORK_FILE_VIRUS', { file: fileId })
  const damaged = () => new XinyuError('WORK_FILE_DAMAGED', { file: fileId })
  const handle = await open(filePath(core, file), 'r').catch(() => {
    throw damaged()
  })
  try {
    if ((await hashOf(handle)) !== file.digest) throw damaged()
    // The same opened file that was counted: another one under its name is not read.
    return handle.createReadStream({ start: 0, highWaterMark: SLICE, autoClose: true })
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Digest of an open file; not counted twice while the system says that nobody touched it. */
async function hashOf(handle: FileHandle): Promise<string> {
  const { dev, ino, size, ctimeNs } = await handle.stat({ bigint: true })
  const key = `${dev}:${ino}:${size}:${ctimeNs}`
  const known = counted.get(key)
  if (known !== undefined) return known
  const hash = suite().hash.begin()
  const slice = Buffer.alloc(SLICE)
  for (let at = 0; ; ) {
    const { bytesRead } = await handle.read(slice, 0, SLICE, at)
    if (bytesRead === 0) break
    hash.update(slice.subarray(0, bytesRead))
    at += bytesRead
  }
  const digest = hash.digest().toString('hex')
  if (counted.size >= MOST_REMEMBERED) counted.delete(counted.keys().next().value!)
  counted.set(key, digest)
  return digest
}
