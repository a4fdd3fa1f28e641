import type { Cell } from '../../platform/engine/index.ts'
import type { Withheld } from '../check/index.ts'

/** A query as the generator draws it: text for the gate, meaning for the naive oracle. Shared by tests only. */
export interface Row {
  readonly insured: number
  readonly values: Readonly<Record<string, Cell>>
}

export type Truth = boolean | null

export interface Drawn {
  readonly sql: string
  readonly source: 'setl' | 'setl-fee' | 'setl-hosp'
  readonly keys: readonly ((row: Joined) => Cell)[]
  readonly cells: readonly DrawnCell[]
  readonly where: (row: Joined) => Truth
}

export interface DrawnCell {
  readonly fn: 'count_rows' | 'count' | 'count_distinct' | 'sum' | 'avg'
  readonly of: string
}

/** One row of the join: values of all tables by column name, and the insured number of each person table. */
export interface Joined {
  readonly insured: readonly number[]
  readonly values: Readonly<Record<string, Cell>>
}

export interface Data {
  readonly setl: readonly Row[]
  readonly fee: readonly Row[]
  readonly hosp: readonly { readonly hosp: number; readonly 等级: string }[]
}

export function joined({ setl, fee, hosp }: Data, source: Drawn['source']): Joined[] {
  if (source === 'setl') return setl.map(({ insured, values }) => ({ insured: [insured], values }))
  if (source === 'setl-fee') {
    return setl.flatMap((one) =>
      fee
        .filter(({ values }) => values.setl_id === one.values.setl_id)
        .map((other) => ({
          insured: [one.insured, other.insured],
          values: { ...one.values, ...other.values },
        })),
    )
  }
  return setl.flatMap((one) =>
    hosp
      .filter((other) => other.hosp === one.values.hosp)
      .map((other) => ({ insured: [one.insured], values: { ...one.values, ...other } })),
  )
}

const WITHHELD: Withheld = { withheld: 'min-group' }
const persons = (rows: readonly Joined[]): number =>
  rows.length === 0
    ? 0
    : Math.min(...rows[0]!.insured.map((_, table) => new Set(rows.map((row) => row.insured[table])).size))

/** Everything a person could compute by hand: filter, group, count persons, withhold. Keys first, then cells. */
export function answer(
  data: Data,
  { source, keys, cells, where }: Drawn,
  minGroup: number,
): (Cell | Withheld)[][] {
  const rows = joined(data, source).filter((row) => where(row) === true)
  const groups = new Map<string, Joined[]>()
  if (keys.length === 0) groups.set('[]', [])
  for (const row of rows) {
    const key = JSON.stringify(keys.map((of) => of(row)))
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups].flatMap(([key, members]) => {
    if (keys.length > 0 && persons(members) < minGroup) return []
    return [[...(JSON.parse(key) as Cell[]), ...cells.map((cell) => statistic(cell, members, minGroup))]]
  })
}

function statistic({ fn, of }: DrawnCell, rows: readonly Joined[], minGroup: number): Cell | Withheld {
  const usable = (value: Cell | undefined) =>
    value !== null && value !== undefined && !(typeof value === 'number' && !Number.isFinite(value))
  const present = fn === 'count_rows' ? rows : rows.filter((row) => usable(row.values[of]))
  if (persons(present) < minGroup) return WITHHELD
  const values = present.map((row) => row.values[of])
  if (fn === 'count_rows' || fn === 'count') return present.length
  if (fn === 'count_distinct') return new Set(values).size
  const sum = values.reduce((total: number, value) => total + Number(value), 0)
  return fn === 'sum' ? sum : sum / values.length
}
