import { listOf, type Node, nodeOf, nodesOf, textOf, unknownField } from '../node.ts'
import type { Refuse } from '../refuse.ts'
import { refuseClause } from '../words.ts'
import { mustBeFew } from './shared.ts'

/** What is written for what DuckDB calls it, and the words to point at. */
const CLAUSES: Readonly<Record<string, { clause: string; words: readonly string[] }>> = {
  qualify: { clause: 'QUALIFY', words: ['qualify'] },
  sample: { clause: 'SAMPLE', words: ['sample', 'tablesample'] },
}
const KNOWN = [
  'type',
  'modifiers',
  'cte_map',
  'select_list',
  'from_table',
  'where_clause',
  'group_expressions',
  'group_sets',
  'aggregate_handling',
  'having',
]

/** Refuses the clauses of a SELECT that the language does not have, before anything else is looked at. */
export function mustKnowClauses(node: Node, refuse: Refuse): void {
  const odd = unknownField(node, KNOWN)
  if (odd) {
    const { clause, words } = CLAUSES[odd] ?? { clause: odd.toUpperCase(), words: [] }
    refuseClause(clause, refuse, { words, at: words.length > 0 ? undefined : nodeOf(node[odd]) })
  }
  if (node.aggregate_handling !== 'STANDARD_HANDLING')
    refuseClause('GROUP BY ALL', refuse, { words: ['group'] })
  for (const modifier of nodesOf(node.modifiers)) mustKnow(modifier, refuse)
  for (const list of [node.select_list, node.group_expressions]) mustBeFew(listOf(list).length, node, refuse)
}

function mustKnow(modifier: Node, refuse: Refuse): void {
  const type = textOf(modifier.type)
  if (type === 'LIMIT_PERCENT_MODIFIER') refuseClause('LIMIT %', refuse, { words: ['limit'] })
  if (type === 'DISTINCT_MODIFIER' && listOf(modifier.distinct_on_targets).length > 0)
    refuseClause('DISTINCT ON', refuse, { words: ['distinct'] })
}

export const isDistinct = (node: Node): boolean =>
  nodesOf(node.modifiers).some(({ type }) => type === 'DISTINCT_MODIFIER')

/** Rows of persons have no order and no first ones. @throws GATE_CLAUSE */
export function mustBeUnordered(node: Node, refuse: Refuse): void {
  const other = nodesOf(node.modifiers).find(({ type }) => type !== 'DISTINCT_MODIFIER')
  if (!other) return
  const ordered = other.type === 'ORDER_MODIFIER'
  refuseClause(ordered ? 'ORDER BY' : 'LIMIT', refuse, {
    words: ordered ? ['order'] : ['limit', 'offset'],
    allowed: {
      zh: 'ORDER BY、LIMIT、OFFSET 只用于汇总后的结果',
      en: 'ORDER BY, LIMIT and OFFSET go to aggregated results alone',
    },
  })
}
