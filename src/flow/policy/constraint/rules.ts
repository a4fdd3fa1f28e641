import { OPERANDS, type Operand, type Operator } from '../vocabulary.ts'
import { parseInstant } from './duration.ts'
import { hasForm } from './forms.ts'

export interface ConstraintLike {
  readonly operand: Operand
  readonly operator: Operator
  readonly value: string | string[]
}

/** Operators whose value is a list; the others take one text. */
export const LIST_OPERATORS: ReadonlySet<Operator> = new Set([
  'isAnyOf',
  'isNoneOf',
  'isAllOf',
  'isPartOf',
  'hasPart',
])

export interface ConstraintProblem {
  /** operator: does not apply to the operand. one: takes a single value. form: `value` is not written as it must be. */
  readonly why: 'operator' | 'one' | 'form'
  readonly value?: string
}

/** What is wrong with a constraint, or null. Rule: TC609-6-2025-14 appendix C as read in `vocabulary.ts`. */
export function constraintProblem({ operand, operator, value }: ConstraintLike): ConstraintProblem | null {
  const allowed: readonly Operator[] = OPERANDS[operand].operators
  if (!allowed.includes(operator)) return { why: 'operator' }
  const values = [value].flat()
  if (!LIST_OPERATORS.has(operator) && values.length !== 1) return { why: 'one' }
  const wrong = values.find((one) => !hasForm(operand, operator, one))
  return wrong === undefined ? null : { why: 'form', value: wrong }
}

/**
 * The one way to write a constraint: lists sorted and unique, a single value as a plain text, instants in UTC,
 * regions without the zeros that fill them up (`310000` is `31`).
 * What has a problem stays as it is, so that the message shows what was written.
 */
export function canonicalConstraint<C extends ConstraintLike>(constraint: C): C {
  if (constraintProblem(constraint)) return constraint
  const { operand, operator, value } = constraint
  const rewrite = operand === 'time' ? utc : operand === 'region' ? shortRegion : (text: string) => text
  const values = [value].flat().map(rewrite)
  return { ...constraint, value: LIST_OPERATORS.has(operator) ? [...new Set(values)].sort() : values[0]! }
}

const utc = (text: string): string => new Date(parseInstant(text)!).toISOString()
const shortRegion = (text: string): string => text.replace(/(?:00){1,2}$/, '')
