import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import { suite } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { uploadFolder } from './places.ts'
import { syncPath } from '../../platform/files/index.ts'

/** Name of an uploaded file: no path in it, no leading dot, no control character. */
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
export const UploadName = z.string().regex(/^[^./\\\u0000-\u001f\u007f][^/\\\u0000-\u001f\u007f]{0,199}$/)

export const Upload = z.object({
  name: z.string(),
  bytes: z.int(),
  digest: z.string().optional(),
  at: z.int(),
})
export type Upload = z.output<typeof Upload>

/** Which file of which dataset. */
export interface UploadPlace {
  readonly participantId: string
  readonly datasetId: string
  readonly name: string
}

/**
 * Receives one file. It gets its name when it is whole and on the disk; one of the same name is replaced.
 * @throws XinyuError IMPORT_UPLOAD_LIMIT, IMPORT_UPLOAD_CUT, IMPORT_NO_SPACE
 */
export async function receiveUpload(
  core: Core,
  place: UploadPlace,
  body: Readable,
  declared: number | null,
): Promise<Upload> {
  const max = core.config.imports.maxUploadBytes
  const { name } = place
  if (declared !== null && declared > max) throw new XinyuError('IMPORT_UPLOAD_LIMIT', { file: name, max })
  const folder = uploadFolder(core, place.participantId, place.datasetId)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `.${uuid7(core.random, core.clock.now())}`)
  const hash = suite().hash.begin()
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > max) return done(new XinyuError('IMPORT_UPLOAD_LIMIT', { file: name, max }))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(body, count, createWriteStream(draft, { mode: 0o600 }))
    if (declared !== null && bytes !== declared)
      throw new XinyuError('IMPORT_UPLOAD_CUT', { file: name, bytes })
    await syncFile(draft)
    await rename(draft, join(folder, name))
    await syncPath(folder)
    return { name, bytes, digest: hash.digest().toString('hex'), at: core.clock.now() }
  } catch (error) {
    await rm(draft, { force: true })
    if (isXinyuError(error)) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new XinyuError('IMPORT_NO_SPACE', { file: name })
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
      throw new XinyuError('IMPORT_UPLOAD_CUT', { file: name, bytes })
    }
    throw error
  }
}

/** Files that wait for their import. */
export async function listUploads(core: Core, participantId: string, datasetId: string): Promise<Upload[]> {
  const folder = uploadFolder(core, participantId, datasetId)
  const names = await readdir(folder).catch(() => [])
  const whole = names.filter((name) => !name.startsWith('.')).sort()
  return Promise.all(
    whole.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name))
      return { name, bytes: size, at: Math.round(mtimeMs) }
    }),
  )
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
