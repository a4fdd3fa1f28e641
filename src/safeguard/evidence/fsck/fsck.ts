import { join } from 'node:path'
import type { Db } from '../../../platform/postgres/index.ts'
import { suite } from '../../crypto/index.ts'
import { edgeRoot, readOrNull, SM3_TREE, tilePath, TILE_WIDTH } from '../log/index.ts'
import { evidenceFolder } from '../space-log.ts'
import { beyond, compareRows, databaseState } from './database.ts'
import { derive, type Derived } from './derive.ts'
import { readJournal } from './journal.ts'
import { payloadJudge } from './payloads.ts'
import { findings, type Findings, type FsckReport } from './report.ts'
import { rootsToCheck } from './roots.ts'
import { termCheck } from './terms.ts'

/**
 * Derives the trees anew from the entries and compares: bundles, tiles, journal, checkpoint and its signature, key and
 * name, and the database entry by entry with its search index. Changes nothing; names every damage. Memory is flat.
 * Entries that are written meanwhile are left for the next check.
 */
export async function fsck(home: string, db: Db): Promise<FsckReport> {
  const folder = evidenceFolder(home)
  const found = findings()
  // The database first: what it knows now must be in the log that is read after.
  const known = await databaseState(db)
  const journal = await readJournal(folder, found)
  const roots = await rootsToCheck(home, folder, db, journal, found)
  // Entries that were signed for and are missing at the end may still be in the database.
  const size = journal.segments.length > 0 ? Math.max(journal.size, roots.signed) : journal.size
  const terms = termCheck(db, found)
  const judge = await payloadJudge(home, db, found)
  let [unlinked, payloadsMissing, payloadsDestroyed] = [0, 0, 0]
  const misplaced: number[] = []
  const { edge, sm3 } = await derive({ folder, db, journal, size, sm3: keepsSm3() }, found, {
    tile: (tile) => checkTile(folder, tile, found),
    at: (one, second) => roots.check(one, second),
    async bundle(first, entries, unproven) {
      for (const leaf of unproven) {
        if (leaf >= roots.signed)
          found.add(
            'entries',
            leaf,
            'only the database has an entry for it, and no signed root proves that one',
          )
      }
      const compared = await compareRows(db, first, entries, known.next, found, judge)
      unlinked += compared.unlinked
      payloadsMissing += compared.payloadsMissing
      payloadsDestroyed += compared.payloadsDestroyed
      misplaced.push(...compared.misplaced)
      const indexed = Math.max(0, Math.min(entries.length, known.next - first))
      await terms.compare(first, entries.slice(0, indexed))
    },
  })
  await terms.finish(known.next)
  const behind = await beyond(db, edge.size, known.next)
  if (behind.count > misplaced.filter((leaf) => leaf >= edge.size).length) {
    found.add(
      'database',
      edge.size,
      `it knows ${behind.last + 1} entries, the log has ${edge.size}: the log was rolled back`,
    )
  }
  roots.finish(edge.size)
  return {
    ok: found.problems.length === 0,
    size: edge.size,
    root: edgeRoot(edge).toString('base64'),
    sm3Root: sm3 && edgeRoot(sm3, SM3_TREE).toString('base64'),
    problems: found.problems,
    unlinked,
    waiting: known.waiting - unlinked,
    payloadsMissing,
    payloadsDestroyed,
    torn: journal.torn,
  }
}

/** The second tree belongs to the logs of 国密 spaces. */
export const keepsSm3 = (): boolean => suite().name === 'guomi'

async function checkTile(folder: string, tile: Derived, found: Findings): Promise<void> {
  const path = tilePath({ ...tile, width: TILE_WIDTH })
  const present = await readOrNull(join(folder, path))
  if (present ? !present.equals(tile.content) : tile.mustExist)
    found.derived(path, null, present ? 'not what the entries lead to' : 'missing')
}
