import type { Cell, QueryResult, WorkMembers } from '../../platform/engine/index.ts'
import type { RawBase, RawCell, RawRow, ShapeOfCell } from '../check/index.ts'
import { type Base, type BaseCell, isAdditive } from './plan/index.ts'
import {
  countsPersons,
  hasPersons,
  type Layout,
  nameOf,
  type Printed,
  type PrintedMembers,
  typeOf,
} from './print/index.ts'

/** The engine's answer as groups with their statistics, supports and members. */
export function rawBase(base: Base, { layout, members }: Printed, result: QueryResult): RawBase {
  const cells = base.op === 'listing' ? [] : base.cells
  const exprs = base.op === 'listing' ? base.columns : base.keys
  const plain = result.rows.map((row) => rawRow(row, layout, cells))
  const told = members && result.members ? { ...members, told: result.members } : null
  return {
    keys: exprs.map((expr, index) => ({ name: nameOf(expr, index), type: typeOf(expr) })),
    cells: cells.map((cell, index) => shapeOf(cell, result.columns[layout.cells[index]!]?.type ?? 'UNKNOWN')),
    sets: base.op === 'listing' ? [exprs.map((_, index) => index)] : base.sets,
    rows: told ? supported(plain, cells, told) : plain,
    persons: hasPersons(base.input),
    members: told ? membersOf(told, plain) : null,
  }
}

const KINDS = {
  count_rows: 'frequency',
  count: 'frequency',
  sum: 'linear',
  count_distinct: 'distinct',
  quantile: 'position',
} as const satisfies Record<BaseCell['fn'], ShapeOfCell['kind']>

function shapeOf(cell: BaseCell, type: string): ShapeOfCell {
  const persons = countsPersons(cell) ? { persons: true } : {}
  return { type, kind: KINDS[cell.fn], additive: isAdditive(cell), family: cell.family, ...persons }
}

function rawRow(row: readonly Cell[], layout: Layout, cells: readonly BaseCell[]): RawRow {
  const at = (place: number | null) => (place === null ? null : (row[place] ?? null))
  const count = (place: number | null) => Number(at(place) ?? 0)
  const support = count(layout.support)
  return {
    set: count(layout.set),
    keys: layout.keys.map(at),
    cells: cells.map((_, index): RawCell => {
      const place = layout.supports[index] ?? null
      return {
        value: finite(at(layout.cells[index]!)),
        support: place === null ? support : count(place),
      }
    }),
    support,
    institutions: layout.institutions === null ? null : count(layout.institutions),
  }
}

/** What is no number is missing, whoever is in the data. */
const finite = (value: Cell): Cell =>
  value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? null : value

type Told = PrintedMembers & { readonly told: WorkMembers }

/** Rows with the supports that their members give: the finest by their places, the coarser by theirs after them. */
function supported(rows: readonly RawRow[], cells: readonly BaseCell[], members: Told): RawRow[] {
  const { told } = members
  const finest = rows.filter(({ set }) => set === 0).length
  return rows.map((row, place) => {
    const coarse = place - finest
    const of = (fine: Uint32Array | undefined, union: Uint32Array | undefined) =>
      (coarse < 0 ? fine?.[place] : union?.[coarse]) ?? 0
    const persons = coarse < 0 ? (told.start[place + 1] ?? 0) - (told.start[place] ?? 0) : 0
    return {
      ...row,
      support: coarse < 0 ? Math.max(0, persons) : (told.unions.persons[coarse] ?? 0),
      cells: row.cells.map((cell, index) => {
        const { part, bounds } = members.cells[index]!
        const kind = cells[index]!
        const support = of(told.supports[part], told.unions.supports[part])
        if (countsPersons(kind)) return { value: support, support }
        // Values that do not add up are not brought for coarser sets, where the check would withhold them anyhow.
        if (!isAdditive(kind) && coarse >= 0) return { value: null, support: 0 }
        if (bounds === null) return { ...cell, support }
        return { ...cell, support, sides: sidesOf(told, place, bounds, cell.value) }
      }),
    }
  })
}

/** Persons of a row with a value at or below, and at or above the given one. */
function sidesOf(
  { start, parts }: WorkMembers,
  row: number,
  [low, high]: readonly [number, number],
  value: Cell,
): readonly [number, number] {
  if (typeof value !== 'number') return [0, 0]
  const [least, greatest] = [parts[low]!, parts[high]!]
  let [below, above] = [0, 0]
  for (let at = start[row] ?? 0; at < (start[row + 1] ?? 0); at++) {
    if (least[at]! <= value) below++
    if (greatest[at]! >= value) above++
  }
  return [below, above]
}

/** Parts by cell; rows that rest on nobody have no members. */
function membersOf({ told, cells }: Told, rows: readonly RawRow[]): RawBase['members'] {
  const finest = rows.filter(({ set }) => set === 0).length
  const start = new Uint32Array(finest + 1).fill(told.person.length)
  start.set(told.start.subarray(0, finest + 1))
  const divided = new Set<number>()
  const parts = cells.map(({ part, divisor }) => {
    const values = told.parts[part]!
    if (divisor !== 1 && !divided.has(part)) for (let at = 0; at < values.length; at++) values[at]! /= divisor
    divided.add(part)
    return values
  })
  return { start, person: told.person, parts }
}
