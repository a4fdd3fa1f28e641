import { basename, join } from 'node:path'
import {
  journalFolder,
  listSegments,
  readOrNull,
  scanSegment,
  tilePath,
  TILE_WIDTH,
  unpackBundle,
  type Segment,
} from '../log/index.ts'
import type { Findings } from './report.ts'

/** The journal as far as it can be read. */
export interface Journal {
  readonly segments: readonly { file: string; first: number; root: Buffer }[]
  /** Leaf from which on the journal holds the entries. */
  readonly first: number
  /** Entries in the log. */
  readonly size: number
  readonly torn: number
  readonly entries: ReadonlyMap<number, Buffer>
}

export async function readJournal(folder: string, found: Findings): Promise<Journal> {
  const segments = await listSegments(journalFolder(folder)).catch((error: Error) => {
    found.add('journal', null, error.message)
    return [] as Segment[]
  })
  if (segments.length === 0) found.add('journal', null, 'no readable segment')
  const entries = new Map<number, Buffer>()
  let [next, torn] = [segments[0]?.first ?? 0, 0]
  for (const [at, segment] of segments.entries()) {
    const name = `journal/${basename(segment.file)}`
    if (segment.first !== next)
      found.add(name, next, `leaves ${next} to ${segment.first - 1} are missing before it`)
    const scan = await scanSegment(segment, at === segments.length - 1)
    for (const frame of scan.frames) {
      for (const [offset, entry] of frame.entries.entries()) entries.set(frame.first + offset, entry)
    }
    if (scan.damage) found.add(name, scan.next, scan.damage)
    else torn = scan.torn
    next = scan.next
  }
  return {
    segments: segments.map(({ file, first, root }) => ({ file: `journal/${basename(file)}`, first, root })),
    first: segments[0]?.first ?? 0,
    size: next,
    torn,
    entries,
  }
}

/** The entries of one bundle, from the bundle's file and from the journal, which must agree; null when lost. */
export async function entriesOf(
  folder: string,
  first: number,
  journal: Journal,
  found: Findings,
): Promise<Buffer[] | null> {
  const width = Math.min(TILE_WIDTH, journal.size - first)
  const path = tilePath({ level: 'entries', index: first / TILE_WIDTH, width: TILE_WIDTH })
  const file = width === TILE_WIDTH ? await readOrNull(join(folder, path)) : null
  const bundle = file && unpackBundle(file)
  if (file && bundle?.length !== TILE_WIDTH) found.add(path, first, 'not a whole bundle')
  const entries: Buffer[] = []
  for (let at = 0; at < width; at++) {
    const written = journal.entries.get(first + at)
    const derived = bundle?.[at]
    if (written && derived && !written.equals(derived))
      found.add(path, first + at, 'another entry than in the journal')
    const entry = written ?? derived
    if (!entry) {
      found.add(
        path,
        first + at,
        file ? 'the entry cannot be read' : 'missing, and not in the journal any more',
      )
      return null
    }
    entries.push(entry)
  }
  return entries
}
