import { XinyuError } from '../../kernel/errors/index.ts'
import { type Conflict, conflictsOf, rulesOf } from './conflict/index.ts'
import { notEnforced } from './enforced.ts'
import { constraintProblem, FORM_EXAMPLE, parseExpression, parseField } from './constraint/index.ts'
import type { ColumnLevel, ColumnRef, Constraint, Policy } from './model.ts'
import { OPERANDS } from './vocabulary.ts'

/** The columns of a product as a policy may name them: SQL table name → column names. */
export type ProductColumns = Readonly<Record<string, readonly string[]>>

/**
 * Checks that a policy speaks only of what the product has, and that it opens something.
 * @throws XinyuError POLICY_*
 */
export function checkPolicy(policy: Policy, product: ProductColumns, now: number): void {
  if (policy.until <= now) throw new XinyuError('POLICY_TERM_PAST')
  checkEnforced(policy)
  checkRules(policy)
  checkColumns(policy, product)
}

/** @throws XinyuError POLICY_NOT_ENFORCED */
function checkEnforced(policy: Policy): void {
  const [term] = notEnforced(policy)
  if (term) throw new XinyuError('POLICY_NOT_ENFORCED', { path: `disclosure.${term}` })
}

/** Does the policy speak of the product's columns alone? Its constraints are checked. @throws XinyuError POLICY_* */
export function checkColumns(policy: Policy, product: ProductColumns): void {
  for (const [table, levels] of Object.entries(policy.columns)) {
    const columns = columnsOf(product, table)
    for (const column of Object.keys(levels)) mustHave(columns, table, column)
  }
  for (const pair of policy.joinKeys) for (const key of pair) mustBeJoinable(policy, key)
  if (!opensSomething(policy)) throw new XinyuError('POLICY_NOTHING_USABLE')
  for (const { constraints } of rulesOf(policy))
    for (const { constraint } of constraints) mustSpeakOf(product, constraint)
}

/** Own members alone: a table may be called `constructor`. */
function columnsOf(product: ProductColumns, table: string): readonly string[] {
  if (Object.hasOwn(product, table)) return product[table]!
  throw new XinyuError('POLICY_UNKNOWN_TABLE', { table, known: Object.keys(product).join(', ') })
}

/** More values than this are refused: conflicts are looked for between every two rules. */
const MOST_VALUES = 2_000

/**
 * Checks permissions, prohibitions and obligations whatever the product: each constraint, then the pairs.
 * @throws XinyuError POLICY_TERM_ORDER, POLICY_TOO_LONG, POLICY_OPERATOR, POLICY_ONE_VALUE, POLICY_VALUE, POLICY_CONFLICT
 */
export function checkRules(policy: Policy): void {
  if (policy.from !== undefined && policy.from >= policy.until) throw new XinyuError('POLICY_TERM_ORDER')
  checkConstraints(policy)
  const conflicts = conflictsOf(policy)
  if (conflicts.length > 0) throw conflictError(conflicts)
}

/** @throws XinyuError POLICY_TOO_LONG, POLICY_OPERATOR, POLICY_ONE_VALUE, POLICY_VALUE */
export function checkConstraints(policy: Policy): void {
  const [first] = constraintErrors(policy)
  if (first) throw first
}

/** Everything that is wrong with single constraints. */
export function constraintErrors(policy: Policy): XinyuError[] {
  const placed = rulesOf(policy).flatMap(({ constraints }) => constraints)
  const found = placed.reduce((sum, { constraint }) => sum + [constraint.value].flat().length, 0)
  if (found > MOST_VALUES) return [new XinyuError('POLICY_TOO_LONG', { found, limit: MOST_VALUES })]
  return placed.flatMap(({ path, constraint }) => constraintError(constraint, path) ?? [])
}

/** What is wrong with a constraint at a place, as an error that names both; null when nothing is. */
export function constraintError(constraint: Constraint, path: string): XinyuError | null {
  const { operand, operator } = constraint
  const problem = constraintProblem(constraint)
  if (!problem) return null
  if (problem.why === 'operator') {
    const allowed = OPERANDS[operand].operators.join(', ')
    return new XinyuError('POLICY_OPERATOR', { path, operand, operator, allowed })
  }
  if (problem.why === 'one') return new XinyuError('POLICY_ONE_VALUE', { path, operator })
  const example = FORM_EXAMPLE[OPERANDS[operand].form]
  return new XinyuError('POLICY_VALUE', { path, operand, value: (problem.value ?? '').slice(0, 80), example })
}

const MOST_SHOWN = 50
function conflictError(conflicts: readonly Conflict[]): XinyuError {
  const [{ kind, a, b }] = conflicts as [Conflict]
  const detail = { conflicts: conflicts.slice(0, MOST_SHOWN).map((one) => ({ ...one })) }
  return new XinyuError('POLICY_CONFLICT', { kind, a, b }, { detail })
}

/** Fields and row filters name columns that the product has. */
function mustSpeakOf(product: ProductColumns, { operand, value }: Constraint): void {
  if (operand !== 'dataField' && operand !== 'valueExpression') return
  for (const one of [value].flat()) {
    const { table, column } = (operand === 'dataField' ? parseField(one) : parseExpression(one))!
    mustHave(columnsOf(product, table), table, column)
  }
}

function mustHave(columns: readonly string[], table: string, column: string): void {
  if (!columns.includes(column)) throw new XinyuError('POLICY_UNKNOWN_COLUMN', { table, column })
}

const JOINABLE: ReadonlySet<ColumnLevel> = new Set(['join', 'identity', 'open', 'group'])

/** Meeting another column tells what equality tells: a column that is only added up, or closed, may not. */
function mustBeJoinable(policy: Policy, key: ColumnRef): void {
  if (!JOINABLE.has(levelOf(policy, key))) throw new XinyuError('POLICY_JOIN_LEVEL', { ...key })
}

/** The level of a column under a policy; what is not named is hidden. */
export function levelOf(policy: Policy, ref: ColumnRef): ColumnLevel {
  return policy.columns[ref.table]?.[ref.column] ?? 'hidden'
}

const USABLE: ReadonlySet<ColumnLevel> = new Set(['open', 'group', 'measure', 'identity'])

const opensSomething = (policy: Policy): boolean =>
  Object.values(policy.columns).some((levels) => Object.values(levels).some((level) => USABLE.has(level)))

/** What the grades of a product's tables demand: SQL table name → column → grade and levels that it allows. */
export type GradeFloors = Readonly<
  Record<string, ReadonlyMap<string, { readonly level: string; readonly allows: readonly ColumnLevel[] }>>
>

/** `open` shows no more of a column than `group` does, and `compare` less: what allows groups allows them. */
const allowsLevel = (allows: readonly ColumnLevel[], level: ColumnLevel): boolean =>
  allows.includes(level === 'open' || level === 'compare' ? 'group' : level)

/** No column is opened further than its grade allows. @throws XinyuError POLICY_BELOW_GRADE */
export function checkFloors(policy: Policy, floors: GradeFloors): void {
  for (const [table, columns] of Object.entries(floors)) {
    for (const [column, floor] of columns) {
      const level = levelOf(policy, { table, column })
      if (allowsLevel(floor.allows, level)) continue
      const params = { table, column, level, grade: floor.level, floor: floor.allows.join(', ') }
      throw new XinyuError('POLICY_BELOW_GRADE', params)
    }
  }
}
