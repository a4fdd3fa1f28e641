import { XinyuError } from '../../../kernel/errors/index.ts'
import { treeReader, type TreeReader } from './proofs.ts'
import type { LogState } from './recover.ts'
import type { TileStore } from './store.ts'
import { packBundle, TILE_WIDTH, unpackBundle, type TileName } from './tiles.ts'
import { edgeRoot, SHA256_TREE, SM3_TREE } from './tree.ts'

/** Reads of a log: entries, roots and proofs at any size up to its present one. */
export interface LogReader extends Omit<TreeReader, 'hashes'> {
  readonly size: number
  /** Root of the present tree. */
  root(): Buffer
  /** @throws XinyuError EVIDENCE_NOT_FOUND beyond the log */
  entry(leaf: number): Promise<Buffer>
  /** Entries `from` ≤ leaf < `to`, cut at the end of the log. */
  entries(from: number, to: number): Promise<Buffer[]>
  /** The second tree of a 国密 space, over the same leaves with SM3; null where the log keeps none. */
  readonly sm3: TreeReader | null
  /** Its root, for the extension line of a checkpoint; null where the log keeps none. */
  sm3RootAt(size: number): Promise<Buffer | null>
  /** Content of a static file, partial ones made on demand; null beyond the log. */
  tile(name: TileName): Promise<Buffer | null>
}

export function logReader(state: LogState, tiles: TileStore): LogReader {
  const size = () => state.edge.size
  const tree = treeReader({ edge: state.edge, tiles, by: SHA256_TREE })
  const sm3 = state.sm3 && treeReader({ edge: state.sm3, tiles, by: SM3_TREE, tree: 'sm3' })

  const bundle = async (index: number): Promise<Buffer[]> => {
    const firstOpen = size() - state.open.length
    if (index * TILE_WIDTH >= firstOpen) return [...state.open]
    const entries = unpackBundle(await tiles.get({ level: 'entries', index }))
    if (entries?.length !== TILE_WIDTH) throw damaged(`tile/entries ${index}`)
    return entries
  }

  return {
    get size() {
      return size()
    },
    root: () => edgeRoot(state.edge),
    rootAt: (at) => tree.rootAt(at),
    inclusionProof: (leaf, at) => tree.inclusionProof(leaf, at),
    consistencyProof: (first, second) => tree.consistencyProof(first, second),
    sm3,
    sm3RootAt: async (at) => sm3?.rootAt(at) ?? null,
    async entry(leaf) {
      if (!Number.isSafeInteger(leaf) || leaf < 0 || leaf >= size())
        throw new XinyuError('EVIDENCE_NOT_FOUND', { id: leaf })
      return (await bundle(Math.floor(leaf / TILE_WIDTH)))[leaf % TILE_WIDTH]!
    },
    async entries(from, to) {
      const end = Math.min(to, size())
      const found: Buffer[] = []
      for (let at = Math.max(0, from); at < end; ) {
        const offset = at % TILE_WIDTH
        const part = (await bundle(Math.floor(at / TILE_WIDTH))).slice(offset, offset + end - at)
        if (part.length === 0) break
        found.push(...part)
        at += part.length
      }
      return found
    },
    async tile(name) {
      const { level, index, width } = name
      const span = level === 'entries' ? 1 : TILE_WIDTH ** level
      if ((index * TILE_WIDTH + width) * span > size()) return null
      const of = name.tree ? sm3 : tree
      if (!of) return null
      if (width === TILE_WIDTH) return tiles.get(name)
      if (level === 'entries') return packBundle((await bundle(index)).slice(0, width))
      return Buffer.concat(await of.hashes(level, index, width))
    },
  }
}

const damaged = (file: string) => new XinyuError('EVIDENCE_LOG_DAMAGED', { file, why: 'not whole' })
