import type { Lowered } from '../../after/index.ts'
import { aggregateName } from '../aggregate/names.ts'
import { refuseAgain } from '../aggregate/statistic.ts'
import { listOf, type Node, neutral, nodeOf, nodesOf, textOf, unknownField } from '../node.ts'
import { lowerCase } from '../scope.ts'
import type { Env, ReleasedFrom, ReleasedResult } from './model.ts'
import { findReleased, releasedColumn } from './released-scope.ts'
import { mustBeFew } from './shared.ts'
import { refuseStar } from './star.ts'
import { modifiersOf, selectOver } from './upper.ts'

/** A SELECT over an aggregated subquery: it sees released values only. */
export function selectReleased(node: Node, from: ReleasedFrom, env: Env): ReleasedResult {
  const { refuse } = env.ctx
  const [key] = nodesOf(node.group_expressions)
  if (key) refuseAgain(key, 'GROUP BY', refuse)
  if (!neutral(node.having)) refuseAgain(nodeOf(node.having), 'HAVING', refuse)
  const items = nodesOf(node.select_list).flatMap((item) =>
    item.class === 'STAR' ? starred(item, from, env) : [item],
  )
  mustBeFew(items.length, node, refuse)
  const names = items.map(({ alias }) => lowerCase(textOf(alias)))
  const leaf = (one: Node): Lowered | null => {
    const name = aggregateName(one)
    if (name) return refuseAgain(one, name, refuse)
    if (one.type === 'GROUPING_FUNCTION') return refuseAgain(one, 'grouping', refuse)
    if (one.class !== 'COLUMN_REF') return null
    const written = listOf(one.column_names).map(textOf)
    const isAlias = written.length === 1 && names.includes(lowerCase(written[0]!)) && !items.includes(one)
    const found = isAlias
      ? findReleased(one, from.sources, refuse)
      : releasedColumn(one, from.sources, refuse)
    return found ? { expr: { kind: 'at', column: found.at }, type: found.type, role: found.role } : null
  }
  return selectOver({
    input: from.after,
    width: from.sources.reduce((sum, { columns }) => sum + columns.length, 0),
    items,
    keep: neutral(node.where_clause) ? null : nodeOf(node.where_clause),
    modifiers: modifiersOf(node),
    scope: { leaf, refuse },
  })
}

/** All columns of what was aggregated already. */
function starred(star: Node, from: ReleasedFrom, { ctx }: Env): Node[] {
  const relation = lowerCase(textOf(star.relation_name))
  const sources = relation ? from.sources.filter(({ alias }) => alias === relation) : from.sources
  if (unknownField(star, ['class', 'type', 'query_location', 'relation_name']) || sources.length === 0)
    return refuseStar(star, ctx.refuse)
  return sources.flatMap(({ alias, columns, merged }) =>
    columns
      .filter(({ name }) => relation !== '' || !merged.includes(lowerCase(name)))
      .map(
        ({ name }): Node => ({
          class: 'COLUMN_REF',
          alias: '',
          column_names: [alias, name],
          query_location: star.query_location ?? null,
        }),
      ),
  )
}
