import { XinyuError } from '../../../kernel/errors/index.ts'
import { cutSegment, listSegments, readSegment, type Segment } from './journal.ts'
import type { TileStore } from './store.ts'
import { packBundle, TILE_WIDTH, unpackBundle, unpackHashes } from './tiles.ts'
import { appendLeaf, edgeRoot, emptyEdge, leafHash, rangeHash, type Edge } from './tree.ts'

/** The writer's state: the edge of the tree, and the entries that no full bundle holds yet. */
export interface LogState {
  readonly edge: Edge
  /** Entries from `edge.size - open.length` on; at most 255 between batches. */
  readonly open: Buffer[]
}

export interface Recovered {
  readonly state: LogState
  readonly segments: Segment[]
  /** Where the last segment ends in bytes. */
  readonly end: number
  /** Bytes of a torn, never acknowledged batch that were cut. */
  readonly cut: number
}

export interface RecoverOptions {
  /** Entries that are known to have been acknowledged: a tail is not cut below them. */
  readonly atLeast: number
  /** Only looks: cuts nothing, writes no tiles. */
  readonly readOnly?: boolean
}

/**
 * Rebuilds the state from the journal and the full tiles before it.
 * @throws XinyuError EVIDENCE_LOG_DAMAGED, EVIDENCE_ROLLED_BACK
 */
export async function recover(folder: string, tiles: TileStore, options: RecoverOptions): Promise<Recovered> {
  const segments = await listSegments(folder)
  const oldest = segments[0]
  if (!oldest) throw new XinyuError('EVIDENCE_LOG_DAMAGED', { file: folder, why: 'no journal' })
  const state = await stateBefore(oldest, tiles)
  let [end, cut] = [0, 0]
  for (const [at, segment] of segments.entries()) {
    const isLast = at === segments.length - 1
    if (segment.first !== state.edge.size) {
      throw damaged(segment.file, `leaves ${state.edge.size} to ${segment.first - 1} are missing before it`)
    }
    if (!edgeRoot(state.edge).equals(segment.root))
      throw damaged(segment.file, 'the tree before it is another one')
    const read = await readSegment(segment, isLast)
    for (const frame of read.frames) await extend(state, frame.entries, tiles)
    if (isLast) [end, cut] = [read.end, read.torn]
  }
  if (state.edge.size < options.atLeast) {
    throw new XinyuError('EVIDENCE_ROLLED_BACK', {
      size: state.edge.size,
      known: options.atLeast,
      witness: 'database',
    })
  }
  if (cut > 0 && !options.readOnly) await cutSegment(segments.at(-1)!, end)
  return { state, segments, end, cut }
}

/** Appends entries to the state; full tiles go to `tiles`, where given. `leaves` spares hashing twice. */
export async function extend(
  state: LogState,
  entries: readonly Buffer[],
  tiles: TileStore | null,
  leaves: readonly Buffer[] = entries.map(leafHash),
): Promise<void> {
  const puts: Promise<void>[] = []
  for (const [at, entry] of entries.entries()) {
    state.open.push(entry)
    for (const full of appendLeaf(state.edge, leaves[at]!)) {
      puts.push(...(tiles ? putFull(state, full, tiles) : []))
      if (full.level === 0) state.open.length = 0
    }
  }
  await Promise.all(puts)
}

function putFull(
  state: LogState,
  full: { level: number; index: number; content: Buffer },
  tiles: TileStore,
): Promise<void>[] {
  const puts = [tiles.put({ level: full.level, index: full.index, width: TILE_WIDTH }, full.content)]
  if (full.level === 0) {
    puts.unshift(
      tiles.put({ level: 'entries', index: full.index, width: TILE_WIDTH }, packBundle(state.open)),
    )
  }
  return puts
}

/** The state at the start of a segment, from the full tiles. */
async function stateBefore(segment: Segment, tiles: TileStore): Promise<LogState> {
  const whole = segment.first - (segment.first % TILE_WIDTH)
  const edge = await edgeAt(whole, tiles)
  const state: LogState = { edge, open: [] }
  if (whole < segment.first) {
    const bundle = unpackBundle(await tiles.get('entries', whole / TILE_WIDTH))
    if (bundle?.length !== TILE_WIDTH) throw damaged(segment.file, `the bundle at leaf ${whole} is not whole`)
    await extend(state, bundle.slice(0, segment.first - whole), null)
  }
  return state
}

/** The edge of a tree whose size is a multiple of 256, from the full tiles. */
async function edgeAt(size: number, tiles: TileStore): Promise<Edge> {
  const edge = emptyEdge()
  edge.size = size
  edge.levels[0] = []
  for (let level = 1, count = size / TILE_WIDTH; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    const row: Buffer[] = []
    for (let index = count - (count % TILE_WIDTH); index < count; index++) {
      const hashes = unpackHashes(await tiles.get(level - 1, index))
      if (hashes?.length !== TILE_WIDTH) throw damaged(`tile level ${level - 1}, ${index}`, 'not whole')
      row.push(rangeHash(hashes))
    }
    edge.levels[level] = row
  }
  return edge
}

const damaged = (file: string, why: string) => new XinyuError('EVIDENCE_LOG_DAMAGED', { file, why })
