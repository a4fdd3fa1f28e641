import { hash } from 'node:crypto'
import { HASH_BYTES, TILE_WIDTH } from './tiles.ts'

/**
 * RFC 6962 hashing on the writer's side. It repeats the verifier's two lines with OpenSSL, five times as fast;
 * a test holds both equal.
 */
const sha256 = (input: Buffer): Buffer => hash('sha256', input, 'buffer')

export function leafHash(entry: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + entry.length)
  input[0] = 0
  input.set(entry, 1)
  return sha256(input)
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + 2 * HASH_BYTES)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 1 + HASH_BYTES)
  return sha256(input)
}

export const emptyRoot = (): Buffer => sha256(Buffer.alloc(0))

/** Merkle tree hash of consecutive nodes of one height: RFC 6962 MTH with these as leaves. At least one. */
export function rangeHash(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 1) return hashes[0]!
  const split = largestPower(hashes.length)
  return nodeHash(rangeHash(hashes.slice(0, split)), rangeHash(hashes.slice(split)))
}

/** The largest power of two smaller than n (n ≥ 2). */
export function largestPower(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

/** All nodes of a complete row of hashes: `[0]` the row itself, then each row of parents, up to the root. */
export function pyramid(row: readonly Buffer[]): Buffer[][] {
  const rows: Buffer[][] = [[...row]]
  for (let below = rows[0]!; below.length > 1; below = rows.at(-1)!) {
    rows.push(Array.from({ length: below.length / 2 }, (_, i) => nodeHash(below[2 * i]!, below[2 * i + 1]!)))
  }
  return rows
}

export interface FullTile {
  readonly level: number
  readonly index: number
  readonly content: Buffer
}

/** The right edge of the tree: all that appending needs, at most 255 hashes a level. */
export interface Edge {
  size: number
  /** `levels[l]`: hashes of the partial tile at tile level l. */
  readonly levels: Buffer[][]
}

export const emptyEdge = (): Edge => ({ size: 0, levels: [] })

/** Appends one leaf hash; returns the tiles that became full, lowest first. */
export function appendLeaf(edge: Edge, leaf: Buffer): FullTile[] {
  const full: FullTile[] = []
  edge.size++
  let [node, level, span] = [leaf, 0, 1]
  for (;;) {
    const row = (edge.levels[level] ??= [])
    row.push(node)
    if (row.length < TILE_WIDTH) return full
    span *= TILE_WIDTH
    full.push({ level, index: edge.size / span - 1, content: Buffer.concat(row, TILE_WIDTH * HASH_BYTES) })
    node = rangeHash(row)
    edge.levels[level] = []
    level++
  }
}

/** Root of the tree that ends at this edge. */
export function edgeRoot(edge: Edge): Buffer {
  let root: Buffer | null = null
  for (const row of edge.levels) {
    // What lies further right is lower: it is the right child of every node to its left.
    if (row.length > 0) root = foldRow(row, root)
  }
  return root ?? emptyRoot()
}

function foldRow(row: readonly Buffer[], right: Buffer | null): Buffer {
  if (!right) return rangeHash(row)
  let folded = right
  // The row's complete subtrees, smallest (rightmost) first.
  let end = row.length
  for (let width = 1; end > 0; width *= 2) {
    if (end % (width * 2) === 0) continue
    folded = nodeHash(rangeHash(row.slice(end - width, end)), folded)
    end -= width
  }
  return folded
}
