import type { Permission } from '../policy/index.ts'
import { factOf, judge } from './constraint.ts'
import { judgeDuties } from './duties.ts'
import { isUnreadable, type Judged } from './judgement.ts'
import type { DecisionValue, Draw, Fact, RowRule, UseCondition } from './model.ts'
import type { UseRequest, UseState } from './request.ts'

/** What one permission, or the best of all, comes to. */
export interface Permitted {
  readonly value: DecisionValue
  readonly because: string | null
  readonly permission: number | null
  readonly facts: readonly Fact[]
  readonly conditions: readonly UseCondition[]
  readonly draws: readonly Draw[]
  readonly rows: readonly RowRule[]
}

const RANK: Readonly<Record<DecisionValue, number>> = {
  allowed: 0,
  conditional: 1,
  denied: 2,
  'denied-by-default': 3,
}

/** Permissions for the asked action stand beside each other: the best one carries the use. None: denied by default. */
export function judgePermissions(request: UseRequest, state: UseState): Permitted {
  const found = state.contract.policy.permissions.flatMap((permission, index) =>
    permission.actions.includes(request.action) ? [one(permission, index, request, state)] : [],
  )
  const best = [...found].sort((a, b) => RANK[a.value] - RANK[b.value])[0]
  const summary: Fact = {
    rule: 'permission',
    at: best?.permission == null ? null : `permissions.${best.permission}`,
    holds: best?.value === 'allowed' || best?.value === 'conditional',
    asked: request.action,
    limit: best ? best.value : 'no permission names it',
  }
  const facts = [...found.flatMap((permitted) => permitted.facts), summary]
  if (best) return { ...best, facts }
  return {
    value: 'denied-by-default',
    because: 'permission',
    permission: null,
    facts,
    conditions: [],
    draws: [],
    rows: [],
  }
}

function one(permission: Permission, index: number, request: UseRequest, state: UseState): Permitted {
  const at = `permissions.${index}`
  const judged = permission.constraints.map((constraint, place) => {
    const path = `${at}.constraints.${place}`
    const judgement = judge(constraint, { at: path, request, state })
    return {
      rule: constraint.operand,
      path,
      constraint,
      judgement,
      fact: factOf(constraint, path, judgement),
    }
  })
  const duties = judgeDuties(permission.duties, at, request, state)
  const known = judged.flatMap(({ judgement, ...rest }) =>
    isUnreadable(judgement) ? [] : [{ ...rest, ...judgement }],
  )
  const facts = [...judged.map(({ fact }) => fact), ...duties.facts]
  const payments = known
    .filter(unpaid)
    .map(({ path, limit }): UseCondition => ({ kind: 'payment', action: null, at: path, needed: limit }))
  const conditions = [...payments, ...duties.conditions]
  const draws = known.flatMap(({ draw }) => (draw ? [draw] : []))
  const rows = known.flatMap((one) => (one.rows ? [one.rows] : []))
  const result = { permission: index, facts, conditions, draws, rows }

  const odd = judged.find(({ judgement }) => isUnreadable(judgement))
  if (odd) return { ...result, value: 'denied-by-default', because: odd.rule }
  const broken = known.find((one) => one.holds !== true && !unpaid(one))
  if (broken) return { ...result, value: 'denied', because: broken.rule }
  const missing = conditions[0]
  if (!missing) return { ...result, value: 'allowed', because: null }
  return { ...result, value: 'conditional', because: missing.kind === 'payment' ? 'payAmount' : 'duty' }
}

const unpaid = (judged: Judged): boolean => judged.holds === false && judged.payable === true
