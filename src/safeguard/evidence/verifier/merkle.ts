import { sha256 } from '@noble/hashes/sha2.js'
import { joinBytes, sameBytes } from './bytes.ts'
import { sm3 } from './sm3.ts'

/** RFC 6962 §2.1: the tree hash. Leaves and nodes are hashed apart, so that neither passes for the other. */
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export const HASH_BYTES = 32

/** The hashes of a tree: RFC 6962 with SHA-256, and the same tree with SM3 in its place. */
export interface TreeHash {
  readonly emptyRoot: () => Uint8Array
  readonly leafHash: (entry: Uint8Array) => Uint8Array
  readonly nodeHash: (left: Uint8Array, right: Uint8Array) => Uint8Array
}

const treeOf = (hash: (message: Uint8Array) => Uint8Array): TreeHash => ({
  emptyRoot: () => hash(new Uint8Array(0)),
  leafHash: (entry) => hash(joinBytes(LEAF, entry)),
  nodeHash: (left, right) => hash(joinBytes(NODE, left, right)),
})

export const sha256Tree: TreeHash = treeOf(sha256)
export const sm3Tree: TreeHash = treeOf(sm3)
export const { emptyRoot, leafHash, nodeHash } = sha256Tree

const odd = (n: number) => n % 2 === 1
const half = (n: number) => Math.floor(n / 2)
const isIndex = (n: number) => Number.isSafeInteger(n) && n >= 0

/**
 * The root that an inclusion proof leads to (RFC 9162 §2.1.3.2), or null when the proof has the wrong length
 * for this place. Index and size come from the file under test: everything about them is checked here.
 */
export function rootFromInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  { nodeHash }: TreeHash = sha256Tree,
): Uint8Array | null {
  if (!isIndex(index) || !isIndex(size) || index >= size) return null
  let [fn, sn, root] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (sn === 0 || sibling.length !== HASH_BYTES) return null
    if (odd(fn) || fn === sn) {
      root = nodeHash(sibling, root)
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      root = nodeHash(root, sibling)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 ? root : null
}

/** Whether the tree of `size` with `root` holds `leaf` (a leaf hash) at `index`. */
export function isIncluded(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
  tree: TreeHash = sha256Tree,
): boolean {
  const led = rootFromInclusion(leaf, index, size, proof, tree)
  return led !== null && sameBytes(led, root)
}

/**
 * Whether the tree `second` only appended to the tree `first` (RFC 9162 §2.1.4.2). The empty tree is a prefix of
 * every tree, by an empty proof and its one true root.
 */
export function isConsistent(
  first: { size: number; root: Uint8Array },
  second: { size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
  tree: TreeHash = sha256Tree,
): boolean {
  if (!isIndex(first.size) || !isIndex(second.size) || first.size > second.size) return false
  if (proof.some((hash) => hash.length !== HASH_BYTES)) return false
  if (second.size === 0 && !sameBytes(second.root, tree.emptyRoot())) return false
  if (first.size === 0) return proof.length === 0 && sameBytes(first.root, tree.emptyRoot())
  if (first.size === second.size) return proof.length === 0 && sameBytes(first.root, second.root)
  return walkConsistency(first, second, proof, tree)
}

function walkConsistency(
  first: { size: number; root: Uint8Array },
  second: { size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
  { nodeHash }: TreeHash,
): boolean {
  let [fn, sn] = [first.size - 1, second.size - 1]
  while (odd(fn)) [fn, sn] = [half(fn), half(sn)]
  // A complete first tree is a node of the second: the proof need not repeat its root.
  const path = fn === 0 ? [first.root, ...proof] : proof
  const [seed, ...rest] = path
  if (!seed) return false
  let [firstRoot, secondRoot] = [seed, seed]
  for (const hash of rest) {
    if (sn === 0) return false
    if (odd(fn) || fn === sn) {
      firstRoot = nodeHash(hash, firstRoot)
      secondRoot = nodeHash(hash, secondRoot)
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      secondRoot = nodeHash(secondRoot, hash)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && sameBytes(firstRoot, first.root) && sameBytes(secondRoot, second.root)
}
