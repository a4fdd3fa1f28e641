import type { Action, Duty } from '../policy/index.ts'
import { judge } from './constraint.ts'
import { isUnreadable } from './judgement.ts'
import type { Fact, UseCondition } from './model.ts'
import type { UseRequest, UseState } from './request.ts'

/** Met by the space itself: each decision is told and kept, and a result carries the policy with it. */
const SELF_MET: ReadonlySet<Action> = new Set(['logRecordSend', 'policyTransmit'])

/** Duties before use 前置义务: met by the space, confirmed by the provider, or paid. What is unmet is a condition. */
export function judgeDuties(
  duties: readonly Duty[],
  at: string,
  request: UseRequest,
  state: UseState,
): { facts: Fact[]; conditions: UseCondition[] } {
  const facts: Fact[] = []
  const conditions: UseCondition[] = []
  duties.forEach((duty, index) => {
    const path = `${at}.duties.${index}`
    const how = metBy(duty, path, request, state)
    facts.push({ rule: 'duty', at: path, holds: how !== null, asked: how ?? 'not met', limit: duty.action })
    if (how === null) conditions.push({ kind: 'duty', action: duty.action, at: path, needed: needed(duty) })
  })
  return { facts, conditions }
}

function metBy(duty: Duty, path: string, request: UseRequest, state: UseState): string | null {
  if (SELF_MET.has(duty.action)) return 'the space'
  if (state.fulfilled.includes(path)) return 'confirmed'
  const paying = duty.action === 'compensate' && duty.constraints.length > 0
  const paid = duty.constraints.every((constraint, index) => {
    if (constraint.operand !== 'payAmount') return false
    const judgement = judge(constraint, { at: `${path}.constraints.${index}`, request, state })
    return !isUnreadable(judgement) && judgement.holds === true
  })
  return paying && paid ? 'paid' : null
}

const needed = ({ action, constraints }: Duty): string =>
  [
    action,
    ...constraints.map(({ operand, operator, value }) => `${operand} ${operator} ${String(value)}`),
  ].join('; ')
