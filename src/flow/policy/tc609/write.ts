import { canonical } from '../../../kernel/canonical.ts'
import { boundsOf } from '../conflict/index.ts'
import type { Constraint, Policy } from '../model.ts'
import { OPERATOR_CODES } from '../vocabulary.ts'
import type { Tc609StrategyOut } from './model.ts'

/** Version of what we put into `policyExpansion`. */
export const EXPANSION_VERSION = 1

/**
 * A policy as the strategy of TC609-6-2025-14 B.4. Actions and constraints hold the first permission with the bounds
 * of the policy before its own constraints, so that who reads no more allows no more than that permission; everything
 * the text has no place for is in `policyExpansion`. `fromTc609Strategy` gives back the same policy.
 */
export function toTc609Strategy(policy: Policy): Tc609StrategyOut {
  const { from, until, maxRuns, permissions, ...rest } = policy
  const [first, ...others] = permissions as [Policy['permissions'][number], ...Policy['permissions']]
  const bounds = boundsOf({ from, until, maxRuns })
  return {
    actions: first.actions,
    constraints: [...bounds.map(({ constraint }) => constraint), ...first.constraints].map(written),
    policyExpansion: canonical({
      xinyu: EXPANSION_VERSION,
      bounds: bounds.length,
      duties: first.duties,
      permissions: others,
      ...rest,
    }),
  }
}

/** A list is written as the JSON text of a list: the operator says which of the two a value is. */
const written = ({ operand, operator, value }: Constraint) => ({
  constraintName: operand,
  constraintOperator: OPERATOR_CODES[operator],
  constraintValue: typeof value === 'string' ? value : JSON.stringify(value),
})
