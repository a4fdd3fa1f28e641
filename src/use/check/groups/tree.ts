import type { RawBase, RawRow } from '../model.ts'

/** A row of the base in its place: what is grouped finer lies below it. */
export interface TreeNode {
  /** Null for what holds all rows where no grand total is asked for. */
  readonly row: RawRow | null
  /** Place in `raw.rows`; -1 without a row. */
  readonly place: number
  /** Place in `sets`; `sets.length` without a row. */
  readonly set: number
  readonly children: TreeNode[]
  /** Persons that it must rest on, and each sum below it that can be computed: k, and what was drawn for it. */
  readonly least: number
  /** Places among the finest rows. */
  readonly leaves: number[]
  /** Orders equal sizes the same way whatever order the engine brings: two orders would give away two complements. */
  readonly order: string
}

/**
 * The rows of a base as one tree, from the coarsest grouping to the finest. `least` is asked once for each.
 * @throws TypeError for grouping sets that are no chain, and for rows without the row that they roll up into
 */
export function treeOf(raw: RawBase, least: () => number): TreeNode {
  mustBeChain(raw.sets)
  const last = raw.sets.length - 1
  const all: TreeNode = {
    row: null,
    place: -1,
    set: last + 1,
    least: least(),
    children: [],
    leaves: [],
    order: '',
  }
  let above: ReadonlyMap<string, TreeNode> = new Map()
  let leaf = 0
  const leafOf = new Map<RawRow, number>()
  for (const row of raw.rows) if (row.set === 0) leafOf.set(row, leaf++)
  for (let set = last; set >= 0; set--) {
    const level = new Map<string, TreeNode>()
    for (const [place, row] of raw.rows.entries()) {
      if (row.set !== set) continue
      const order = keyText(row, raw.sets[set]!)
      if (level.has(order)) throw new TypeError('two rows of one base have the same keys')
      const parent = set === last ? all : above.get(keyText(row, raw.sets[set + 1]!))
      if (!parent) throw new TypeError('a row lacks the row that it rolls up into')
      const node: TreeNode = { row, place, set, least: least(), children: [], leaves: [], order }
      parent.children.push(node)
      level.set(order, node)
      if (set === 0) node.leaves.push(leafOf.get(row)!)
    }
    above = level
  }
  gatherLeaves(all)
  return raw.sets[last]!.length === 0 && all.children.length === 1 ? all.children[0]! : all
}

function gatherLeaves(node: TreeNode): readonly number[] {
  for (const child of node.children) for (const leaf of gatherLeaves(child)) node.leaves.push(leaf)
  return node.leaves
}

const keyText = (row: RawRow, set: readonly number[]): string =>
  JSON.stringify(set.map((key) => row.keys[key]))

function mustBeChain(sets: RawBase['sets']): void {
  for (let at = 1; at < sets.length; at++)
    if (!sets[at]!.every((key) => sets[at - 1]!.includes(key)) || sets[at]!.length >= sets[at - 1]!.length)
      throw new TypeError('the grouping sets are no chain from the finest to the coarsest')
}
