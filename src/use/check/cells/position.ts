import type { Forest } from '../groups/forest.ts'
import type { RawBase } from '../model.ts'
import type { CellCounts } from './model.ts'
import { canBeAddedUp } from './protect.ts'

/**
 * Which groups do not show a quantile: those without k persons with a value, without k at or below and k at or above
 * it, and margins (`canBeAddedUp`). Quantiles do not add up, so nothing follows for their siblings.
 */
export function positionHidden(
  raw: RawBase,
  cell: number,
  { groups }: Forest,
  counts: CellCounts,
): Uint8Array {
  return Uint8Array.from(groups, (group) => {
    const { kind, node } = group
    if (kind === 'outer' || kind === 'hidden') return 1
    if (!canBeAddedUp(raw, cell, group)) {
      counts.notAdditive++
      return 1
    }
    const { support, sides } = node.row!.cells[cell]!
    const enough = support >= node.least && sides !== undefined && Math.min(...sides) >= node.least
    if (!enough) counts.belowGroup++
    return enough ? 0 : 1
  })
}
