import { parseField } from '../../policy/index.ts'
import { type Evaluator, limitText, listOf, unreadable } from '../judgement.ts'

/**
 * dataField: the fields that a use touches, as a set. isAnyOf and isPartOf: each of them is on the list · isNoneOf: none
 * of them is · isAllOf: they are exactly the list · hasPart: all of the list are among them.
 */
export const judgeField: Evaluator = (constraint, { request }) => {
  const { operator, value } = constraint
  const list = listOf(value)
  if (!list.every((field) => parseField(field) !== null)) return unreadable('field')
  const touched = [...new Set(request.fields)]
  const within = touched.every((field) => list.includes(field))
  const covering = list.every((field) => touched.includes(field))
  const answer = { asked: touched.join(', ') || 'none', limit: limitText(constraint) }
  switch (operator) {
    case 'isAnyOf':
    case 'isPartOf':
      return { ...answer, holds: within }
    case 'isNoneOf':
      return { ...answer, holds: touched.every((field) => !list.includes(field)) }
    case 'isAllOf':
      return { ...answer, holds: within && covering }
    case 'hasPart':
      return { ...answer, holds: covering }
  }
  return unreadable(operator)
}
