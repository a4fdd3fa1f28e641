import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import { leafHash, readOrNull, tilePath, TILE_WIDTH, unpackBundle } from '../log/index.ts'
import type { Journal } from './journal.ts'
import type { Findings } from './report.ts'

const HASH_BYTES = 32

export interface Found {
  readonly entries: readonly Buffer[]
  /** Leaves whose entry only the database had and no tile speaks of: a signed root must prove them. */
  readonly unproven: readonly number[]
}

/** Where the entries of a log lie, the surest first. */
export interface Sources {
  readonly folder: string
  readonly db: Db
  readonly journal: Journal
  readonly size: number
}

/**
 * The entries of one bundle: from the journal, whose frames carry a checksum; else from the bundle, as its tile says;
 * else from the database, if the tile knows that very entry. What differs is named. Null when one is lost.
 */
export async function entriesOf(sources: Sources, first: number, found: Findings): Promise<Found | null> {
  const { folder, journal, size } = sources
  const width = Math.min(TILE_WIDTH, size - first)
  const index = first / TILE_WIDTH
  const path = tilePath({ level: 'entries', index, width: TILE_WIDTH })
  const full = width === TILE_WIDTH
  const file = full ? await readOrNull(join(folder, path)) : null
  const bundle = file && unpackBundle(file)
  const whole = bundle?.length === TILE_WIDTH
  if (file && !whole) found.derived(path, first, 'not a whole bundle')
  if (full && !file && first + TILE_WIDTH <= journal.first) found.derived(path, first, 'missing')
  const tilePart = tilePath({ level: 0, index, width: TILE_WIDTH })
  const tile = full ? await readOrNull(join(folder, tilePart)) : null
  const isTrue = (entry: Buffer, at: number) =>
    !tile || tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES).equals(leafHash(entry))

  let rows: ReadonlyMap<number, Buffer> | undefined
  const entries: Buffer[] = []
  const unproven: number[] = []
  for (let at = 0; at < width; at++) {
    const leaf = first + at
    const written = journal.entries.get(leaf)
    const derived = whole ? bundle[at] : undefined
    if (written) {
      if (derived && !written.equals(derived)) found.derived(path, leaf, 'another entry than in the journal')
      if (!isTrue(written, at)) found.derived(tilePart, leaf, 'another hash than that of the entry')
      entries.push(written)
      continue
    }
    if (derived && isTrue(derived, at)) {
      entries.push(derived)
      continue
    }
    rows ??= await rowsOf(sources.db, first)
    const kept = rows.get(leaf)
    if (kept && tile && isTrue(kept, at)) {
      found.derived(path, leaf, 'not the entry that its hash stands for; the database has that one')
      entries.push(kept)
    } else if (derived) {
      // Entry or hash: the roots that were signed tell which.
      found.derived(tilePart, leaf, 'another hash than that of the entry')
      entries.push(derived)
    } else if (kept) {
      found.derived(full ? path : 'journal', leaf, 'lost; the database has an entry for it')
      unproven.push(leaf)
      entries.push(kept)
    } else {
      found.add(path, leaf, file ? 'the entry cannot be read' : 'missing, and not in the journal any more')
      return null
    }
  }
  return { entries, unproven }
}

async function rowsOf(db: Db, first: number): Promise<ReadonlyMap<number, Buffer>> {
  const { rows } = await sql<{ leaf: number; entry: string }>`
    select leaf, entry from evidence_outbox where leaf >= ${first} and leaf < ${first + TILE_WIDTH}`.execute(
    db,
  )
  return new Map(rows.map(({ leaf, entry }) => [leaf, Buffer.from(entry)]))
}
