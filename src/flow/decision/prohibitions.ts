import { parseExpression, type Prohibition } from '../policy/index.ts'
import { factOf, judge } from './constraint.ts'
import { isUnreadable, type Judged } from './judgement.ts'
import type { Fact, RowRule } from './model.ts'
import type { UseRequest, UseState } from './request.ts'

/** What the prohibitions come to: the first that denies, and the rows that one takes away. */
export interface Banned {
  readonly value: 'denied' | 'denied-by-default' | null
  readonly because: string | null
  readonly facts: readonly Fact[]
  readonly rows: readonly RowRule[]
}

/** Prohibitions for the asked action. What is not known counts against the use; a row expression takes rows away. */
export function judgeProhibitions(request: UseRequest, state: UseState): Banned {
  const found = state.contract.policy.prohibitions.flatMap((ban, index) =>
    ban.actions.includes(request.action) ? [one(ban, `prohibitions.${index}`, request, state)] : [],
  )
  const worst = found.find(({ value }) => value === 'denied') ?? found.find(({ value }) => value !== null)
  return {
    value: worst?.value ?? null,
    because: worst?.because ?? null,
    facts: found.flatMap(({ facts }) => facts),
    rows: found.flatMap(({ rows }) => rows),
  }
}

function one(ban: Prohibition, at: string, request: UseRequest, state: UseState): Banned {
  const judged = ban.constraints.map((constraint, index) => {
    const path = `${at}.constraints.${index}`
    const judgement = judge(constraint, { at: path, request, state })
    return { constraint, judgement, fact: factOf(constraint, path, judgement) }
  })
  const facts = judged.map(({ fact }) => fact)
  const broken = judged.some(({ judgement }) => isUnreadable(judgement))
  const known = judged.flatMap(({ judgement }) => (isUnreadable(judgement) ? [] : [judgement]))
  // A constraint that is known not to hold sets the prohibition aside, unless one of them cannot be read at all.
  const aside = !broken && known.some(({ holds }) => holds === false)
  const except = broken || aside ? null : exception(known, at)
  const value = aside || except ? null : broken ? 'denied-by-default' : 'denied'
  const summary: Fact = {
    rule: 'prohibition',
    at,
    holds: value === null,
    asked: request.action,
    limit: except ? 'its rows are left out' : ban.actions.join(', '),
  }
  return {
    value,
    because: value === null ? null : 'prohibition',
    facts: [...facts, summary],
    rows: except ? [except] : [],
  }
}

/** The rows that a prohibition takes away, where the step can: all of one table, so that they can be left out of it. */
function exception(known: readonly Judged[], at: string): RowRule | null {
  const rules = known.flatMap(({ rows, holds }) => (rows ? [{ rows, enforced: holds === true }] : []))
  if (rules.length === 0 || rules.some(({ enforced }) => !enforced)) return null
  const [first] = rules
  const expressions = rules.flatMap(({ rows }) => rows.expressions)
  const match = first!.rows.match
  if (rules.length > 1 && rules.some(({ rows }) => rows.match === 'any')) return null
  const tables = new Set(expressions.map((text) => parseExpression(text)?.table))
  return tables.size === 1 ? { at, effect: 'except', match, expressions } : null
}
