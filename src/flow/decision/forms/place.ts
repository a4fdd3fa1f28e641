import { type Evaluator, limitText, listOf, oneOf, unreadable } from '../judgement.ts'

/** physicalAddress: the registered terminal or site that the request comes from. */
export const judgePlace: Evaluator = (constraint, { request }) => {
  const { operator, value } = constraint
  const single = operator === 'eq' || operator === 'neq'
  if (single && oneOf(value) === null) return unreadable('place')
  const { terminal } = request.environment
  const among = terminal === null ? null : listOf(value).includes(terminal)
  const answer = { asked: terminal ?? 'unknown', limit: limitText(constraint) }
  if (operator === 'eq' || operator === 'isAnyOf') return { ...answer, holds: among }
  if (operator === 'neq' || operator === 'isNoneOf')
    return { ...answer, holds: among === null ? null : !among }
  return unreadable(operator)
}
