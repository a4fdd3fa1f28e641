import { parseExpression } from '../../policy/index.ts'
import { type Evaluator, limitText, listOf, oneOf, unreadable } from '../judgement.ts'

/**
 * valueExpression: the rows that may be seen. eq: those of one expression · isAnyOf: of any of several on one table ·
 * isAllOf: of all. It holds where the step enforces it; what it enforces is in `rows` of the decision.
 */
export const judgeExpression: Evaluator = (constraint, { at, state }) => {
  const { operator, value } = constraint
  if (operator !== 'eq' && operator !== 'isAnyOf' && operator !== 'isAllOf') return unreadable(operator)
  const texts = listOf(value)
  const expressions = texts.map(parseExpression)
  if (expressions.includes(null) || (operator === 'eq' && oneOf(value) === null))
    return unreadable('expression')
  const tables = new Set(expressions.map((expression) => expression!.table))
  // "This row of one table or that of another" is nothing that a table could be cut down to.
  if (operator === 'isAnyOf' && tables.size > 1) return unreadable('expression over several tables')
  const enforced = texts.every((text) => state.enforceable.includes(text))
  return {
    holds: enforced ? true : null,
    asked: enforced ? 'enforced' : 'not enforceable by this kind of step, or not of the type of the column',
    limit: limitText(constraint),
    rows: { at, effect: 'only', match: operator === 'isAnyOf' ? 'any' : 'all', expressions: [...texts] },
  }
}
