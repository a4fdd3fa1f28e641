import type { MembersWork } from '../../../platform/engine/index.ts'
import type { GrantTerms } from '../../run/index.ts'
import type { Aggregate, BaseCell } from '../plan/index.ts'
import { argumentOf } from './argument.ts'
import type { Value } from './call.ts'
import { canMiss, type Names, printExpr, typeOf } from './expr.ts'
import { type Body, hasPersons, type Institutions, namesOf, printRelation, relationsOf } from './relation.ts'

/** What the printing of an aggregate starts from: its relation, keys and arguments as SQL. */
export interface Parts {
  readonly base: Aggregate
  readonly names: Names
  readonly body: Body
  readonly persons: boolean
  readonly keys: readonly string[]
  /** The argument of each cell; null for rows. */
  readonly arguments: readonly (string | null)[]
  /** The types of the arguments. */
  readonly types: readonly (string | null)[]
  /** Can a cell rest on fewer persons than its row? */
  readonly missing: readonly boolean[]
}

/** The institution columns of each table, where the contract asks for some institutions. */
export function institutionsOf({ tables, institutions, rules }: GrantTerms): Institutions {
  if (rules.minInstitutions === 0) return new Map()
  return new Map(
    tables.map(({ name, columns }) => [
      name,
      institutions.filter((column) => Object.hasOwn(columns, column)),
    ]),
  )
}

/** Can the institutions of this base be counted: does a scanned table have such a column? */
export const tellsInstitutions = (base: Aggregate, institutions: Institutions): boolean =>
  relationsOf(base.input).some((one) => one.op === 'scan' && (institutions.get(one.table) ?? []).length > 0)

export function partsOf(base: Aggregate, terms: GrantTerms): Parts {
  const names = namesOf(base.input)
  const body = printRelation(base.input, names, institutionsOf(terms))
  const printed = base.cells.map((cell) => argument(cell, names))
  return {
    base,
    names,
    body,
    persons: hasPersons(base.input),
    keys: base.keys.map((key) => printExpr(key, names)),
    arguments: printed.map((one) => one?.sql ?? null),
    types: printed.map((one) => one?.type ?? null),
    missing: printed.map((one) => one?.missing ?? false),
  }
}

function argument({ fn, of }: BaseCell, names: Names): (Value & { missing: boolean }) | null {
  if (fn === 'count_rows' || of === null) return null
  const wanted = fn === 'sum' ? undefined : fn === 'quantile' ? 'DOUBLE' : typeOf(of)
  const { sql, type } = argumentOf(of, names, wanted)
  // Whatever is converted on the way can be missing after it.
  return { sql, type, missing: canMiss(of, names) || sql !== printExpr(of, names) }
}

/** Does the cell count the insured persons themselves? Then it counts the dense number, where the argument is given. */
export const countsPersons = ({ fn, family }: BaseCell): boolean =>
  fn === 'count_distinct' && family === 'persons'

/** A statistic over rows, by its argument. */
export function statistic(fn: BaseCell['fn'], argument: string | null): string {
  if (argument === null) return 'count(*)'
  return fn === 'count_distinct' ? `count(DISTINCT ${argument})` : `${fn}(${argument})`
}

/** `a.k0 IS NOT DISTINCT FROM b.k0 AND …`; true without keys. */
export const sameKeys = (left: string, right: string, keys: readonly number[]): string =>
  keys.length === 0
    ? 'true'
    : keys.map((key) => `${left}.k${key} IS NOT DISTINCT FROM ${right}.k${key}`).join(' AND ')

/** Where each thing stands in a row of the result. */
export interface Layout {
  /** Grouping set of the row; null where there is one. */
  readonly set: number | null
  readonly keys: readonly number[]
  readonly cells: readonly number[]
  /** Support of the row; null where the members tell it, or no table has persons. */
  readonly support: number | null
  /** Support of each cell; null: the row's own, or the members tell it. */
  readonly supports: readonly (number | null)[]
  readonly institutions: number | null
}

/** Who is in the finest rows, for the engine; and which of the folded parts each cell reads. */
export interface PrintedMembers extends Pick<MembersWork, 'sql' | 'folds' | 'size' | 'unions'> {
  readonly cells: readonly {
    readonly part: number
    /** Parts are folded as whole numbers: what they have to be divided by. */
    readonly divisor: number
    /** quantile: the parts that hold the least and the greatest value of a person. */
    readonly bounds: readonly [number, number] | null
  }[]
}

/** What the engine is asked for, and how its answer is read. */
export interface Printed {
  readonly steps: readonly { readonly name: string; readonly sql: string }[]
  readonly sql: string
  readonly layout: Layout
  readonly members: PrintedMembers | null
}
