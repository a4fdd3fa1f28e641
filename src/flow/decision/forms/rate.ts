import { parseRate } from '../../policy/index.ts'
import { type Evaluator, limitText, oneOf, unreadable } from '../judgement.ts'

/**
 * frequency: uses in any span of the window's length. The span slides by slots, a sixtieth of it each, and counts the
 * slot it begins in whole: never more than the limit in any such span; a use is forgotten at most one slot late.
 */
export const judgeRate: Evaluator = (constraint, { at, state }) => {
  const { operator, value } = constraint
  const rate = parseRate(oneOf(value) ?? '')
  if (!rate || (operator !== 'lt' && operator !== 'lteq')) return unreadable('rate')
  const most = operator === 'lt' ? rate.times - 1 : rate.times
  const { used, leased } = state.counters[at] ?? { used: 0, leased: 0 }
  return {
    holds: used + leased + 1 <= most,
    asked: `${used} + ${leased} + 1`,
    limit: limitText(constraint),
    draw: {
      key: at,
      operand: constraint.operand,
      amount: 1,
      limit: Math.max(0, most),
      windowMs: rate.per,
    },
  }
}

const SLOTS = 60

/** Length of one slot of a window, ms. */
export const slotOf = (windowMs: number): number => Math.max(1, Math.floor(windowMs / SLOTS))

/** The slot that a moment lies in, and the first one that still counts then. */
export function slotsAt(now: number, windowMs: number): { readonly slot: number; readonly first: number } {
  const length = slotOf(windowMs)
  const start = (at: number) => Math.floor(at / length) * length
  return { slot: start(now), first: start(now - windowMs + 1) }
}
