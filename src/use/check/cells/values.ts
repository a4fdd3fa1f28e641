import type { Cell } from '../../../platform/engine/index.ts'
import { addCells, isExact } from '../exact.ts'
import type { Forest } from '../groups/forest.ts'
import type { Group } from '../groups/model.ts'
import { membersOf } from '../members.ts'
import type { RawBase, RawRow } from '../model.ts'

/**
 * The value of each group that shows this cell: the engine's own where it is sure to be that of the group's records,
 * else added up anew. Margins of floating numbers are always added up here: the last bits of an engine's own sum would
 * tell that no record was dropped.
 */
export function valuesOf(
  raw: RawBase,
  cell: number,
  { groups }: Forest,
  hidden: Uint8Array,
): readonly Cell[] {
  const { type, additive } = raw.cells[cell]!
  const finest: readonly RawRow[] = raw.rows.filter(({ set }) => set === 0)
  const value = (group: Group): Cell => {
    const told = group.whole && (group.node.set === 0 || !additive || isExact(type))
    if (told) return group.node.row!.cells[cell]!.value
    if (!additive) return membersOf(raw, group.leaves, cell).person.length
    return addCells(
      type,
      group.leaves.map((leaf) => finest[leaf]!.cells[cell]!.value),
    )
  }
  return groups.map((group, at) => (hidden[at] === 1 ? null : value(group)))
}
