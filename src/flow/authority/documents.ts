import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { mustBeIn, OPEN, partyOf, subjectOf } from './lock.ts'
import { type DocumentType, type DocumentView, MAX_DOCUMENT_BYTES, MAX_DOCUMENTS } from './model.ts'
import { mayReadDocuments } from './visible.ts'

/** A body larger than this is not read to its end. */
export const CUT_OFF_BYTES = 64 * 1024 * 1024

const folderOf = (core: Core): string => join(core.home, 'authority')

/** What a file is by its first bytes; a name or a header may say anything. */
export function typeOf(bytes: Uint8Array): DocumentType | null {
  const starts = (...head: number[]) => head.every((byte, at) => bytes[at] === byte)
  if (starts(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf'
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  return null
}

/**
 * Adds the paper of an agreement to a link: a PDF or picture of at most 10 MiB, by its grantor, twenty at most.
 * @throws XinyuError NOT_FOUND, AUTHORITY_STATE, AUTHORITY_DOCUMENT_TYPE, AUTHORITY_DOCUMENT_SIZE,
 * AUTHORITY_DOCUMENTS
 */
export async function addDocument(
  core: Core,
  actor: UserActor,
  link: { readonly id: string; readonly name: string },
  body: Readable,
): Promise<Acted<DocumentView>> {
  // Looked at first, so that nobody fills the disk for links of others.
  const found = await core.db
    .selectFrom('authority')
    .select('grantor_id')
    .where('id', '=', link.id)
    .executeTakeFirst()
  if (found?.grantor_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'authority' })
  const bytes = await readAll(body)
  const type = typeOf(bytes)
  if (!type) throw new XinyuError('AUTHORITY_DOCUMENT_TYPE', { file: link.name })
  const digest = digestOf(bytes)
  let path = ''
  try {
    return await act(core, actor, async ({ tx, now, id, note }) => {
      const row = await partyOf(tx, actor, link.id, 'grantor_id')
      mustBeIn(row.state, OPEN)
      await mustHaveRoom(tx, link.id)
      const documentId = id()
      path = join(folderOf(core), documentId)
      // On the disk before the row is: what a row names is always there.
      await writeDurably(folderOf(core), path, bytes)
      await tx
        .insertInto('authority_document')
        .values({
          id: documentId,
          authority_id: link.id,
          participant_id: actor.participantId,
          name: link.name,
          type,
          bytes: bytes.length,
          digest,
          added_by: actor.userId,
          added_at: now,
        })
        .execute()
      note({
        kind: 'authority.documented',
        subject: { ...subjectOf(row), document: documentId },
        payload: { digest, bytes: bytes.length, type },
      })
      return { id: documentId, name: link.name, type, bytes: bytes.length, digest, addedAt: now }
    })
  } catch (error) {
    if (path) await rm(path, { force: true })
    throw error
  }
}

type Tx = Parameters<typeof partyOf>[0]

async function mustHaveRoom(tx: Tx, linkId: string): Promise<void> {
  const { count } = await tx
    .selectFrom('authority_document')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('authority_id', '=', linkId)
    .executeTakeFirstOrThrow()
  if (count >= MAX_DOCUMENTS) throw new XinyuError('AUTHORITY_DOCUMENTS', { max: MAX_DOCUMENTS })
}

/** What is too large is read to its end and thrown away, so that the answer is heard; from 64 MiB on it is cut off. */
async function readAll(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_DOCUMENT_BYTES) chunks.push(chunk)
    else chunks.length = 0
    if (size > CUT_OFF_BYTES) break
  }
  if (size > MAX_DOCUMENT_BYTES)
    throw new XinyuError('AUTHORITY_DOCUMENT_SIZE', { mib: MAX_DOCUMENT_BYTES / 1024 / 1024 })
  return Buffer.concat(chunks)
}

async function writeDurably(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  const dir = await open(folder, 'r')
  try {
    await dir.sync()
  } finally {
    await dir.close()
  }
}

/**
 * A document with its bytes, for the two bodies of its link, those above, and who oversees.
 * @throws XinyuError NOT_FOUND, AUTHORITY_DOCUMENT_CHANGED
 */
export async function documentBytes(
  core: Core,
  actor: UserActor,
  { id, documentId }: { readonly id: string; readonly documentId: string },
): Promise<{ bytes: Buffer; type: DocumentType; name: string }> {
  const row = await core.db
    .selectFrom('authority_document')
    .selectAll()
    .where('id', '=', documentId)
    .where('authority_id', '=', id)
    .executeTakeFirst()
  if (!row || !(await mayReadDocuments(core, actor, id)))
    throw new XinyuError('NOT_FOUND', { what: 'document' })
  const bytes = await readFile(join(folderOf(core), documentId)).catch(() => Buffer.alloc(0))
  if (digestOf(bytes) !== row.digest) throw new XinyuError('AUTHORITY_DOCUMENT_CHANGED', { file: row.name })
  return { bytes, type: row.type, name: row.name }
}
