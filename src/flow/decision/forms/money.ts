import { parseWhole } from '../../policy/index.ts'
import { type Evaluator, limitText, oneOf, unreadable } from '../judgement.ts'

/** payAmount: what the provider recorded as paid, 分. Less can still be paid; `eq` is not undone by more being due. */
export const judgeMoney: Evaluator = (constraint, { state }) => {
  const { operator, value } = constraint
  const needed = parseWhole(oneOf(value) ?? '')
  if (needed === null) return unreadable('money')
  const { paid } = state
  const answer = { asked: String(paid), limit: limitText(constraint) }
  if (operator === 'eq') return { ...answer, holds: paid === needed, payable: paid < needed }
  if (operator === 'gt') return { ...answer, holds: paid > needed, payable: paid <= needed }
  if (operator === 'gteq') return { ...answer, holds: paid >= needed, payable: paid < needed }
  return unreadable(operator)
}
