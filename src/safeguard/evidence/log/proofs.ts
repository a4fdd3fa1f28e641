import { XinyuError } from '../../../kernel/errors/index.ts'
import type { TileStore } from './store.ts'
import { TILE_WIDTH, unpackHashes } from './tiles.ts'
import { type Edge, largestPower, pyramid, rangeHash, type TreeHash } from './tree.ts'

/** Roots and proofs of one tree at any size up to its present one. */
export interface TreeReader {
  rootAt(size: number): Promise<Buffer>
  /** Hashes from the leaf's sibling up (RFC 6962 §2.1.1). */
  inclusionProof(leaf: number, size: number): Promise<Buffer[]>
  /** RFC 6962 §2.1.2; empty for size 0 and for equal sizes. */
  consistencyProof(first: number, second: number): Promise<Buffer[]>
  /** The first `width` hashes of a tile. */
  hashes(level: number, index: number, width: number): Promise<Buffer[]>
}

/** A tree as it is read: its edge in memory, its full tiles, and how it is hashed. */
export interface TreeSource {
  readonly edge: Edge
  readonly tiles: TileStore
  readonly by: TreeHash
  readonly tree?: 'sm3'
}

/**
 * Readers go on while the writer does: the edge changes between two turns of the event loop only, and what has left it
 * is a full tile by then, which never changes again.
 */
export function treeReader({ edge, tiles, by, tree }: TreeSource): TreeReader {
  const mustHold = (leaf: number, within: number) => {
    if (!Number.isSafeInteger(leaf) || leaf < 0 || leaf >= within || within > edge.size) {
      throw new XinyuError('EVIDENCE_NOT_FOUND', { id: leaf })
    }
  }

  /** Inner nodes of full tiles, for as long as the store keeps the tile. */
  const pyramids = new WeakMap<Buffer, Buffer[][]>()
  const isFull = (level: number, index: number) => (index + 1) * TILE_WIDTH ** (level + 1) <= edge.size

  const fullTile = async (level: number, index: number): Promise<Buffer[][]> => {
    const content = await tiles.get({ ...(tree ? { tree } : {}), level, index })
    const known = pyramids.get(content)
    if (known) return known
    const row = unpackHashes(content)
    if (row?.length !== TILE_WIDTH) throw damaged(`tile${tree ? `-${tree}` : ''}/${level} ${index}`)
    const made = pyramid(row, by)
    pyramids.set(content, made)
    return made
  }

  /** Hash of the complete subtree of 2^height leaves at `index` in its row. */
  const node = async (height: number, index: number): Promise<Buffer> => {
    const level = Math.floor(height / 8)
    const inner = height - level * 8
    const width = 2 ** inner
    const tile = Math.floor((index * width) / TILE_WIDTH)
    const from = (index * width) % TILE_WIDTH
    if (isFull(level, tile)) return (await fullTile(level, tile))[inner]![from / width]!
    const part = (edge.levels[level] ?? []).slice(from, from + width)
    if (part.length !== width) throw damaged(`tile/${level} ${tile}`)
    return rangeHash(part, by)
  }

  /** MTH(D[from:to]); `from` is a multiple of the largest power of two within. */
  const range = async (from: number, to: number): Promise<Buffer> => {
    const count = to - from
    if (count === 1) return node(0, from)
    const split = largestPower(count)
    if (split * 2 === count) return node(Math.log2(count), from / count)
    return by.node(await range(from, from + split), await range(from + split, to))
  }

  const path = async (leaf: number, from: number, to: number): Promise<Buffer[]> => {
    if (to - from === 1) return []
    const middle = from + largestPower(to - from)
    return leaf < middle
      ? [...(await path(leaf, from, middle)), await range(middle, to)]
      : [...(await path(leaf, middle, to)), await range(from, middle)]
  }

  const subproof = async (first: number, from: number, to: number, whole: boolean): Promise<Buffer[]> => {
    if (first === to) return whole ? [] : [await range(from, to)]
    const middle = from + largestPower(to - from)
    return first <= middle
      ? [...(await subproof(first, from, middle, whole)), await range(middle, to)]
      : [...(await subproof(first, middle, to, false)), await range(from, middle)]
  }

  return {
    async rootAt(at) {
      if (at === 0) return by.empty()
      mustHold(at - 1, at)
      return range(0, at)
    },
    async inclusionProof(leaf, at) {
      mustHold(leaf, at)
      return path(leaf, 0, at)
    },
    async consistencyProof(first, second) {
      if (first < 0 || first > second) throw new XinyuError('EVIDENCE_NOT_FOUND', { id: first })
      if (first === 0 || first === second) return []
      mustHold(second - 1, second)
      return subproof(first, 0, second, true)
    },
    async hashes(level, index, width) {
      const row = isFull(level, index) ? (await fullTile(level, index))[0] : edge.levels[level]
      return (row ?? []).slice(0, width)
    },
  }
}

const damaged = (file: string) => new XinyuError('EVIDENCE_LOG_DAMAGED', { file, why: 'not whole' })
