import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Checkpoint } from '../verifier/index.ts'
import { publishCheckpoint, readCheckpoint, type Signer } from './checkpoint.ts'
import { listSegments, makeSegment, packFrame, removeSegment, writeSegment, type Segment } from './journal.ts'
import { logReader, type LogReader } from './reader.ts'
import { extend, hashLeaves, recover, type Recovered } from './recover.ts'
import { openTileStore } from './store.ts'
import { MAX_ENTRY_BYTES } from './tiles.ts'
import { edgeRoot, emptyRoot, SM3_TREE } from './tree.ts'

/** A segment is closed at this size; its entries then wait for their tiles to be durable. */
const SEGMENT_BYTES = 8 * 1024 * 1024

/** An open log with its one writer. */
export interface Log {
  readonly reader: LogReader
  /** Who signs now. */
  readonly signer: Signer
  /** The verifier keys of this signer and of those before it. */
  knownKeys(): readonly string[]
  /** Bytes of a torn, never acknowledged batch that opening cut off. */
  readonly cut: number
  /**
   * Appends one batch; durable when it returns the leaf number of the first. After a failure the log is closed for
   * writing: what is on disk is unknown until it is opened anew.
   */
  append(entries: readonly Buffer[]): Promise<number>
  /** A signed and published checkpoint of at least `size` entries; the last published one by default. */
  checkpoint(size?: number): Promise<{ readonly note: string; readonly size: number }>
  /**
   * Publishes the newest checkpoint with more signatures, such as those of witnesses. False, and nothing is published,
   * when its text is no longer that of the newest.
   */
  cosigned(note: string): Promise<boolean>
  /**
   * From here on `next` signs. `handOver` makes durable what the old signer says about it, and is told the size up to
   * which the old one signed; only then the first checkpoint of the new one is published.
   */
  changeSigner(next: Signer, handOver: (size: number, old: Signer) => Promise<void>): Promise<void>
  close(): Promise<void>
}

export interface OpenOptions {
  readonly folder: string
  readonly signer: Signer
  /** Verifier keys that signed for this log before: its published checkpoint may still be theirs. */
  readonly earlierKeys?: readonly string[]
  /** Entries known to have been acknowledged, from the database. */
  readonly atLeast: number
  readonly segmentBytes?: number
  /** Keeps a second tree over the same leaves with SM3, whose root rides on the checkpoint (国密). */
  readonly sm3?: boolean
  /** Told of each checkpoint after it is published; never waited for. */
  readonly onCheckpoint?: (published: Published) => void
}

export interface Published {
  readonly note: string
  readonly size: number
  readonly root: Buffer
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
  const { folder, segmentBytes = SEGMENT_BYTES } = options
  let signer = options.signer
  let earlier = options.earlierKeys ?? []
  const journal = journalFolder(folder)
  const tiles = openTileStore(folder)
  const published = await readCheckpoint(folder, [...signer.vkeys, ...earlier])
  const known = Math.max(options.atLeast, published?.checkpoint.size ?? 0)
  const { state, segments, end, cut } = await recover(journal, tiles, {
    atLeast: known,
    sm3: options.sm3 ?? false,
  })
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
    const note = await signer.sign(at, root, state.sm3 && edgeRoot(state.sm3, SM3_TREE))
    await publishCheckpoint(folder, note)
    newest = { note, size: at }
    try {
      options.onCheckpoint?.({ note, size: at, root })
    } catch {
      // Whoever listens must not keep the log from its work.
    }
  }
  /** One at a time: an older checkpoint must never replace a newer one. */
  const inTurn = async (work: () => Promise<void>) => {
    const turn = publishing.then(work)
    publishing = turn.catch(() => {})
    await turn
  }
  const checkpoint = async (size = 0) => {
    await inTurn(() => publish(size))
    return newest
  }
  const cosigned = async (note: string) => {
    let taken = false
    await inTurn(async () => {
      if (textOf(note) !== textOf(newest.note)) return
      await publishCheckpoint(folder, note)
      newest = { ...newest, note }
      taken = true
    })
    return taken
  }

  /** In turn: no checkpoint of the old signer can be of a later tree. */
  const changeSigner: Log['changeSigner'] = (next, handOver) =>
    inTurn(async () => {
      await handOver(state.edge.size, signer)
      earlier = [...earlier, ...signer.vkeys]
      signer = next
      newest = { ...newest, size: -1 }
      await publish(0)
    })

  return {
    reader,
    get signer() {
      return signer
    },
    knownKeys: () => [...signer.vkeys, ...earlier],
    cut,
    async append(entries) {
      if (failure) throw failure
      const first = state.edge.size
      try {
        mustFit(entries)
        const appended = writer.append(packFrame(first, entries))
        // Hashing overlaps with the disk.
        const leaves = hashLeaves(state, entries)
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
    cosigned,
    changeSigner,
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
export async function viewLog(
  folder: string,
  { sm3 = false } = {},
): Promise<{ reader: LogReader; recovered: Recovered }> {
  const tiles = openTileStore(folder, { readOnly: true })
  const recovered = await recover(journalFolder(folder), tiles, { atLeast: 0, readOnly: true, sm3 })
  return { reader: logReader(recovered.state, tiles), recovered }
}

const SM3_ROOT = 'sm3-root '

/** The SM3 root that a checkpoint speaks of; null where it does not. */
export function sm3RootOf(extensions: readonly string[]): Buffer | null {
  const line = extensions.find((one) => one.startsWith(SM3_ROOT))
  return line === undefined ? null : Buffer.from(line.slice(SM3_ROOT.length), 'base64')
}

/** What is signed: all before the last blank line. */
const textOf = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1)

/** The log must still be the one that it signed. */
async function mustContinue(reader: LogReader, published: Checkpoint): Promise<void> {
  const sm3 = sm3RootOf(published.extensions)
  if (sm3 !== null && reader.sm3 && !(await reader.sm3.rootAt(published.size)).equals(sm3)) {
    throw new XinyuError('EVIDENCE_LOG_DAMAGED', {
      file: 'tile-sm3',
      why: `not the SM3 root that was signed at size ${published.size}; xinyu fsck --repair makes these tiles again`,
    })
  }
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
