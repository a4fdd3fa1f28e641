import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { XinyuError } from '../../kernel/errors/index.ts'
import { destroySigningKey, keyFolder, suite } from '../crypto/index.ts'
import { keyNames, logSigner } from './keys/custody.ts'
import { activeKeys, beginHistory, generation, readHistory, writeHistory } from './keys/history.ts'
import { createLog, openLog, readOrNull, writeAtomic, type Log, type Signer } from './log/index.ts'
import type { KeyHistory } from './verifier/index.ts'

/** The name of the log's first key in custody, and of the file of its public half. */
export const EVIDENCE_KEY = 'evidence'

/** The folder of the log below the data folder. */
export const evidenceFolder = (home: string): string => join(home, 'evidence')

/** Where the public halves lie for whoever wants to pin them, one a line, Ed25519 first. */
export const vkeyFile = (home: string): string => join(keyFolder(home), `${EVIDENCE_KEY}.vkey`)
export const originFile = (home: string) => join(evidenceFolder(home), 'origin')

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

/** Who signs for the log on disk. @throws XinyuError KEY_MISSING, EVIDENCE_LOG_DAMAGED, … */
export async function spaceSigner(home: string, origin: string): Promise<Signer> {
  const at = generation(await readHistory(evidenceFolder(home)))
  return logSigner({ home, origin, generation: at, sm2: suite().name === 'guomi', existing: true })
}

export interface SpaceLogOptions {
  readonly home: string
  readonly client: pg.Client
  readonly atLeast: number
  /** Names the log at its first start. */
  readonly spaceId: string
  /** Told of each checkpoint after it is published; never waited for. */
  readonly onCheckpoint?: (published: { note: string; size: number }) => void
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

  const sm2 = suite().name === 'guomi'
  const known = present === null ? null : await readHistory(folder)
  const at = generation(known)
  const signer = await logSigner({ home, origin, generation: at, sm2, existing: present !== null })
  if (known) mustBeActive(known, signer)
  await publishKeys(home, signer)
  const history = known ?? beginHistory(signer.vkeys)
  if (present === null) {
    await createLog(folder)
    await writeHistory(folder, history)
    await writeAtomic(originFile(home), `${origin}\n`, { sync: true })
  } else if (!known) await writeHistory(folder, history)
  const earlierKeys = history.keys.filter((one) => one.state !== 'active').map((one) => one.vkey)
  const { onCheckpoint } = options
  const log = await openLog({
    folder,
    signer,
    earlierKeys,
    atLeast,
    sm3: sm2,
    ...(onCheckpoint ? { onCheckpoint } : {}),
  })
  await bindKey(client, signer)
  // What a crash kept of them after their successors took over.
  for (let old = 1; old < at; old++) await destroyKeys(home, old)
  return log
}

/** The public halves in their file, for pinning. */
export const publishKeys = (home: string, signer: Signer): Promise<void> =>
  writeAtomic(vkeyFile(home), `${signer.vkeys.join('\n')}\n`, { sync: true })

/** The database remembers which log it belongs to, and by which key. */
async function bindKey(client: pg.Client, { origin, vkey }: Signer): Promise<void> {
  await client.query(
    'insert into evidence_log (origin, vkey) values ($1, $2) on conflict (one) do update set vkey = excluded.vkey',
    [origin, vkey],
  )
}

/** Destroys the private halves of one generation of the log's keys. */
export async function destroyKeys(home: string, generation: number): Promise<void> {
  for (const name of keyNames(generation, true)) await destroySigningKey(home, name)
}

/** A key in custody that the log has not named is another's, or of a rotation that did not come to its end. */
function mustBeActive(history: KeyHistory, signer: Signer): void {
  if (activeKeys(history).join() === signer.vkeys.join()) return
  throw new XinyuError('EVIDENCE_LOG_DAMAGED', {
    file: 'keys',
    why: 'the key in custody is not the one that the log names as its own',
  })
}

async function boundOrigin(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ origin: string }>('select origin from evidence_log')
  return rows[0]?.origin ?? null
}
