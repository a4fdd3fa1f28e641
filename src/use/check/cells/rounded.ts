import type { Cell } from '../../../platform/engine/index.ts'
import { subtractCells, addCells } from '../exact.ts'
import type { Forest } from '../groups/forest.ts'
import type { Rounding, ShapeOfCell } from '../model.ts'
import { roundCount } from '../rounding.ts'
import { restOf } from './rest.ts'

/**
 * Counts rounded with totals recomputed: a group shows the sum of what the shown groups below it show and of its own
 * rest, rounded as one. So no total tells more than its parts. Counts that cannot be added up (distinct ones) are
 * rounded each by itself. `values` of hidden groups are not read.
 */
export function roundedValues(
  shape: ShapeOfCell,
  rounding: Rounding,
  forest: Forest,
  hidden: Uint8Array,
  values: readonly Cell[],
): readonly Cell[] {
  if (rounding === 'none' || (shape.kind !== 'frequency' && shape.kind !== 'distinct')) return values
  if (!shape.additive)
    return values.map((value, at) => (hidden[at] === 0 ? roundCount(value, rounding) : null))
  const rounded: Cell[] = values.map(() => null)
  for (let at = 0; at < values.length; at++) {
    if (hidden[at] === 1) continue
    const below = shownBelow(forest, hidden, at)
    const rest = restOf({ forest, hidden }, at)
    const own = subtractCells(
      shape.type,
      values[at]!,
      below.map((group) => values[group]!),
    )
    const parts = below.map((group) => rounded[group]!)
    rounded[at] =
      below.length > 0 && rest.length === 0
        ? addCells(shape.type, parts)
        : addCells(shape.type, [...parts, roundCount(own, rounding)])
  }
  return rounded
}

/** The shown groups below a group that no other shown group lies between. */
function shownBelow(forest: Forest, hidden: Uint8Array, at: number): readonly number[] {
  return forest.children[at]!.flatMap((child) =>
    hidden[child] === 0 ? [child] : shownBelow(forest, hidden, child),
  )
}
