import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { cutSegment, listSegments, readSegment, type Segment } from './journal.ts'
import type { TileStore } from './store.ts'
import { packBundle, TILE_WIDTH, unpackBundle, unpackHashes } from './tiles.ts'
import {
  appendLeaf,
  edgeRoot,
  emptyEdge,
  leafHash,
  rangeHash,
  SHA256_TREE,
  SM3_TREE,
  type Edge,
  type TreeHash,
} from './tree.ts'

/** The writer's state: the edges of its trees, and the entries that no full bundle holds yet. */
export interface LogState {
  readonly edge: Edge
  /** Edge of the second tree, of the same size; null where the log keeps none. */
  readonly sm3: Edge | null
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
  /** Keeps the second tree, over SM3. */
  readonly sm3?: boolean
}

/**
 * Rebuilds the state from the journal and the full tiles before it.
 * @throws XinyuError EVIDENCE_LOG_DAMAGED, EVIDENCE_ROLLED_BACK
 */
export async function recover(folder: string, tiles: TileStore, options: RecoverOptions): Promise<Recovered> {
  const segments = await listSegments(folder)
  const oldest = segments[0]
  if (!oldest) throw new XinyuError('EVIDENCE_LOG_DAMAGED', { file: folder, why: 'no journal' })
  const state = await stateBefore(oldest, tiles, options.sm3 ?? false)
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

/** Leaf hashes of one batch for the trees of a log; worked out while the disk is busy. */
export interface LeafHashes {
  readonly sha256: readonly Buffer[]
  readonly sm3: readonly Buffer[] | null
}

export const hashLeaves = (state: LogState, entries: readonly Buffer[]): LeafHashes => ({
  sha256: entries.map(leafHash),
  sm3: state.sm3 && entries.map(SM3_TREE.leaf),
})

/**
 * Appends entries to the state; full tiles go to `tiles`, where given. Both trees and the open entries change in one
 * turn of the event loop, so that no reader sees one without the other.
 */
export async function extend(
  state: LogState,
  entries: readonly Buffer[],
  tiles: TileStore | null,
  leaves: LeafHashes = hashLeaves(state, entries),
): Promise<void> {
  const puts: Promise<void>[] = []
  for (const [at, entry] of entries.entries()) {
    state.open.push(entry)
    if (state.sm3) {
      for (const { level, index, content } of appendLeaf(state.sm3, leaves.sm3![at]!, SM3_TREE))
        if (tiles) puts.push(tiles.put({ tree: 'sm3', level, index, width: TILE_WIDTH }, content))
    }
    for (const full of appendLeaf(state.edge, leaves.sha256[at]!)) {
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
async function stateBefore(segment: Segment, tiles: TileStore, sm3: boolean): Promise<LogState> {
  const whole = segment.first - (segment.first % TILE_WIDTH)
  const edge = await edgeAt(whole, tiles, SHA256_TREE)
  const state: LogState = { edge, sm3: sm3 ? await sm3EdgeAt(whole, tiles) : null, open: [] }
  if (whole < segment.first) {
    const bundle = unpackBundle(await tiles.get({ level: 'entries', index: whole / TILE_WIDTH }))
    if (bundle?.length !== TILE_WIDTH) throw damaged(segment.file, `the bundle at leaf ${whole} is not whole`)
    await extend(state, bundle.slice(0, segment.first - whole), null)
  }
  return state
}

/** The edge of a tree whose size is a multiple of 256, from the full tiles. */
async function edgeAt(size: number, tiles: TileStore, by: TreeHash, tree?: 'sm3'): Promise<Edge> {
  const edge = emptyEdge()
  edge.size = size
  edge.levels[0] = []
  for (let level = 1, count = size / TILE_WIDTH; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    const row: Buffer[] = []
    for (let index = count - (count % TILE_WIDTH); index < count; index++) {
      const content = await tiles.get({ ...(tree ? { tree } : {}), level: level - 1, index })
      const hashes = unpackHashes(content)
      if (hashes?.length !== TILE_WIDTH) throw damaged(`tile level ${level - 1}, ${index}`, 'not whole')
      row.push(rangeHash(hashes, by))
    }
    edge.levels[level] = row
  }
  return edge
}

/**
 * The same of the second tree, from its own tiles: at most 255 a level are read, however large the log. Where one is
 * missing (a log that began before its space knew SM3, a tile that was lost) all are made again from the entries.
 */
async function sm3EdgeAt(size: number, tiles: TileStore): Promise<Edge> {
  try {
    return await edgeAt(size, tiles, SM3_TREE, 'sm3')
  } catch (error) {
    if (!isXinyuError(error) || error.code !== 'EVIDENCE_LOG_DAMAGED') throw error
    return remakeSm3(size, tiles)
  }
}

/** Makes the second tree's tiles of the first `size` entries (a multiple of 256) again from the bundles. */
export async function remakeSm3(size: number, tiles: TileStore): Promise<Edge> {
  const edge = emptyEdge()
  edge.levels[0] = []
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const entries = unpackBundle(await tiles.get({ level: 'entries', index }))
    if (entries?.length !== TILE_WIDTH) throw damaged(`tile/entries ${index}`, 'not whole')
    for (const entry of entries) {
      for (const full of appendLeaf(edge, SM3_TREE.leaf(entry), SM3_TREE))
        await tiles.put(
          { tree: 'sm3', level: full.level, index: full.index, width: TILE_WIDTH },
          full.content,
        )
    }
  }
  return edge
}

const damaged = (file: string, why: string) => new XinyuError('EVIDENCE_LOG_DAMAGED', { file, why })
