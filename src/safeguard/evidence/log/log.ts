import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { publishCheckpoint, readCheckpoint, type Signer } from './checkpoint.ts'
import { listSegments, makeSegment, packFrame, removeSegment, writeSegment, type Segment } from './journal.ts'
import { logReader, type LogReader } from './reader.ts'
import { extend, recover, type Recovered } from './recover.ts'
import { openTileStore } from './store.ts'
import { MAX_ENTRY_BYTES } from './tiles.ts'
import { edgeRoot, emptyRoot, leafHash } from './tree.ts'

/** A segment is closed at this size; its entries then wait for their tiles to be durable. */
const SEGMENT_BYTES = 8 * 1024 * 1024

/** An open log with its one writer. */
export interface Log {
  readonly reader: LogReader
  readonly signer: Signer
  /** Bytes of a torn, never acknowledged batch that opening cut off. */
  readonly cut: number
  /**
   * Appends one batch; durable when it returns the leaf number of the first. After a failure the log is closed for
   * writing: what is on disk is unknown until it is opened anew.
   */
  append(entries: readonly Buffer[]): Promise<number>
  /** A signed and published checkpoint of at least `size` entries; the last published one by default. */
  checkpoint(size?: number): Promise<{ readonly note: string; readonly size: number }>
  close(): Promise<void>
}

export interface OpenOptions {
  readonly folder: string
  readonly signer: Signer
  /** Entries known to have been acknowledged, from the database. */
  readonly atLeast: number
  readonly segmentBytes?: number
}

/** Where the journal lies below the log's folder. */
export const journalFolder = (folder: string) => join(folder, 'journal')

/** Makes the folder of an empty log where there is none. True when it was made. */
export async function createLog(folder: string): Promise<boolean> {
  await mkdir(journalFolder(folder), { recursive: true, mode: 0o700 })
  if ((await listSegments(journalFolder(folder))).length > 0) return false
  await makeSegment(journalFolder(folder), 0, emptyRoot())
  return true
}

/**
 * Opens a log for writing: cuts a torn tail, rebuilds what is derived, and refuses a log that is damaged in the
 * middle or shorter than what it once published.
 * @throws XinyuError EVIDENCE_LOG_DAMAGED, EVIDENCE_ROLLED_BACK
 */
export async function openLog(options: OpenOptions): Promise<Log> {
  const { folder, signer, segmentBytes = SEGMENT_BYTES } = options
  const journal = journalFolder(folder)
  const tiles = openTileStore(folder)
  const published = await readCheckpoint(folder, signer.vkey)
  const known = Math.max(options.atLeast, published?.checkpoint.size ?? 0)
  const { state, segments, end, cut } = await recover(journal, tiles, { atLeast: known })
  const reader = logReader(state, tiles)
  if (published) await mustContinue(reader, published.checkpoint)

  let writer = await writeSegment(segments.at(-1)!, end)
  let newest = { note: published?.note ?? '', size: published?.checkpoint.size ?? -1 }
  let failure: unknown
  let retiring: Promise<void> = Promise.resolve()
  let publishing: Promise<void> = Promise.resolve()

  const rotate = async () => {
    const closed = writer
    const next = await makeSegment(journal, state.edge.size, edgeRoot(state.edge))
    segments.push(next)
    writer = await writeSegment(next)
    await closed.close()
    retiring = retiring
      .then(() => retire())
      .catch((error: unknown) => {
        failure = error
      })
  }

  /** A segment goes when the full tiles hold all its entries, durably. */
  const retire = async () => {
    const held = state.edge.size - state.open.length
    await tiles.sync()
    while (segments.length > 1 && segments[1]!.first <= held) {
      await removeSegment(journal, segments.shift() as Segment)
    }
  }

  const publish = async (size: number) => {
    if (newest.size >= size) return
    const [at, root] = [state.edge.size, edgeRoot(state.edge)]
    const note = signer.sign(at, root)
    await publishCheckpoint(folder, note)
    newest = { note, size: at }
  }
  const checkpoint = async (size = 0) => {
    const published = publishing.then(() => publish(size))
    publishing = published.catch(() => {})
    await published
    return newest
  }

  return {
    reader,
    signer,
    cut,
    async append(entries) {
      if (failure) throw failure
      const first = state.edge.size
      try {
        mustFit(entries)
        const appended = writer.append(packFrame(first, entries))
        // Hashing overlaps with the disk.
        const leaves = entries.map(leafHash)
        await appended
        await extend(state, entries, tiles, leaves)
        if (writer.end >= segmentBytes) await rotate()
      } catch (error) {
        failure = error
        throw error
      }
      return first
    },
    checkpoint,
    async close() {
      await retiring
      if (!failure) await checkpoint(state.edge.size)
      await tiles.sync().catch(() => {})
      await writer.close()
    },
  }
}

/**
 * Looks at a log without touching it: nothing is cut, nothing is written. For fsck, backup and restore.
 * @throws XinyuError EVIDENCE_LOG_DAMAGED
 */
export async function viewLog(folder: string): Promise<{ reader: LogReader; recovered: Recovered }> {
  const tiles = openTileStore(folder, { readOnly: true })
  const recovered = await recover(journalFolder(folder), tiles, { atLeast: 0, readOnly: true })
  return { reader: logReader(recovered.state, tiles), recovered }
}

/** The log must still be the one that it signed. */
async function mustContinue(reader: LogReader, published: { size: number; root: Uint8Array }): Promise<void> {
  const root = await reader.rootAt(published.size)
  if (!root.equals(published.root)) {
    throw new XinyuError('EVIDENCE_LOG_DAMAGED', {
      file: 'checkpoint',
      why: `the entries no longer lead to the root that was signed at size ${published.size}`,
    })
  }
}

function mustFit(entries: readonly Buffer[]): void {
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_BYTES) {
      throw new XinyuError('EVIDENCE_TOO_LARGE', { bytes: entry.length, limit: MAX_ENTRY_BYTES })
    }
  }
}
