import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FOOT, HEAD, type Index, type Place } from './format.ts'
import { segmentName } from './places.ts'
import { syncPath } from '../../../../platform/files/index.ts'
import { suite } from '../../../../safeguard/crypto/index.ts'

/** A segment in the making. Nothing of it counts before `finish`, and after that only with the row of its run. */
export interface SegmentWriter {
  append(bytes: Uint8Array): Promise<Place>
  /** What was appended before. */
  read(place: Place): Promise<Uint8Array>
  /** Writes the index and makes the file durable under its name. */
  finish(index: Index): Promise<{ file: string; digest: string; bytes: number }>
  /** Takes the file away, whether it was finished or not. */
  abandon(): Promise<void>
}

const FLUSH_BYTES = 4 * 1_048_576

/** The file is made with the first byte: most runs of a project release nothing new. */
export function createSegmentWriter(folder: string, runId: string): SegmentWriter {
  const name = segmentName(runId)
  const target = join(folder, name)
  const draft = `${target}.part`
  const hash = suite().hash.begin()
  let file: FileHandle | null = null
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let written = 0

  const flush = async () => {
    if (!file) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      file = await open(draft, 'w+', 0o600)
    }
    const block = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    hash.update(block)
    for (let done = 0; done < block.length; )
      done += (await file.write(block, done, block.length - done, written + done)).bytesWritten
    written += block.length
  }
  const put = async (bytes: Uint8Array): Promise<Place> => {
    const at = written + waitingBytes
    waiting.push(bytes)
    waitingBytes += bytes.length
    if (waitingBytes >= FLUSH_BYTES) await flush()
    return [at, bytes.length]
  }

  return {
    async append(bytes) {
      if (written + waitingBytes === 0) await put(HEAD)
      return put(bytes)
    },
    async read([at, length]) {
      if (at + length > written) await flush()
      const bytes = Buffer.alloc(length)
      await file!.read(bytes, 0, length, at)
      return bytes
    },
    async finish(index) {
      const body = Buffer.from(JSON.stringify(index))
      const size = Buffer.alloc(4)
      size.writeUInt32LE(body.length)
      await put(Buffer.concat([body, size, FOOT]))
      await flush()
      await file!.sync()
      await file!.close()
      file = null
      await rename(draft, target)
      await syncPath(folder)
      return { file: name, digest: hash.digest().toString('hex'), bytes: written }
    },
    async abandon() {
      await file?.close()
      file = null
      await rm(draft, { force: true })
      await rm(target, { force: true })
    },
  }
}
