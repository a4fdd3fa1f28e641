import type { Cell } from '../../platform/engine/index.ts'
import { addCells } from './exact.ts'
import type { CheckedRow, CheckRules, Members, RawBase, RawRow, ShapeOfCell } from './model.ts'

/** One row of a person as an engine sees it: keys, then one number per cell (null: missing). */
export interface Sample {
  readonly person: number
  readonly institution?: number
  readonly keys: readonly Cell[]
  readonly values: readonly (number | null)[]
}

export const FREQUENCY: ShapeOfCell = { type: 'BIGINT', kind: 'frequency', additive: true, family: 'count' }
export const LINEAR: ShapeOfCell = { type: 'HUGEINT', kind: 'linear', additive: true, family: 'sum:t.cost' }
export const DISTINCT: ShapeOfCell = {
  type: 'BIGINT',
  kind: 'distinct',
  additive: false,
  family: 'distinct:t.h',
}

export const RULES: CheckRules = {
  minGroup: 10,
  minInstitutions: 0,
  dominance: null,
  pPercent: null,
  rounding: 'none',
  smallGroups: 'withhold',
}

/** ROLLUP of so many keys: the finest first, the grand total last. */
export const rollupOf = (keys: number): number[][] =>
  Array.from({ length: keys + 1 }, (_, dropped) => Array.from({ length: keys - dropped }, (_, key) => key))

/** What an engine brings for these records: every grouping set, and the members of the finest. */
export function rawBase(
  records: readonly Sample[],
  cells: readonly ShapeOfCell[],
  sets: readonly (readonly number[])[],
): RawBase {
  const groups = sets.map((set) =>
    Map.groupBy(records, ({ keys }) => JSON.stringify(set.map((key) => keys[key]))),
  )
  if (records.length === 0 && sets.at(-1)!.length === 0) groups.at(-1)!.set('[]', [])
  const many = sets[0]!.length
  const rows = sets.flatMap((set, at) =>
    [...groups[at]!.values()].map((group) => rowOf(group, at, set, many, cells)),
  )
  return {
    keys: Array.from({ length: many }, (_, key) => ({ name: `k${key}`, type: 'VARCHAR' })),
    cells,
    sets,
    rows,
    persons: true,
    members: membersIn([...groups[0]!.values()], cells),
  }
}

function rowOf(
  group: readonly Sample[],
  set: number,
  keys: readonly number[],
  many: number,
  cells: readonly ShapeOfCell[],
): RawRow {
  return {
    set,
    keys: Array.from({ length: many }, (_, key) => (keys.includes(key) ? group[0]!.keys[key]! : null)),
    cells: cells.map((shape, cell) => {
      const there = group.filter(({ values }) => values[cell] !== null)
      const values = there.map(({ values }) => values[cell]!)
      return {
        value: shape.kind === 'distinct' ? new Set(values).size : (addCells(shape.type, values) ?? 0),
        support: new Set(there.map(({ person }) => person)).size,
      }
    }),
    support: new Set(group.map(({ person }) => person)).size,
    institutions: new Set(group.map(({ institution }) => institution)).size,
  }
}

function membersIn(groups: readonly (readonly Sample[])[], cells: readonly ShapeOfCell[]): Members {
  const start = new Uint32Array(groups.length + 1)
  const person: number[] = []
  const parts = cells.map((): number[] => [])
  for (const [at, group] of groups.entries()) {
    for (const [who, rows] of Map.groupBy(group, ({ person }) => person)) {
      person.push(who)
      for (const [cell, part] of parts.entries()) {
        const there = rows.flatMap(({ values }) => values[cell] ?? [])
        const sum = cells[cell]!.kind === 'distinct' ? there.length : there.reduce((a, b) => a + b, 0)
        part.push(there.length === 0 ? Number.NaN : sum)
      }
    }
    start[at + 1] = person.length
  }
  return { start, person: Uint32Array.from(person), parts: parts.map((part) => Float64Array.from(part)) }
}

/** Rows as text keys and cells, in the order of their keys. */
export const plain = (rows: readonly CheckedRow[]): (readonly [string, readonly unknown[]])[] =>
  rows
    .map(({ keys, rolled, cells }): readonly [string, readonly unknown[]] => [
      keys
        .map((key, at) => (rolled[at] ? '*' : typeof key === 'object' && key ? 'REST' : String(key)))
        .join('/'),
      cells.map((cell) => (typeof cell === 'object' && cell ? 'withheld' : cell)),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1))
