import { XinyuError } from '../../kernel/errors/index.ts'
import type { ColumnLevel, ColumnRef, Policy } from './model.ts'

/** The columns of a product as a policy may name them: SQL table name → column names. */
export type ProductColumns = Readonly<Record<string, readonly string[]>>

/**
 * Checks that a policy speaks only of what the product has, and that it opens something.
 * @throws XinyuError POLICY_*
 */
export function checkPolicy(policy: Policy, product: ProductColumns, now: number): void {
  if (policy.until <= now) throw new XinyuError('POLICY_TERM_PAST')
  for (const [table, levels] of Object.entries(policy.columns)) {
    const columns = product[table]
    if (!columns)
      throw new XinyuError('POLICY_UNKNOWN_TABLE', { table, known: Object.keys(product).join(', ') })
    for (const column of Object.keys(levels)) mustHave(columns, table, column)
  }
  for (const pair of policy.joinKeys) for (const key of pair) mustBeJoinable(policy, key)
  if (!opensSomething(policy)) throw new XinyuError('POLICY_NOTHING_USABLE')
}

function mustHave(columns: readonly string[], table: string, column: string): void {
  if (!columns.includes(column)) throw new XinyuError('POLICY_UNKNOWN_COLUMN', { table, column })
}

/** A pair of join keys says nothing about values that may be shown, so both sides must be closed to showing. */
function mustBeJoinable(policy: Policy, key: ColumnRef): void {
  const level = levelOf(policy, key)
  if (level !== 'join' && level !== 'identity') throw new XinyuError('POLICY_JOIN_LEVEL', { ...key })
}

/** The level of a column under a policy; what is not named is hidden. */
export function levelOf(policy: Policy, ref: ColumnRef): ColumnLevel {
  return policy.columns[ref.table]?.[ref.column] ?? 'hidden'
}

const USABLE: ReadonlySet<ColumnLevel> = new Set(['group', 'measure', 'identity'])

const opensSomething = (policy: Policy): boolean =>
  Object.values(policy.columns).some((levels) => Object.values(levels).some((level) => USABLE.has(level)))

/** What the grades of a product's tables demand: SQL table name → column → grade and levels that it allows. */
export type GradeFloors = Readonly<
  Record<string, ReadonlyMap<string, { readonly level: string; readonly allows: readonly ColumnLevel[] }>>
>

/** No column is opened further than its grade allows. @throws XinyuError POLICY_BELOW_GRADE */
export function checkFloors(policy: Policy, floors: GradeFloors): void {
  for (const [table, columns] of Object.entries(floors)) {
    for (const [column, floor] of columns) {
      const level = levelOf(policy, { table, column })
      if (floor.allows.includes(level)) continue
      const params = { table, column, level, grade: floor.level, floor: floor.allows.join(', ') }
      throw new XinyuError('POLICY_BELOW_GRADE', params)
    }
  }
}
