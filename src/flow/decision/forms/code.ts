import { DELIVERIES, ENCRYPTIONS, ENVIRONMENTS } from '../../policy/index.ts'
import { type Evaluator, limitText, listOf, oneOf, unreadable } from '../judgement.ts'

/** executionEnv, encryptMode, deliveryMethod: a two-digit code of the text against codes. */
const judge =
  (of: 'execution' | 'encryption' | 'delivery', codes: readonly string[]): Evaluator =>
  (constraint, { request }) => {
    const { operator, value } = constraint
    const single = operator === 'eq' || operator === 'neq'
    const list = listOf(value)
    if (!list.every((code) => codes.includes(code)) || (single && oneOf(value) === null))
      return unreadable(of)
    const asked = request.environment[of]
    const among = list.includes(asked)
    const answer = { asked, limit: limitText(constraint) }
    if (operator === 'eq' || operator === 'isAnyOf') return { ...answer, holds: among }
    if (operator === 'neq' || operator === 'isNoneOf') return { ...answer, holds: !among }
    return unreadable(operator)
  }

export const judgeEnvironment = judge('execution', ENVIRONMENTS)
export const judgeEncryption = judge('encryption', ENCRYPTIONS)
export const judgeDelivery = judge('delivery', DELIVERIES)
