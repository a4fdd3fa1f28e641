import type { After } from '../../plan/after.ts'
import { listOf, type Node, nodeOf, textOf } from '../node.ts'
import { lowerCase } from '../scope.ts'
import { JOIN_ALLOWED } from './allowed.ts'
import type { Env, ReleasedFrom } from './model.ts'
import { equalities } from './pairs.ts'
import { releasedColumn } from './released-scope.ts'

/** A join of released values, over any of their columns: it sees nothing else. */
export function joinReleased(
  kind: 'inner' | 'left',
  left: ReleasedFrom,
  right: ReleasedFrom,
  node: Node,
  env: Env,
): ReleasedFrom {
  const { ctx } = env
  const width = left.sources.reduce((sum, { columns }) => sum + columns.length, 0)
  const using = listOf(node.using_columns).map(textOf)
  const shifted = right.sources.map((source) => ({
    ...source,
    from: source.from + width,
    merged: [...source.merged, ...using.map(lowerCase)],
  }))
  const at = (column: Node, sources: ReleasedFrom['sources']) =>
    releasedColumn(column, sources, ctx.refuse).at
  const on = (
    using.length > 0
      ? using.map((name): [number, number] => {
          const column: Node = {
            class: 'COLUMN_REF',
            column_names: [name],
            query_location: node.query_location ?? null,
          }
          return [at(column, left.sources), at(column, right.sources)]
        })
      : equalities(nodeOf(node.condition), node, ctx).map(([a, b]): [number, number] => {
          const places = [a, b].map((column) => at(column, [...left.sources, ...shifted]))
          const [low = 0, high = 0] = places.sort((x, y) => x - y)
          if (low >= width || high < width)
            ctx.refuse({ code: 'GATE_JOIN_CONDITION', rule: 'join.sides', at: a, allowed: JOIN_ALLOWED })
          return [low, high - width]
        })
  ) satisfies [number, number][]
  const after: After = { op: 'join', kind, left: left.after, right: right.after, on }
  return { world: 'released', after, sources: [...left.sources, ...shifted] }
}
