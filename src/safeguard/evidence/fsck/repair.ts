import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemActor } from '../../../kernel/actor.ts'
import { prepareEntry } from '../entry.ts'
import {
  checkpointFile,
  edgeRoot,
  journalFolder,
  makeSegment,
  openTileStore,
  packBundle,
  packFrame,
  syncFolder,
  TILE_WIDTH,
  writeAtomic,
  writeSegment,
  type Edge,
} from '../log/index.ts'
import { insertOutbox } from '../outbox.ts'
import { createVault } from '../payload/index.ts'
import type { RestorePlatform } from '../restore.ts'
import { evidenceFolder, originFile, publishKeys, spaceSigner } from '../space-log.ts'
import { bound } from './database.ts'
import { derive } from './derive.ts'
import { fsck, keepsSm3 } from './fsck.ts'
import { readJournal } from './journal.ts'
import { type FsckReport, findings, type Problem } from './report.ts'
import { linkRows, remakeTerms } from './rows.ts'

export interface RepairReport {
  /** What is true now. */
  readonly after: FsckReport
  /** What was found and made again. Empty when there was nothing, or when the entries themselves are not sound. */
  readonly repaired: readonly Problem[]
}

/**
 * Makes again what follows from the entries: bundles, tiles of both trees, journal, rows, search index; takes away a
 * checkpoint that is none (the next start signs one). Never an entry: where one is lost or a signed root does not hold,
 * nothing is changed, so that what is left can still tell what happened. No server may have the log open.
 */
export async function repairEvidence(platform: RestorePlatform): Promise<RepairReport> {
  const { home, db } = platform
  await finishSwap(evidenceFolder(home))
  const before = await fsck(home, db)
  const sound = before.problems.every((one) => one.derived || isPayload(one))
  const repaired = before.problems.filter((one) => one.derived)
  if (!sound || repaired.length === 0) return { after: before, repaired: [] }
  await remake(platform, before)
  await noteRepaired(platform, repaired)
  return { after: await fsck(home, db), repaired }
}

/** A payload that was altered is no reason to leave the rest as it is. */
const isPayload = (one: Problem) =>
  one.file.startsWith('keys/payload/') || (one.file === 'database' && one.why.startsWith('the payload of'))

async function remake({ home, db, clock }: RestorePlatform, before: FsckReport): Promise<void> {
  const folder = evidenceFolder(home)
  const quiet = findings()
  const journal = await readJournal(folder, quiet)
  const tiles = openTileStore(folder)
  const touched = (file: string) => before.problems.some((one) => one.file.startsWith(file))
  const rows = touched('database')
  if (rows) await sql`truncate evidence_term`.execute(db)
  const whole = before.size - (before.size % TILE_WIDTH)
  let tail: readonly Buffer[] = []
  let rootBefore: Buffer | null = null
  await derive({ folder, db, journal, size: before.size, sm3: keepsSm3() }, quiet, {
    tile: ({ tree, level, index, content }) =>
      tiles.put({ ...(tree ? { tree } : {}), level, index, width: TILE_WIDTH }, content),
    at(edge: Edge) {
      if (edge.size === whole) rootBefore = edgeRoot(edge)
    },
    async bundle(first, entries) {
      if (entries.length === TILE_WIDTH)
        await tiles.put(
          { level: 'entries', index: first / TILE_WIDTH, width: TILE_WIDTH },
          packBundle(entries),
        )
      else tail = entries
      if (!rows) return
      await linkRows(db, first, entries, `xinyu.internal/repaired/${clock.now()}`)
      await remakeTerms(db, first, entries)
    },
  })
  await tiles.sync()
  if (touched('journal')) await remakeJournal(folder, whole, rootBefore!, tail, clock.now())
  await remakeNames(home, db, folder, touched)
}

/** The tiles hold all full bundles by now; the rest becomes one segment. The damaged files are kept beside. */
async function remakeJournal(
  folder: string,
  whole: number,
  root: Buffer,
  tail: readonly Buffer[],
  now: number,
): Promise<void> {
  const draft = join(folder, 'journal.new')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  const writer = await writeSegment(await makeSegment(draft, whole, root))
  if (tail.length > 0) await writer.append(packFrame(whole, tail))
  await writer.close()
  await rename(journalFolder(folder), join(folder, `journal.damaged-${now}`))
  await finishSwap(folder)
}

/** The second half of the exchange, also after a crash between the two. */
async function finishSwap(folder: string): Promise<void> {
  const present = await stat(journalFolder(folder)).catch(() => null)
  const draft = await stat(join(folder, 'journal.new')).catch(() => null)
  if (present || !draft) return
  await rename(join(folder, 'journal.new'), journalFolder(folder))
  await syncFolder(folder)
}

async function remakeNames(
  home: string,
  db: RestorePlatform['db'],
  folder: string,
  touched: (file: string) => boolean,
): Promise<void> {
  const log = await bound(db)
  if (log && touched('origin')) await writeAtomic(originFile(home), `${log.origin}\n`, { sync: true })
  if (log && touched('keys/')) await publishKeys(home, await spaceSigner(home, log.origin))
  if (touched('checkpoint')) await rename(checkpointFile(folder), `${checkpointFile(folder)}.damaged`)
}

/** The sequencer appends it at the next start: whoever reads the log learns that something was made again. */
async function noteRepaired(platform: RestorePlatform, repaired: readonly Problem[]): Promise<void> {
  const { home, db, clock, random } = platform
  const payload = { repaired: repaired.map(({ file, leaf, why }) => ({ file, leaf, why })) }
  const note = { kind: 'evidence.repaired', subject: {}, payload }
  const entry = prepareEntry(systemActor('fsck'), clock.now(), note, random)
  const sealed = await createVault(home, random).seal([entry])
  await db.transaction().execute((tx) => insertOutbox(tx, [entry], sealed))
}
