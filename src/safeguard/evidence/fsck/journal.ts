import { basename } from 'node:path'
import { journalFolder, scanSegment, surveySegments } from '../log/index.ts'
import type { Findings } from './report.ts'

/** The journal as far as it can be read. */
export interface Journal {
  readonly segments: readonly { file: string; first: number; root: Buffer | null }[]
  /** Leaf from which on the journal holds the entries. */
  readonly first: number
  /** Entries in the log. */
  readonly size: number
  readonly torn: number
  readonly entries: ReadonlyMap<number, Buffer>
  /** Its files are not as they must be, whatever of their entries lies elsewhere. */
  readonly damaged: boolean
}

/** Reads every true frame, also behind damage: what it lost may lie in a bundle or in the database. */
export async function readJournal(folder: string, found: Findings): Promise<Journal> {
  const segments = await surveySegments(journalFolder(folder)).catch(() => [])
  if (segments.length === 0) found.add('journal', null, 'no readable segment')
  const entries = new Map<number, Buffer>()
  let [next, torn, damaged] = [segments[0]?.first ?? 0, 0, false]
  for (const [at, segment] of segments.entries()) {
    const name = `journal/${basename(segment.file)}`
    const fault = (leaf: number | null, why: string) => {
      damaged = true
      found.derived(name, leaf, why)
    }
    if (segment.root === null) fault(null, 'its header is not true')
    if (segment.first > next) fault(next, `leaves ${next} to ${segment.first - 1} are missing before it`)
    const scan = await scanSegment(segment, at === segments.length - 1)
    if (scan.damage) fault(scan.next, scan.damage)
    else torn = scan.torn
    next = Math.max(next, scan.next)
    for (const { first, entries: own } of [...scan.frames, ...scan.later]) {
      for (const [offset, entry] of own.entries()) entries.set(first + offset, entry)
      next = Math.max(next, first + own.length)
    }
  }
  return {
    segments: segments.map(({ file, first, root }) => ({ file: `journal/${basename(file)}`, first, root })),
    first: segments[0]?.first ?? 0,
    size: next,
    torn,
    entries,
    damaged,
  }
}
