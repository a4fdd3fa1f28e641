/** A node: how far each quasi-identifier is generalised, 0 … its height. */
export type Node = readonly number[]

export interface Search {
  readonly heights: readonly number[]
  /** Grows with every step of every column. */
  readonly loss: (node: Node) => number
  /** Whether the table passes there; what passes still passes when generalised further. */
  readonly check: (node: Node) => Promise<boolean>
  /** True when no time is left. */
  readonly stop: () => boolean
  readonly onProgress?: (decided: number, total: number) => void
}

export interface Found {
  /** The least loss that passes; null where not even the top does. */
  readonly best: Node | null
  /** False where time ran out first. */
  readonly searchedAll: boolean
  readonly nodes: number
  readonly checked: number
}

/** Lattices above this are not enumerated: fewer quasi-identifiers, or fewer steps, are needed. */
export const MOST_NODES = 50_000

/**
 * The node of least loss that passes, in a lattice of generalisations: nodes in the order of their loss, and every check
 * decides all nodes below (a failure) or above (a success) with it, as OLA and Flash do (El Emam et al. 2009; Kohlmayer
 * et al. 2012). After a failure the node half-way to the top is looked at, since one failure there decides the most.
 */
export async function searchLattice({ heights, loss, check, stop, onProgress }: Search): Promise<Found> {
  const nodes = allNodes(heights).toSorted((a, b) => loss(a) - loss(b) || compare(a, b))
  const state = new Map<string, boolean>()
  let checked = 0
  let best: Node | null = null
  const decide = async (node: Node): Promise<boolean> => {
    const known = state.get(key(node))
    if (known !== undefined) return known
    const passed = await check(node)
    checked++
    for (const other of nodes) {
      if (passed ? isAbove(other, node) : isAbove(node, other)) state.set(key(other), passed)
    }
    if (passed && (best === null || loss(node) < loss(best))) best = node
    onProgress?.(state.size, nodes.length)
    return passed
  }
  const result = (searchedAll: boolean): Found => ({ best, searchedAll, nodes: nodes.length, checked })
  if (!(await decide(heights))) return result(true)
  for (const node of nodes) {
    // What lost less has failed, so nothing better is left.
    if (best !== null && loss(node) >= loss(best)) break
    if (state.get(key(node)) === false) continue
    if (stop()) return result(false)
    if (await decide(node)) break
    const middle = node.map((at, i) => Math.ceil((at + heights[i]!) / 2))
    if (stop()) return result(false)
    await decide(middle)
  }
  return result(true)
}

export const countNodes = (heights: readonly number[]): number =>
  heights.reduce((product, height) => product * (height + 1), 1)

function allNodes(heights: readonly number[]): Node[] {
  return heights.reduce<number[][]>(
    (nodes, height) => nodes.flatMap((node) => Array.from({ length: height + 1 }, (_, at) => [...node, at])),
    [[]],
  )
}

const key = (node: Node): string => node.join(',')
const isAbove = (a: Node, b: Node): boolean => a.every((at, i) => at >= b[i]!)
function compare(a: Node, b: Node): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}
