import type { Lowered } from '../../after/index.ts'
import { canonical } from '../../../../kernel/canonical.ts'
import { addBase } from '../context.ts'
import { type Node, nodesOf, textOf, unknownField } from '../node.ts'
import type { Listing } from '../../plan/base.ts'
import { lowerColumn, lowerRow } from '../row.ts'
import { lowerCase, type RowScope, type SourceColumn } from '../scope.ts'
import { UNTYPED } from '../unify.ts'
import { labelOf, type Value } from '../value.ts'
import { refuseUngrouped } from './group.ts'
import type { Env, ReleasedResult, Result, RowFrom, RowResult } from './model.ts'
import { nameOf, unique } from './names.ts'
import { mustBeFew } from './shared.ts'
import { refuseStar } from './star.ts'
import { modifiersOf, selectOver } from './upper.ts'
import { mustBeUnordered } from './clauses.ts'

/** A SELECT without groups: a derived table that someone will aggregate, or the listing of a code table. */
export function selectRows(node: Node, from: RowFrom, env: Env): Result {
  const listed = env.shown || (!from.persons && modifiersOf(node).length > 0)
  return listed ? listing(node, from, env) : derived(node, from, env)
}

/** Columns are expressions over the sources of FROM: whoever uses them has them put in their place. */
function derived(node: Node, from: RowFrom, env: Env): RowResult {
  const { refuse } = env.ctx
  mustBeUnordered(node, refuse)
  const scope: RowScope = { ctx: env.ctx, sources: from.sources, persons: from.persons }
  const columns: SourceColumn[] = []
  for (const item of nodesOf(node.select_list)) {
    if (item.class === 'STAR') refuseStar(item, refuse)
    columns.push(lowerColumn(item, unique(nameOf(item), columns), scope))
  }
  const { relation, persons, rowsArePersons } = from
  return { world: 'rows', relation, persons, rowsArePersons, columns }
}

/** Rows as they are: of tables without persons, and open columns alone. */
function listing(node: Node, from: RowFrom, env: Env): ReleasedResult {
  const { ctx } = env
  const scope: RowScope = { ctx, sources: from.sources, persons: from.persons }
  const items = nodesOf(node.select_list).flatMap((item) =>
    item.class === 'STAR' ? starred(item, from, env) : [item],
  )
  mustBeFew(items.length, node, ctx.refuse)
  const base: Listing = { op: 'listing', input: from.relation, columns: [] }
  const index = addBase(ctx, base, node)
  const leaf = (one: Node): Lowered | null => {
    if (one.class === 'WINDOW' || one.class === 'SUBQUERY') return null
    const value = mustBeOpen(lowerRow(one, scope), from, env)
    if (value.type === UNTYPED) return null
    const known = base.columns.findIndex((column) => canonical(column) === canonical(value.expr))
    const column = known >= 0 ? known : base.columns.push(value.expr) - 1
    return { expr: { kind: 'at', column }, type: value.type, role: 'key' }
  }
  const over = () =>
    selectOver({
      input: { op: 'released', base: index },
      width: base.columns.length,
      items,
      keep: null,
      modifiers: modifiersOf(node),
      scope: { leaf, refuse: ctx.refuse },
    })
  over()
  return over()
}

/** @throws GATE_UNGROUPED or GATE_COLUMN_LEVEL for a column, GATE_ROWS for anything else over persons */
function mustBeOpen(value: Value, from: RowFrom, { ctx }: Env): Value {
  if (value.refs.length > 0 && (from.persons || value.level !== 'open')) refuseUngrouped(value, ctx.refuse)
  if (!from.persons) return value
  return ctx.refuse({
    code: 'GATE_ROWS',
    rule: 'select.rows',
    params: { what: labelOf(value) },
    at: value.at,
    allowed: {
      zh: '使用统计（如 count(*)）或 GROUP BY',
      en: 'use a statistic such as count(*), or GROUP BY',
    },
  })
}

/** The columns that a star stands for: those that are not hidden, all of which must be open. */
function starred(star: Node, from: RowFrom, { ctx }: Env): Node[] {
  const relation = lowerCase(textOf(star.relation_name))
  const sources = relation ? from.sources.filter(({ alias }) => alias === relation) : from.sources
  const columns = sources.flatMap(({ alias, columns: all, merged }) =>
    all
      .filter(({ name, value }) => value.level !== 'hidden' && !merged.includes(lowerCase(name)))
      .map(({ name, value }) => ({ alias, name, open: value.level === 'open' })),
  )
  const odd = unknownField(star, ['class', 'type', 'query_location', 'relation_name'])
  if (from.persons || odd || columns.length === 0 || columns.some(({ open }) => !open))
    return refuseStar(star, ctx.refuse)
  return columns.map(
    ({ alias, name }): Node => ({
      class: 'COLUMN_REF',
      alias: '',
      column_names: [alias, name],
      query_location: star.query_location ?? null,
    }),
  )
}
