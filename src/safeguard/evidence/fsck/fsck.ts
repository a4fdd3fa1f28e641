import { join } from 'node:path'
import type { Db } from '../../../platform/postgres/index.ts'
import {
  appendLeaf,
  edgeRoot,
  emptyEdge,
  leafHash,
  readCheckpoint,
  readOrNull,
  tilePath,
  TILE_WIDTH,
  type Edge,
} from '../log/index.ts'
import { evidenceFolder, vkeyFile } from '../space-log.ts'
import { compareRows, databaseState, isBoundTo } from './database.ts'
import { entriesOf, readJournal, type Journal } from './journal.ts'
import { findings, type Findings, type FsckReport } from './report.ts'

/**
 * Derives the whole tree anew from its entries and compares: bundles, tiles, journal, checkpoint and its signature,
 * and the database entry by entry. Changes nothing; names every damage. Memory is flat.
 */
export async function fsck(home: string, db: Db): Promise<FsckReport> {
  const folder = evidenceFolder(home)
  const found = findings()
  // The database first: what it knows now must be in the log that is read after.
  const known = await databaseState(db)
  const journal = await readJournal(folder, found)
  const edge = emptyEdge()
  const roots = await rootsToCheck(home, folder, db, journal, found)
  roots.check(edge)
  let [unlinked, payloadsMissing] = [0, 0]
  for (let first = 0; first < journal.size; first += TILE_WIDTH) {
    const entries = await entriesOf(folder, first, journal, found)
    if (!entries) break
    const tile = await readOrNull(
      join(folder, tilePath({ level: 0, index: first / TILE_WIDTH, width: TILE_WIDTH })),
    )
    for (const [at, entry] of entries.entries()) {
      const hash = leafHash(entry)
      if (tile && !tile.subarray(at * 32, at * 32 + 32).equals(hash)) {
        found.add(
          tilePath({ level: 0, index: first / TILE_WIDTH, width: TILE_WIDTH }),
          first + at,
          'another hash than that of the entry',
        )
      }
      for (const full of appendLeaf(edge, hash))
        await checkTile(folder, full, first + at + 1 <= journal.first, found)
      roots.check(edge)
    }
    const compared = await compareRows(db, first, entries, known.next, found)
    unlinked += compared.unlinked
    payloadsMissing += compared.payloadsMissing
  }
  if (known.next > edge.size) {
    found.add(
      'database',
      edge.size,
      `it knows ${known.next} entries, the log has ${edge.size}: the log was rolled back`,
    )
  }
  roots.finish(edge.size)
  return {
    ok: found.problems.length === 0,
    size: edge.size,
    root: edgeRoot(edge).toString('base64'),
    problems: found.problems,
    unlinked,
    waiting: known.waiting - unlinked,
    payloadsMissing,
    torn: journal.torn,
  }
}

async function checkTile(
  folder: string,
  full: { level: number; index: number; content: Buffer },
  mustExist: boolean,
  found: Findings,
): Promise<void> {
  const path = tilePath({ level: full.level, index: full.index, width: TILE_WIDTH })
  const present = await readOrNull(join(folder, path))
  if (present ? !present.equals(full.content) : mustExist) {
    found.add(path, null, present ? 'not what the entries lead to' : 'missing')
  }
}

/** Roots that the log has committed to: its segments' headers and its signed checkpoint. */
async function rootsToCheck(home: string, folder: string, db: Db, journal: Journal, found: Findings) {
  const expected: { file: string; size: number; root: Uint8Array }[] = journal.segments.map((segment) => ({
    file: segment.file,
    size: segment.first,
    root: segment.root,
  }))
  const vkey = (await readOrNull(vkeyFile(home)))?.toString('utf8').trim()
  if (vkey === undefined) found.add('keys/evidence.vkey', null, 'missing')
  else {
    if (!(await isBoundTo(db, vkey)))
      found.add('keys/evidence.vkey', null, 'the database belongs to another key')
    const published = await readCheckpoint(folder, vkey).catch((error: Error) => {
      found.add('checkpoint', null, error.message)
      return null
    })
    if (published) expected.push({ file: 'checkpoint', ...published.checkpoint })
  }
  return {
    check(edge: Edge) {
      for (const one of expected) {
        if (one.size === edge.size && !edgeRoot(edge).equals(one.root)) {
          found.add(one.file, one.size, 'its root is not what the entries lead to')
        }
      }
    },
    finish(size: number) {
      for (const one of expected) {
        if (one.size > size)
          found.add(one.file, size, `it speaks of ${one.size} entries, the log has ${size}`)
      }
    },
  }
}
