import { parseInstant } from '../../policy/index.ts'
import { type Evaluator, limitText, oneOf, unreadable } from '../judgement.ts'

const ORDER: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  lteq: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gteq: (a, b) => a >= b,
}

/** time: the moment of the decision against a moment. */
export const judgeInstant: Evaluator = (constraint, { state }) => {
  const { operator, value } = constraint
  const limit = parseInstant(oneOf(value) ?? '')
  if (limit === null) return unreadable('instant')
  const holds = ORDER[operator]?.(state.now, limit)
  if (holds === undefined) return unreadable(operator)
  return { holds, asked: new Date(state.now).toISOString(), limit: limitText(constraint) }
}
