import { XinyuError } from '../../../kernel/errors/index.ts'
import type { LogState } from './recover.ts'
import type { TileStore } from './store.ts'
import { packBundle, TILE_WIDTH, unpackBundle, unpackHashes, type TileName } from './tiles.ts'
import { edgeRoot, emptyRoot, largestPower, nodeHash, pyramid, rangeHash } from './tree.ts'

/** Reads of a log: entries, roots and proofs at any size up to its present one. */
export interface LogReader {
  readonly size: number
  /** Root of the present tree. */
  root(): Buffer
  /** @throws XinyuError EVIDENCE_NOT_FOUND beyond the log */
  entry(leaf: number): Promise<Buffer>
  /** Entries `from` ≤ leaf < `to`, cut at the end of the log. */
  entries(from: number, to: number): Promise<Buffer[]>
  rootAt(size: number): Promise<Buffer>
  /** Hashes from the leaf's sibling up (RFC 6962 §2.1.1). */
  inclusionProof(leaf: number, size: number): Promise<Buffer[]>
  /** RFC 6962 §2.1.2; empty for size 0 and for equal sizes. */
  consistencyProof(first: number, second: number): Promise<Buffer[]>
  /** Content of a static file, partial ones made on demand; null beyond the log. */
  tile(name: TileName): Promise<Buffer | null>
}

export function logReader(state: LogState, tiles: TileStore): LogReader {
  const size = () => state.edge.size
  const mustHold = (leaf: number, within: number) => {
    if (!Number.isSafeInteger(leaf) || leaf < 0 || leaf >= within || within > size()) {
      throw new XinyuError('EVIDENCE_NOT_FOUND', { id: leaf })
    }
  }

  const bundle = async (index: number): Promise<Buffer[]> => {
    const firstOpen = size() - state.open.length
    if (index * TILE_WIDTH >= firstOpen) return [...state.open]
    const entries = unpackBundle(await tiles.get('entries', index))
    if (entries?.length !== TILE_WIDTH) throw damaged(`tile/entries ${index}`)
    return entries
  }

  /** Inner nodes of full tiles, for as long as the store keeps the tile. */
  const pyramids = new WeakMap<Buffer, Buffer[][]>()
  const isFull = (level: number, index: number) => (index + 1) * TILE_WIDTH ** (level + 1) <= size()

  const fullTile = async (level: number, index: number): Promise<Buffer[][]> => {
    const content = await tiles.get(level, index)
    const known = pyramids.get(content)
    if (known) return known
    const row = unpackHashes(content)
    if (row?.length !== TILE_WIDTH) throw damaged(`tile/${level} ${index}`)
    const made = pyramid(row)
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
    const part = (state.edge.levels[level] ?? []).slice(from, from + width)
    if (part.length !== width) throw damaged(`tile/${level} ${tile}`)
    return rangeHash(part)
  }

  /** MTH(D[from:to]); `from` is a multiple of the largest power of two within. */
  const range = async (from: number, to: number): Promise<Buffer> => {
    const count = to - from
    if (count === 1) return node(0, from)
    const split = largestPower(count)
    if (split * 2 === count) return node(Math.log2(count), from / count)
    return nodeHash(await range(from, from + split), await range(from + split, to))
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
    get size() {
      return size()
    },
    root: () => edgeRoot(state.edge),
    async entry(leaf) {
      mustHold(leaf, size())
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
    async rootAt(at) {
      if (at === 0) return emptyRoot()
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
    async tile({ level, index, width }) {
      const span = level === 'entries' ? 1 : TILE_WIDTH ** level
      if ((index * TILE_WIDTH + width) * span > size()) return null
      if (width === TILE_WIDTH) return tiles.get(level, index)
      if (level === 'entries') return packBundle((await bundle(index)).slice(0, width))
      const row = isFull(level, index) ? (await fullTile(level, index))[0] : state.edge.levels[level]
      return Buffer.concat((row ?? []).slice(0, width))
    },
  }
}

const damaged = (file: string) => new XinyuError('EVIDENCE_LOG_DAMAGED', { file, why: 'not whole' })
