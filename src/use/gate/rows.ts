import { parseExpression, type RowCondition } from '../../flow/policy/index.ts'
import type { RowRule } from '../../flow/decision/index.ts'
import type { GrantTerms } from '../run/index.ts'
import { fitLiteral } from './lower/literal.ts'
import type { Condition, Plan, Relation } from './plan/index.ts'

/**
 * Row expressions of a policy as conditions of the plan. They are the provider's, so that any column of its tables may
 * stand in them, also one that the consumer never sees; each literal is typed against its column.
 */
export function enforceable(expression: string, terms: GrantTerms): boolean {
  const parsed = parseExpression(expression)
  return parsed !== null && conditionOn(parsed, 0, terms) !== null
}

function conditionOn(
  { table, column, comparison, literal }: RowCondition,
  scan: number,
  terms: GrantTerms,
): Condition | null {
  const found = terms.tables.find(({ name }) => name === table)?.columns[column]
  if (!found) return null
  const right = fitLiteral(literal, found.type)
  if (!right) return null
  const left = { kind: 'column', scan, table, column, type: found.type, nullable: found.nullable } as const
  return { kind: 'compare', op: comparison, left, right }
}

/** The plan, in which each scan of a table has the rows only that the rules leave of it. */
export function restrict(plan: Plan, rules: readonly RowRule[], terms: GrantTerms): Plan {
  if (rules.length === 0) return plan
  return {
    ...plan,
    bases: plan.bases.map((base) => ({ ...base, input: filtered(base.input, rules, terms) })),
  }
}

/** What one rule says of one table; null where it speaks of another. */
function conditionOf(rule: RowRule, table: string, scan: number, terms: GrantTerms): Condition | null {
  const parsed = rule.expressions.map((text) => parseExpression(text))
  const mine = parsed.flatMap((one) => (one?.table === table ? [one] : []))
  if (mine.length === 0) return null
  const of = mine.map((one) => conditionOn(one, scan, terms))
  // The decision asked whether each of them can be enforced; one that cannot must never become no filter at all.
  if (of.includes(null)) throw new TypeError(`a row rule of the policy cannot be enforced: ${rule.at}`)
  const all: Condition = { kind: rule.match === 'any' ? 'or' : 'and', of: of as Condition[] }
  return rule.effect === 'only' ? all : { kind: 'untrue', of: all }
}

function filtered(relation: Relation, rules: readonly RowRule[], terms: GrantTerms): Relation {
  const inside = (input: Relation) => filtered(input, rules, terms)
  switch (relation.op) {
    case 'scan': {
      const of = rules.flatMap((rule) => conditionOf(rule, relation.table, relation.scan, terms) ?? [])
      return of.length === 0 ? relation : { ...relation, rows: { kind: 'and', of } }
    }
    case 'join':
      return { ...relation, left: inside(relation.left), right: inside(relation.right) }
    case 'union':
      return { ...relation, inputs: relation.inputs.map((one) => ({ ...one, input: inside(one.input) })) }
  }
  return { ...relation, input: inside(relation.input) }
}
