import { type Constraint, parseWhole } from '../../policy/index.ts'
import { type Context, type Evaluator, type Judgement, limitText, oneOf, unreadable } from '../judgement.ts'

/** The most that lt and lteq allow; −1 where `lt 0` allows nothing. */
export function mostOf({ operator, value }: Constraint): number | null {
  const number = parseWhole(oneOf(value) ?? '')
  if (number === null || (operator !== 'lt' && operator !== 'lteq')) return null
  return operator === 'lt' ? number - 1 : number
}

/** count: uses under this rule, in all. */
export const judgeCount: Evaluator = (constraint, context) => counted(constraint, context, 1)

/** dataRecord: rows released in all. What this use can release at most is reserved, as far as it is still there. */
export const judgeRecords: Evaluator = (constraint, context) =>
  counted(constraint, context, context.state.most.rows)

/** dataSize: bytes released in all. */
export const judgeBytes: Evaluator = (constraint, context) =>
  counted(constraint, context, context.state.most.bytes)

function counted(constraint: Constraint, { at, state }: Context, wanted: number | null): Judgement {
  const limit = mostOf(constraint)
  if (limit === null) return unreadable('number')
  const { used, leased } = state.counters[at] ?? { used: 0, leased: 0 }
  const left = limit - used - leased
  const answer = { asked: `${used} + ${leased} + ${wanted ?? 'unknown'}`, limit: limitText(constraint) }
  // A use whose size nobody can bound cannot be held to a limit.
  if (wanted === null) return { ...answer, holds: null }
  // The release draws what really goes out; one unit must be left, or nothing could.
  const amount = Math.min(wanted, Math.max(0, left))
  const holds = wanted === 0 ? left >= 0 : amount > 0
  return {
    ...answer,
    holds,
    draw: { key: at, operand: constraint.operand, amount, limit: Math.max(0, limit), windowMs: null },
  }
}
