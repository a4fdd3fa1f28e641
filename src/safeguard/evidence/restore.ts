import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { systemActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Tables } from '../../platform/postgres/index.ts'
import { keyFolder } from '../crypto/index.ts'
import { prepareEntry, termsOf } from './entry.ts'
import { checkpointFile, readCheckpoint, readOrNull, viewLog, type LogReader } from './log/index.ts'
import { insertOutbox } from './outbox.ts'
import { createVault } from './payload/index.ts'
import { evidenceFolder, readOrigin } from './space-log.ts'
import { parseEntry } from './verifier/index.ts'

export type Restored =
  /** The log of the data folder is the newest: it goes on, and knows more than the restored database did. */
  | { readonly outcome: 'continued'; readonly size: number; readonly adopted: number }
  /** Newer entries may be lost: a new log begins and names the checkpoint of the old one. */
  | {
      readonly outcome: 'new-origin'
      readonly previous: string
      readonly size: number
      readonly archive: string
    }

export type RestorePlatform = Pick<Platform, 'home' | 'clock' | 'random' | 'db'>

const PAGE = 512
const actor = systemActor('restore')

/**
 * After the database was restored from a backup and before the server starts: brings log and database together again.
 * It never truncates a log. Where the data folder still holds a log that continues the backup's, that one goes on with
 * an `evidence.restored` entry; otherwise the backup's log is archived and a new one begins.
 * @throws XinyuError EVIDENCE_BACKUP_INVALID, EVIDENCE_LOG_DAMAGED
 */
export async function restoreEvidence(platform: RestorePlatform, backup: string): Promise<Restored> {
  const saved = await openSaved(backup)
  const folder = evidenceFolder(platform.home)
  const present = await readOrigin(platform.home)
  if (present === saved.origin) {
    const { reader } = await viewLog(folder)
    const continues = reader.size >= saved.size && (await reader.rootAt(saved.size)).equals(saved.root)
    if (!continues)
      throw new XinyuError('EVIDENCE_BACKUP_INVALID', { why: 'the log of the data folder is another one' })
    return goOn(platform, reader, saved)
  }
  if (present !== null) {
    throw new XinyuError('EVIDENCE_BACKUP_INVALID', { why: `the data folder holds the log ${present}` })
  }
  return beginAnew(platform, backup, saved)
}

interface Saved {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
  readonly note: string
}

async function openSaved(backup: string): Promise<Saved> {
  const [origin, vkey] = await Promise.all(['origin', 'vkey'].map((name) => readOrNull(join(backup, name))))
  if (!origin || !vkey) throw new XinyuError('EVIDENCE_BACKUP_INVALID', { why: `no log in ${backup}` })
  const published = await readCheckpoint(backup, vkey.toString('utf8').trim().split('\n'))
  if (!published) throw new XinyuError('EVIDENCE_BACKUP_INVALID', { why: 'no checkpoint' })
  const { size, root } = published.checkpoint
  const { reader } = await viewLog(backup)
  if (reader.size < size || !(await reader.rootAt(size)).equals(root)) {
    throw new XinyuError('EVIDENCE_BACKUP_INVALID', { why: 'its entries do not lead to its checkpoint' })
  }
  return { origin: origin.toString('utf8').trim(), size, root: Buffer.from(root), note: published.note }
}

async function goOn(platform: RestorePlatform, reader: LogReader, saved: Saved): Promise<Restored> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(leaf) + 1, 0) as next from evidence_outbox`.execute(platform.db)
  const from = rows[0]!.next
  for (let at = from; at < reader.size; at += PAGE)
    await adopt(platform.db, await reader.entries(at, at + PAGE), at)
  await noteRestored(platform, {
    origin: saved.origin,
    databaseKnew: from,
    logHad: reader.size,
    backupCheckpoint: saved.note,
  })
  return { outcome: 'continued', size: reader.size, adopted: reader.size - from }
}

/** Entries that the restored database does not know become rows again. Their payloads are gone. */
async function adopt(db: Kysely<Tables>, entries: readonly Buffer[], first: number): Promise<void> {
  const rows = entries.flatMap((bytes, at) => {
    const entry = bytes.toString('utf8')
    const view = parseEntry(entry)
    return typeof view === 'string' ? [] : [{ view, entry, leaf: first + at }]
  })
  await db.transaction().execute(async (tx) => {
    await sql`
      insert into evidence_outbox (id, leaf, happened_at, kind, entry)
      select * from unnest(
        ${rows.map((row) => row.view.id)}::uuid[], ${rows.map((row) => row.leaf)}::bigint[],
        ${rows.map((row) => Date.parse(row.view.at))}::bigint[], ${rows.map((row) => row.view.kind)}::text[],
        ${rows.map((row) => row.entry)}::text[])
      on conflict (id) do update set leaf = excluded.leaf`.execute(tx)
    const terms = rows.flatMap((row) => termsOf(row.view).map((term) => ({ term, leaf: row.leaf })))
    await sql`
      insert into evidence_term (term, leaf)
      select * from unnest(${terms.map((one) => one.term)}::text[], ${terms.map((one) => one.leaf)}::bigint[])
      on conflict do nothing`.execute(tx)
  })
}

async function beginAnew(platform: RestorePlatform, backup: string, saved: Saved): Promise<Restored> {
  const archive = join(platform.home, 'evidence-archive', saved.origin.replaceAll(/[^A-Za-z0-9.-]/g, '_'))
  if (await stat(archive).catch(() => null)) {
    throw new XinyuError('EVIDENCE_BACKUP_INVALID', { why: `${archive} exists already` })
  }
  const draft = `${archive}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(join(platform.home, 'evidence-archive'), { recursive: true, mode: 0o700 })
  await cp(backup, draft, { recursive: true })
  await rename(draft, archive)
  await platform.db.transaction().execute(async (tx) => {
    await sql`
      insert into evidence_archive (origin, leaf, id, entry)
      select ${saved.origin}, leaf, id, entry from evidence_outbox where leaf is not null`.execute(tx)
    await sql`delete from evidence_outbox where leaf is not null`.execute(tx)
    await sql`delete from evidence_term`.execute(tx)
    await sql`delete from evidence_log`.execute(tx)
  })
  // The key signed under the old name; the new log gets a key of its own.
  await retireKey(platform.home, archive)
  await noteRestored(platform, { previousOrigin: saved.origin, previousCheckpoint: saved.note })
  return { outcome: 'new-origin', previous: saved.origin, size: saved.size, archive: checkpointFile(archive) }
}

/** All keys that the old log has had in custody, and the public halves. */
async function retireKey(home: string, archive: string): Promise<void> {
  const names = await readdir(keyFolder(home)).catch(() => [])
  for (const name of names.filter((one) => /^evidence(-sm2)?(-\d+)?\.(key|vkey)$/.test(one))) {
    await rename(join(keyFolder(home), name), join(archive, name))
  }
}

/** The sequencer appends it at the next start: the first thing that the log says after the restore. */
async function noteRestored({ home, db, clock, random }: RestorePlatform, payload: Json): Promise<void> {
  const note = { kind: 'evidence.restored', subject: {}, payload }
  const entry = prepareEntry(actor, clock.now(), note, random)
  const vault = createVault(home, random)
  await vault.purge()
  const sealed = await vault.seal([entry])
  await db.transaction().execute((tx) => insertOutbox(tx, [entry], sealed))
}
