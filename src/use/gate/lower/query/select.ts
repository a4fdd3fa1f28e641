import type { Relation } from '../../plan/row.ts'
import { hasAggregate } from '../aggregate/names.ts'
import { lowerCondition } from '../condition.ts'
import { listOf, type Node, neutral, nodeOf, nodesOf } from '../node.ts'
import type { RowScope } from '../scope.ts'
import { selectBase } from './base.ts'
import { isDistinct, mustBeUnordered, mustKnowClauses } from './clauses.ts'
import { lowerFrom } from './from.ts'
import { isBare, lowerKeys, mustBeKeys } from './group.ts'
import type { Env, Result, RowFrom } from './model.ts'
import { selectPersons } from './person.ts'
import { selectReleased } from './released.ts'
import { selectRows } from './rows.ts'
import { refuseStar } from './star.ts'

/** One SELECT: over released values, over groups, per person, or row by row. */
export function lowerSelect(node: Node, env: Env): Result {
  mustKnowClauses(node, env.ctx.refuse)
  const from = lowerFrom(nodeOf(node.from_table), env)
  if (from.world === 'released') return selectReleased(node, from, env)
  const scope: RowScope = { ctx: env.ctx, sources: from.sources, persons: from.persons }
  const input = filtered(node, from, scope)
  const grouped = listOf(node.group_expressions).length > 0
  const aggregated = grouped || hasAggregate(node.select_list) || !neutral(node.having)
  return aggregated || isDistinct(node)
    ? selectGroups(node, input, scope, { env, aggregated })
    : selectRows(node, input, env)
}

/** WHERE, below everything else. */
function filtered(node: Node, from: RowFrom, scope: RowScope): RowFrom {
  if (neutral(node.where_clause)) return from
  const where = lowerCondition(nodeOf(node.where_clause), scope)
  const relation: Relation = { op: 'filter', input: from.relation, where }
  return { ...from, relation }
}

function selectGroups(
  node: Node,
  from: RowFrom,
  scope: RowScope,
  { env, aggregated }: { env: Env; aggregated: boolean },
): Result {
  const { refuse } = env.ctx
  const items = nodesOf(node.select_list)
  const star = items.find((item) => item.class === 'STAR')
  if (star) refuseStar(star, refuse)
  // SELECT DISTINCT a, b is GROUP BY a, b.
  const source: Node = aggregated ? node : { ...node, group_expressions: items, group_sets: [] }
  const keys = lowerKeys(source, items, scope)
  const having = neutral(node.having) ? null : nodeOf(node.having)
  const persons = keys.values.some((value) => value.level === 'identity' && isBare(value))
  const perPerson = persons && from.persons && !env.shown && keys.sets.length === 1
  mustBeKeys(keys.values, scope, perPerson)
  if (perPerson) {
    mustBeUnordered(node, refuse)
    return selectPersons({ node, from, scope, keys, items, having })
  }
  return selectBase(node, from, scope, { keys, items, having, modifiers: nodesOf(node.modifiers) })
}
