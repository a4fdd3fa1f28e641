import { hashOfNode } from '../proof/tree-hash.ts'

/** One step of RFC 9162 §2.1.4.2: a hash joins the new tree, and from the left the old one too. */
export interface WalkStep {
  readonly hash: string
  /** `both`: it stands left of what both trees share; `new`: it was appended since. */
  readonly joins: 'both' | 'new'
  readonly oldHash: string
  readonly newHash: string
}

export interface Walk {
  /** Where the walk begins: a node that both trees have. */
  readonly seed: string
  readonly steps: readonly WalkStep[]
  readonly oldRoot: string
  readonly newRoot: string
}

const odd = (n: number) => n % 2 === 1
const half = (n: number) => Math.floor(n / 2)

/** Computes both roots from the proof alone, step by step; null where the proof has the wrong length for these sizes. */
export async function walkConsistency(
  from: { size: number; root: string },
  to: { size: number },
  proof: readonly string[],
): Promise<Walk | null> {
  if (from.size < 1 || from.size > to.size) return null
  // One tree continues itself by an empty proof: both roots must then be the same.
  if (from.size === to.size)
    return proof.length === 0 ? { seed: from.root, steps: [], oldRoot: from.root, newRoot: from.root } : null
  let [fn, sn] = [from.size - 1, to.size - 1]
  while (odd(fn)) [fn, sn] = [half(fn), half(sn)]
  // A complete old tree is itself a node of the new one: the proof need not repeat its root.
  const [seed, ...rest] = fn === 0 ? [from.root, ...proof] : proof
  if (seed === undefined) return null
  let [oldHash, newHash] = [seed, seed]
  const steps: WalkStep[] = []
  for (const hash of rest) {
    if (sn === 0) return null
    const joins = odd(fn) || fn === sn ? 'both' : 'new'
    if (joins === 'both') {
      oldHash = await hashOfNode(hash, oldHash)
      newHash = await hashOfNode(hash, newHash)
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      newHash = await hashOfNode(newHash, hash)
    }
    ;[fn, sn] = [half(fn), half(sn)]
    steps.push({ hash, joins, oldHash, newHash })
  }
  return sn === 0 ? { seed, steps, oldRoot: oldHash, newRoot: newHash } : null
}
