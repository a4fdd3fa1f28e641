import type { Expr } from '../../plan/row.ts'
import { originOf } from '../context.ts'
import { familyOf, isNumber } from '../types.ts'
import type { Atom, Summing } from './model.ts'

/** The atom that an expression is: a number column; null for all else. */
export function atomOf(expr: Expr, ctx: Summing): Atom | null {
  if (expr.kind !== 'column' && expr.kind !== 'derived') return null
  const origin = originOf(ctx, expr)
  return origin?.key && isSummed(expr, ctx) && isNumber(familyOf(expr.type))
    ? { expr, name: origin.key, nullable: expr.nullable, type: expr.type, zeros: origin.counts }
    : null
}

/**
 * Columns of the contract are summed at the level measure, and at the level open where FROM has no persons: a weight
 * of few values would split a sum into groups of any size.
 */
function isSummed(expr: Expr, { terms, persons }: Summing): boolean {
  if (expr.kind !== 'column') return true
  const level = terms.tables.find(({ name }) => name === expr.table)?.columns[expr.column]?.level
  return level === 'measure' || (level === 'open' && !persons)
}
