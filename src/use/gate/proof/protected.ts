import type { TrueRow } from './blocks.ts'
import type { Block, Data, Row, Statistic } from './model.ts'
import { rowsOf } from './relations.ts'
import { grouped, personsOf } from './statistics.ts'

/** A row that may be shown, by the rules: what each cell is, and on how many persons it rests. */
export interface OpenRow extends TrueRow {
  /** Place of the key that is 其他. */
  readonly rest: number | null
  /** Everybody of the group, also those whose records left it. */
  readonly all: readonly Row[]
}

interface Node {
  readonly set: number
  readonly rows: readonly Row[]
  readonly children: readonly Node[]
}

/**
 * Every row that may come out, by the definition of the output rules (ADR 0002): a row below k persons is not there.
 * Small groups of one parent that together reach k stay in it, as 其他 where the rule says so; else their records leave
 * the parent and every margin above. Without persons everything is there.
 */
export function openRows(block: Block, data: Data, k: number, merge: boolean): OpenRow[] {
  const { relation, where, keys, sets } = block
  const rows = rowsOf(relation, where, data)
  const least = relation.persons ? k : 0
  const last = sets.length - 1
  const tree = (set: number, of: readonly Row[]): Node[] => {
    const groups = [
      ...grouped(
        of,
        sets[set]!.map((at) => keys[at]!),
      ).values(),
    ]
    if (sets[set]!.length === 0 && groups.length === 0) groups.push([])
    return groups.map((members) => ({ set, rows: members, children: set > 0 ? tree(set - 1, members) : [] }))
  }
  const around = relation.persons ? k : null
  const open: OpenRow[] = []
  const add = (set: number, of: readonly Row[], all: readonly Row[], rest: number | null) => {
    const places = sets[set]!
    open.push({
      set,
      rest,
      rows: of,
      all,
      rolled: keys.map((_, at) => !places.includes(at)),
      keys: keys.map((key, at) => (places.includes(at) && at !== rest ? key.of(all[0]!) : null)),
      support: personsOf(of),
      cells: block.cells.map((cell): Statistic => cell.of(of, around)),
    })
  }
  /** The records that a shown node rests on; null where it is not shown. */
  const settle = (node: Node): readonly Row[] | null => {
    const below = node.children.map((child) => ({ child, records: settle(child) }))
    const total = sets[node.set]!.length === 0
    if (personsOf(node.rows) < least && !total) return null
    const kept = below.flatMap(({ records }) => records ?? [])
    const small = below.flatMap(({ child, records }) => (records ? [] : child.rows))
    const stays = personsOf(small) >= least
    if (merge && small.length > 0 && stays) add(node.set - 1, small, small, sets[node.set - 1]!.at(-1)!)
    const records = node.children.length === 0 ? node.rows : stays ? [...kept, ...small] : kept
    add(node.set, records, node.rows, null)
    return records
  }
  const hidden = tree(last, rows).filter((node) => settle(node) === null)
  // Groups of no parent are merged as well, where there are several.
  const small = hidden.flatMap((node) => node.rows)
  if (merge && relation.persons && hidden.length > 1 && personsOf(small) >= least)
    add(last, small, small, sets[last]!.length === 1 ? sets[last]![0]! : ALL)
  return open
}

/** Every key is 其他. */
export const ALL = -1
