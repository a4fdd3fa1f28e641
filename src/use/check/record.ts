import type { CellCounts } from './cells/model.ts'
import type { GroupCounts } from './groups/settle.ts'
import {
  type CheckedRow,
  type CheckRecord,
  type CheckRules,
  isRest,
  isWithheld,
  type RawBase,
} from './model.ts'

interface Done {
  readonly rows: readonly CheckedRow[]
  readonly groups: GroupCounts
  readonly cells: readonly CellCounts[]
}

/**
 * What each rule looked at and did with base `at`, as numbers alone: no key, no value, no person. `done` null: a base
 * without persons, to which no rule applies.
 */
export function recordOf(raw: RawBase, rules: CheckRules, at: number, done: Done | null): CheckRecord {
  const base = { base: at, rows: raw.rows.length, statistics: raw.cells.length, groupings: raw.sets.length }
  if (!done) return [{ rule: 'no-persons', inputs: base, result: { rows: raw.rows.length } }]
  const { rows, groups, cells } = done
  const sum = (of: keyof CellCounts) => cells.reduce((all, counts) => all + counts[of], 0)
  const linear = raw.cells.filter(({ kind }) => kind === 'linear').length
  const { minGroup, minInstitutions, dominance, pPercent, rounding, smallGroups } = rules
  return [
    {
      rule: 'min-group',
      inputs: { ...base, minGroup, slack: rules.slack ?? 0 },
      result: { rowsBelow: groups.belowGroup, cellsBelow: sum('belowGroup') },
    },
    {
      rule: 'min-institutions',
      inputs: { base: at, minInstitutions },
      result: { rowsBelow: groups.belowInstitutions },
    },
    {
      rule: 'small-groups',
      inputs: { base: at, smallGroups, minGroup },
      result: {
        classesMerged: groups.merged,
        classesLeftOut: groups.hidden,
        groupsDroppedFromMargins: groups.dropped,
        complementaryRows: groups.complementary,
        cellsNotAdditive: sum('notAdditive'),
      },
    },
    {
      rule: 'dominance',
      inputs: {
        base: at,
        linear,
        n: dominance?.n ?? null,
        percent: dominance?.percent ?? null,
        pPercent,
      },
      result: { cellsDominated: sum('dominance') },
    },
    { rule: 'complementary', inputs: { base: at }, result: { cells: sum('complementary') } },
    { rule: 'rounding', inputs: { base: at, rounding }, result: { applied: rounding !== 'none' } },
    {
      rule: 'shown',
      inputs: base,
      result: {
        rows: rows.length,
        rest: rows.filter(({ keys }) => keys.some(isRest)).length,
        cellsWithheld: rows.flatMap(({ cells }) => cells).filter(isWithheld).length,
      },
    },
  ]
}
