import { XinyuError } from '../../../kernel/errors/index.ts'
import type { GrantTerms } from '../../run/index.ts'
import type { Base, Expr } from '../plan/index.ts'
import { countsPersons, institutionsOf, partsOf, type Printed, tellsInstitutions } from './base.ts'
import { printBounded } from './bounded.ts'
import { printGroups } from './groups.ts'
import { printBare, printListing } from './plain.ts'
import { hasPersons } from './relation.ts'

export { countsPersons, type Layout, type Printed, type PrintedMembers } from './base.ts'
export { typeOf } from './expr.ts'
export { hasPersons, relationsOf } from './relation.ts'

/**
 * SQL of one base for the engine: rows with their supports, and who is in them where the terms ask for more than the
 * minimum group (history, dominance, institutions, merging, several grouping sets, quantiles).
 */
export function printBase(base: Base, terms: GrantTerms): Printed {
  if (base.op === 'listing') return printListing(base)
  const parts = partsOf(base, terms)
  if (!parts.persons) return printBare(parts)
  const { minGroup } = terms.rules
  return needsMembers(base, terms) ? printGroups(parts, minGroup) : printBounded(parts, minGroup)
}

function needsMembers(base: Extract<Base, { op: 'aggregate' }>, { history, rules }: GrantTerms): boolean {
  const { dominance, pPercent, minInstitutions, smallGroups } = rules
  return (
    history ||
    base.sets.length > 1 ||
    dominance !== null ||
    pPercent !== null ||
    minInstitutions > 0 ||
    smallGroups === 'merge' ||
    base.cells.some(
      (cell) => cell.fn === 'quantile' || (cell.fn === 'count_distinct' && !countsPersons(cell)),
    )
  )
}

/** @throws XinyuError GATE_INSTITUTIONS where the contract asks for institutions and no table of the base tells any */
export function mustTellInstitutions(base: Base, terms: GrantTerms): void {
  const { rules, institutions } = terms
  if (rules.minInstitutions === 0 || base.op === 'listing' || !hasPersons(base.input)) return
  if (tellsInstitutions(base, institutionsOf(terms))) return
  throw new XinyuError('GATE_INSTITUTIONS', { min: rules.minInstitutions, columns: institutions.join(', ') })
}

/** How a key is called in records. */
export const nameOf = (expr: Expr, index: number): string =>
  expr.kind === 'column'
    ? `${expr.table}.${expr.column}`
    : expr.kind === 'derived'
      ? expr.name
      : `key ${index + 1}`
