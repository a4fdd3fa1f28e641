import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { XinyuError } from '../../kernel/errors/index.ts'
import { international, keyFolder, signingKey } from '../crypto/index.ts'
import {
  createLog,
  makeSigner,
  openLog,
  readOrNull,
  writeAtomic,
  type Log,
  type Signer,
} from './log/index.ts'

/** The signing key's file name below `keys/`. */
export const EVIDENCE_KEY = 'evidence'

/** The folder of the log below the data folder. */
export const evidenceFolder = (home: string): string => join(home, 'evidence')

/** Where the public half lies for whoever wants to pin it. */
export const vkeyFile = (home: string): string => join(keyFolder(home), `${EVIDENCE_KEY}.vkey`)
const originFile = (home: string) => join(evidenceFolder(home), 'origin')

/**
 * The name of a space's log; the next one after each restore that had to begin anew, because a name must never stand
 * for two histories. `.internal` is reserved for names that nobody resolves.
 */
async function newOrigin(client: pg.Client, spaceId: string): Promise<string> {
  const { rows } = await client.query<{ n: string }>(
    'select count(distinct origin) as n from evidence_archive',
  )
  const earlier = Number(rows[0]!.n)
  return `xinyu.internal/${spaceId}${earlier === 0 ? '' : `/${earlier + 1}`}`
}

/** The origin that the log on disk has; null before its first start. */
export async function readOrigin(home: string): Promise<string | null> {
  return (await readOrNull(originFile(home)))?.toString('utf8').trim() ?? null
}

/** The signer of the log on disk. @throws XinyuError KEY_MISSING, … */
export async function spaceSigner(home: string, origin: string): Promise<Signer> {
  const key = await signingKey(international, home, EVIDENCE_KEY, { existing: true })
  return makeSigner(international, key, origin)
}

export interface SpaceLogOptions {
  readonly home: string
  readonly client: pg.Client
  readonly atLeast: number
  /** Names the log at its first start. */
  readonly spaceId: string
}

/**
 * Opens the space's log, made at the first start, and holds it and the database together.
 * @throws XinyuError EVIDENCE_WRONG_LOG, EVIDENCE_ROLLED_BACK, EVIDENCE_LOG_DAMAGED, KEY_MISSING, …
 */
export async function openSpaceLog(options: SpaceLogOptions): Promise<Log> {
  const { home, client, atLeast } = options
  const folder = evidenceFolder(home)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const bound = await boundOrigin(client)
  const present = await readOrigin(home)
  // A log that vanished must not begin anew under a database that remembers it.
  if (bound !== null && present === null) {
    throw new XinyuError('EVIDENCE_WRONG_LOG', { expected: bound, found: '—' })
  }
  const origin = present ?? (await newOrigin(client, options.spaceId))
  if (bound !== null && bound !== origin)
    throw new XinyuError('EVIDENCE_WRONG_LOG', { expected: bound, found: origin })

  const key = await signingKey(international, home, EVIDENCE_KEY, { existing: present !== null })
  const signer = makeSigner(international, key, origin)
  await writeAtomic(vkeyFile(home), `${signer.vkey}\n`, { sync: true })
  if (present === null) {
    await createLog(folder)
    await writeAtomic(originFile(home), `${origin}\n`, { sync: true })
  }
  const log = await openLog({ folder, signer, atLeast })
  await client.query(
    'insert into evidence_log (origin, vkey) values ($1, $2) on conflict (one) do update set vkey = excluded.vkey',
    [origin, signer.vkey],
  )
  return log
}

async function boundOrigin(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ origin: string }>('select origin from evidence_log')
  return rows[0]?.origin ?? null
}
