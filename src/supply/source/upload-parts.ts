import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { hashFile, syncFile } from './child/durable.ts'
import { uploadFolder } from './places.ts'
import type { UploadPlace } from './uploads.ts'
import { syncPath } from '../../platform/files/index.ts'

/** Largest piece that one request may bring. */
export const MAX_PIECE_BYTES = 64 * 1024 * 1024
/** Drafts of uploads that may go on; what they are called is not in the name. */
export const DRAFT = /^\.part-[0-9a-f]{32}(?:\.json)?$/

export const Piece = z.object({
  /** Where the piece begins; equal to what is `received`. */
  offset: z.coerce.number().int().min(0),
  /** Bytes of the whole file. */
  total: z.coerce.number().int().min(1),
  /** Digest of the whole file by the suite of the space, hex; looked at with the last piece. */
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})
export type Piece = z.output<typeof Piece>

export const UploadState = z.object({
  name: z.string(),
  /** Bytes that are safe on the disk; the next piece begins here. */
  received: z.int(),
  total: z.int().nullable(),
  complete: z.boolean(),
  digest: z.string().optional(),
})
export type UploadState = z.output<typeof UploadState>

const Draft = z.object({ name: z.string(), received: z.int(), total: z.int() })
type Draft = z.output<typeof Draft>

function draftOf(core: Core, place: UploadPlace): { folder: string; data: string; note: string } {
  const folder = uploadFolder(core, place.participantId, place.datasetId)
  const key = digestOf(place.name).slice(0, 32)
  return { folder, data: join(folder, `.part-${key}`), note: join(folder, `.part-${key}.json`) }
}

async function readDraft(note: string): Promise<Draft | null> {
  const text = await readFile(note, 'utf8').catch(() => null)
  // A note that a crash cut off: the upload starts anew.
  try {
    return text === null ? null : Draft.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** How far an upload is; nothing received of a file that nobody began. */
export async function uploadState(core: Core, place: UploadPlace): Promise<UploadState> {
  const draft = await readDraft(draftOf(core, place).note)
  return { name: place.name, received: draft?.received ?? 0, total: draft?.total ?? null, complete: false }
}

/**
 * Adds one piece to an upload. What is answered as received is synced; a piece that is cut off counts as far as it came.
 * With the last piece the file gets its name, once its digest is the one that was said.
 * @throws XinyuError UPLOAD_OFFSET, UPLOAD_HASH, IMPORT_UPLOAD_LIMIT, IMPORT_UPLOAD_CUT, IMPORT_NO_SPACE
 */
export async function receivePiece(
  core: Core,
  place: UploadPlace,
  { offset, total, digest }: Piece,
  body: Readable,
): Promise<UploadState> {
  const { name } = place
  const max = core.config.imports.maxUploadBytes
  if (total > max) throw new XinyuError('IMPORT_UPLOAD_LIMIT', { file: name, max })
  const { folder, data, note } = draftOf(core, place)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const before = await readDraft(note)
  const received = before?.total === total ? before.received : 0
  // From 0 one may always begin again, such as with another file of the same name.
  if (offset !== 0 && offset !== received) throw new XinyuError('UPLOAD_OFFSET', { file: name, received })
  try {
    const handle = await open(data, offset === 0 ? 'w' : 'r+', 0o600)
    try {
      await append(handle, place, { offset, total }, body, note)
    } finally {
      await handle.close()
    }
    const now = (await readDraft(note))!.received
    if (now < total) return { name, received: now, total, complete: false }
    return { ...(await finish(place, { folder, data, note }, total, digest)), total }
  } catch (error) {
    if (isXinyuError(error)) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new XinyuError('IMPORT_NO_SPACE', { file: name })
    throw error
  }
}

async function append(
  handle: FileHandle,
  { name }: UploadPlace,
  { offset, total }: { readonly offset: number; readonly total: number },
  body: Readable,
  note: string,
): Promise<void> {
  let at = offset
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (at + chunk.length > total || at + chunk.length - offset > MAX_PIECE_BYTES) {
        throw new XinyuError('IMPORT_UPLOAD_LIMIT', {
          file: name,
          max: Math.min(total, offset + MAX_PIECE_BYTES),
        })
      }
      for (let from = 0; from < chunk.length; ) {
        const { bytesWritten } = await handle.write(chunk, from, chunk.length - from, at)
        from += bytesWritten
        at += bytesWritten
      }
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ECONNRESET' && code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ABORT_ERR') throw error
    await save(handle, note, { name, received: at, total })
    throw new XinyuError('IMPORT_UPLOAD_CUT', { file: name, bytes: at })
  }
  await save(handle, note, { name, received: at, total })
}

/** The bytes first, then the note that says so. */
async function save(handle: FileHandle, note: string, draft: Draft): Promise<void> {
  await handle.truncate(draft.received)
  await handle.sync()
  await writeFile(`${note}.new`, JSON.stringify(draft), { mode: 0o600, flush: true })
  await rename(`${note}.new`, note)
}

async function finish(
  { name }: UploadPlace,
  { folder, data, note }: ReturnType<typeof draftOf>,
  total: number,
  wanted: string | undefined,
): Promise<Omit<UploadState, 'total'>> {
  const digest = await hashFile(data)
  if (wanted !== undefined && wanted !== digest) {
    await Promise.all([rm(data, { force: true }), rm(note, { force: true })])
    throw new XinyuError('UPLOAD_HASH', { file: name })
  }
  await syncFile(data)
  await rename(data, join(folder, name))
  await rm(note, { force: true })
  await syncPath(folder)
  return { name, received: total, complete: true, digest }
}
