import type { Json } from '../../kernel/canonical.ts'
import type { GrantTerms } from '../run/index.ts'
import { lowerCondition } from './condition.ts'
import { lowerFrom } from './from.ts'
import { Plan } from './model.ts'
import { listOf, type Node, neutral, nodeOf, textOf, unknownField } from './node.ts'
import { lowerModifiers, refuseClause, refuseModifiers } from './order.ts'
import { refuser } from './refuse.ts'
import { lowerSelect } from './select.ts'

/** What is written for what DuckDB calls it, and the words to point at. */
const STATEMENTS: Record<string, { clause: string; words: readonly string[] }> = {
  SET_OPERATION_NODE: { clause: 'UNION / INTERSECT / EXCEPT', words: ['union', 'intersect', 'except'] },
  RECURSIVE_CTE_NODE: { clause: 'WITH RECURSIVE', words: ['with'] },
  CTE_NODE: { clause: 'WITH', words: ['with'] },
}
const CLAUSES: Record<string, { clause: string; words: readonly string[] }> = {
  cte_map: { clause: 'WITH', words: ['with'] },
  having: { clause: 'HAVING', words: ['having'] },
  qualify: { clause: 'QUALIFY', words: ['qualify'] },
  sample: { clause: 'SAMPLE', words: ['sample', 'tablesample'] },
}
const KNOWN = [
  'type',
  'modifiers',
  'select_list',
  'from_table',
  'where_clause',
  'group_expressions',
  'group_sets',
  'aggregate_handling',
]

/**
 * DuckDB's own tree of one text → the closed plan. Everything that is not known is refused by name; nothing of the
 * text goes further than this. @throws XinyuError GATE_*
 */
export function lower(tree: Json, text: string, terms: GrantTerms): Plan {
  const refuse = refuser(text)
  const statements = listOf(nodeOf(tree).statements)
  if (statements.length !== 1) {
    refuse({
      code: statements.length === 0 ? 'GATE_EMPTY' : 'GATE_ONE_STATEMENT',
      rule: statements.length === 0 ? 'statement.none' : 'statement.many',
      words: [';'],
      allowed: { zh: '一条 SELECT 语句', en: 'one SELECT statement' },
    })
  }
  const statement = nodeOf(statements[0])
  if (unknownField(statement, ['node'])) refuseClause('?', ['?', '$'], statement, { refuse })
  const node = nodeOf(statement.node)
  const type = textOf(node.type)
  if (type !== 'SELECT_NODE')
    refuseClause(STATEMENTS[type]?.clause ?? type, STATEMENTS[type]?.words ?? [], node, { refuse })
  const odd = unknownField(node, KNOWN)
  if (odd)
    refuseClause(CLAUSES[odd]?.clause ?? odd.toUpperCase(), CLAUSES[odd]?.words ?? [], nodeOf(node[odd]), {
      refuse,
    })
  if (node.aggregate_handling !== 'STANDARD_HANDLING')
    refuseClause('GROUP BY ALL', ['group'], node, { refuse })
  plainGroups(node, refuse)
  refuseModifiers(node, { refuse })

  const { relation, scope } = lowerFrom(nodeOf(node.from_table), terms, refuse)
  const where = neutral(node.where_clause) ? null : lowerCondition(nodeOf(node.where_clause), scope)
  const selected = lowerSelect(node, scope)
  const input = where ? ({ op: 'filter', input: relation, where } as const) : relation
  const { keys, cells, output } = selected
  const plan: Plan = {
    plan: 'xinyu/1',
    root: { op: 'aggregate', input, keys, cells },
    output,
    ...lowerModifiers(node, selected, scope),
  }
  // The closed form is checked once more as a whole: what the schema does not hold cannot leave the gate.
  return Plan.parse(plan)
}

/** One plain grouping: no ROLLUP, CUBE or GROUPING SETS. */
function plainGroups(node: Node, refuse: ReturnType<typeof refuser>): void {
  const sets = listOf(node.group_sets).map(listOf)
  const count = listOf(node.group_expressions).length
  const plain = count === 0 ? sets.length === 0 : sets.length === 1 && sets[0]!.length === count
  if (!plain)
    refuseClause('GROUPING SETS / ROLLUP / CUBE', ['rollup', 'cube', 'grouping', 'group'], node, { refuse })
}
