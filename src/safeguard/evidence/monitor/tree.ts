import { TILE_WIDTH } from '../log/tiles.ts'
import { nodeHash, sha256Tree, type TreeHash } from '../verifier/index.ts'
import type { RemoteLog } from './remote.ts'

const TILE_HEIGHT = 8

/** Nodes of the tree of `size`, from the tiles of a log. What it gives is unchecked until it leads to a signed root. */
export function remoteTree(remote: RemoteLog, size: number) {
  /** A proof touches few tiles, most of them more than once. */
  const held = new Map<string, Promise<Buffer[]>>()
  const tile = (level: number, index: number): Promise<Buffer[]> => {
    const name = `${level}/${index}`
    const known = held.get(name)
    if (known) return known
    const width = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH)
    const made = remote.hashes(level, index, width)
    held.set(name, made)
    return made
  }

  /** Hash of the complete subtree of 2^height leaves at `index` in its row. */
  const node = async (height: number, index: number): Promise<Uint8Array> => {
    const level = Math.floor(height / TILE_HEIGHT)
    const width = 2 ** (height - level * TILE_HEIGHT)
    const hashes = await tile(level, Math.floor((index * width) / TILE_WIDTH))
    const from = (index * width) % TILE_WIDTH
    return fold(hashes.slice(from, from + width))
  }
  /** MTH(D[from:to]), `from` a multiple of the largest power of two within (RFC 6962 §2.1). */
  const range = async (from: number, to: number): Promise<Uint8Array> => {
    const count = to - from
    const height = Math.log2(count)
    if (Number.isInteger(height)) return node(height, from / count)
    const split = 2 ** Math.floor(height)
    return nodeHash(await range(from, from + split), await range(from + split, to))
  }
  /** RFC 6962 §2.1.2 with the seed always told: both roots follow from the nodes alone. */
  const nodes = async (first: number, from: number, to: number): Promise<Uint8Array[]> => {
    if (first === to) return [await range(from, to)]
    const middle = from + 2 ** Math.floor(Math.log2(to - from - 1))
    return first <= middle
      ? [...(await nodes(first, from, middle)), await range(middle, to)]
      : [...(await nodes(first, middle, to)), await range(from, middle)]
  }

  return {
    root: () => range(0, size),
    /** Nodes that lead to the roots at `first` and at the size of this tree; 0 < first < size. */
    consistency: (first: number) => nodes(first, 0, size),
  }
}

const fold = (row: readonly Uint8Array[]): Uint8Array => {
  let level = row
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, at) => nodeHash(level[2 * at]!, level[2 * at + 1]!))
  return level[0]!
}

/** A tree that is built leaf by leaf and keeps one hash a height. */
export function growingTree(by: TreeHash = sha256Tree) {
  const edge: { hash: Uint8Array; height: number }[] = []
  return {
    add(entry: Uint8Array) {
      let one = { hash: by.leafHash(entry), height: 0 }
      while (edge.at(-1)?.height === one.height) {
        const left = edge.pop()!
        one = { hash: by.nodeHash(left.hash, one.hash), height: one.height + 1 }
      }
      edge.push(one)
    },
    root: (): Uint8Array =>
      edge.length === 0
        ? by.emptyRoot()
        : edge.map(({ hash }) => hash).reduceRight((right, left) => by.nodeHash(left, right)),
  }
}
