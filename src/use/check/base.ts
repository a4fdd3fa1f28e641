import type { Cell } from '../../platform/engine/index.ts'
import type { CellCounts } from './cells/model.ts'
import { type Complementary, protectCell, withheldRows } from './cells/protect.ts'
import { roundedValues } from './cells/rounded.ts'
import { valuesOf } from './cells/values.ts'
import { positionHidden } from './cells/position.ts'
import { type Forest, forestOf } from './groups/forest.ts'
import type { Group } from './groups/model.ts'
import { type GroupCounts, settleGroups } from './groups/settle.ts'
import { treeOf } from './groups/tree.ts'
import {
  type CheckedBase,
  type CheckedRow,
  type CheckRecord,
  type CheckRules,
  type RawBase,
  REST,
  WITHHELD,
} from './model.ts'
import { recordOf } from './record.ts'

/** One base through all rules. `at` is its place, for the record; `least` says how many persons the next row needs. */
export function checkBase(
  raw: RawBase,
  rules: CheckRules,
  at = 0,
  least: () => number = () => rules.minGroup,
  complementary: Complementary = 'on',
): { readonly base: CheckedBase; readonly record: CheckRecord } {
  if (!raw.persons) return { base: asItIs(raw), record: recordOf(raw, rules, at, null) }
  const counts: GroupCounts = {
    belowGroup: 0,
    belowInstitutions: 0,
    merged: 0,
    hidden: 0,
    dropped: 0,
    complementary: 0,
  }
  const root = settleGroups(treeOf(raw, least), raw, rules, counts)
  const cellCounts = raw.cells.map(
    (): CellCounts => ({ belowGroup: 0, dominance: 0, notAdditive: 0, complementary: 0 }),
  )
  const rows = root ? shownRows(raw, rules, forestOf(root), cellCounts, complementary) : []
  const all =
    totalStays(raw) && !rows.some(({ rolled }) => rolled.every(Boolean)) ? [nobody(raw), ...rows] : rows
  return {
    base: { rows: all },
    record: recordOf(raw, rules, at, { rows: all, groups: counts, cells: cellCounts }),
  }
}

function shownRows(
  raw: RawBase,
  rules: CheckRules,
  forest: Forest,
  counts: readonly CellCounts[],
  complementary: Complementary,
): CheckedRow[] {
  const gone = withheldRows(raw, rules, forest)
  const columns = raw.cells.map((shape, cell): { hidden: Uint8Array; values: readonly Cell[] } => {
    if (shape.kind === 'position') {
      const hidden = positionHidden(raw, cell, forest, counts[cell]!)
      return { hidden, values: valuesOf(raw, cell, forest, hidden) }
    }
    const hidden = protectCell(raw, cell, rules, forest, counts[cell]!, gone, complementary)
    return {
      hidden,
      values: roundedValues(shape, rules.rounding, forest, hidden, valuesOf(raw, cell, forest, hidden)),
    }
  })
  return forest.groups.flatMap((group, at) => {
    if (gone[at] === 1 || group.kind === 'outer' || group.kind === 'hidden') return []
    const cells = columns.map(({ hidden, values }) => (hidden[at] === 0 ? values[at]! : WITHHELD))
    return [{ ...keysOf(raw, group), cells, leaves: group.leaves }]
  })
}

function keysOf(raw: RawBase, { kind, node }: Group): Pick<CheckedRow, 'keys' | 'rolled'> {
  const set = raw.sets[kind === 'merged' ? node.set - 1 : node.set]!
  const own = node.row ? raw.sets[node.set]! : []
  return {
    keys: raw.keys.map((_, key) => {
      if (!set.includes(key)) return null
      return kind === 'merged' && !own.includes(key) ? REST : node.row!.keys[key]!
    }),
    rolled: raw.keys.map((_, key) => !set.includes(key)),
  }
}

/** The one row of a statistic without keys, and a grand total, is always there: nobody looks like k − 1 persons. */
const totalStays = (raw: RawBase): boolean => raw.sets.some((set) => set.length === 0)

const nobody = (raw: RawBase): CheckedRow => ({
  keys: raw.keys.map(() => null),
  rolled: raw.keys.map(() => true),
  cells: raw.cells.map(() => WITHHELD),
  leaves: [],
})

/** Tables without persons: there is nothing to protect. */
const asItIs = (raw: RawBase): CheckedBase => ({
  rows: raw.rows.map((row) => ({
    keys: row.keys,
    rolled: raw.keys.map((_, key) => !raw.sets[row.set]!.includes(key)),
    cells: row.cells.map(({ value }) => value),
    leaves: [],
  })),
})
