import { canonical } from '../../../../kernel/canonical.ts'
import { type Lowered, typesOfBase } from '../../after/index.ts'
import type { Aggregate, BaseCell } from '../../plan/base.ts'
import { aggregateName } from '../aggregate/names.ts'
import { type Group, lowerStatistic } from '../aggregate/statistic.ts'
import { addBase } from '../context.ts'
import { type Cells, countRows, numbered, type Summed, typed } from '../form/sum.ts'
import { isDateFunction } from '../functions/index.ts'
import { listOf, type Node, nodesOf, textOf } from '../node.ts'
import { lowerRow } from '../row.ts'
import { findColumn, lowerCase, resolveColumn, type RowScope } from '../scope.ts'
import { keyOf, type Keys, refuseUngrouped } from './group.ts'
import type { ReleasedResult, RowFrom } from './model.ts'
import { mustBeFew } from './shared.ts'
import { type Over, selectOver } from './upper.ts'

/** SELECT … GROUP BY over rows: one base, and what is done with its released values. */
export function selectBase(
  node: Node,
  from: RowFrom,
  scope: RowScope,
  parts: { keys: Keys; items: readonly Node[]; having: Node | null; modifiers: readonly Node[] },
): ReleasedResult {
  const { ctx } = scope
  const keys = parts.keys.values
  const cells: BaseCell[] = []
  const base: Aggregate = {
    op: 'aggregate',
    input: from.relation,
    keys: keys.map(({ expr }) => expr),
    sets: parts.keys.sets.map((set) => [...set]),
    cells,
  }
  const add: Cells['add'] = (cell) => {
    const known = cells.findIndex((one) => canonical(one) === canonical(cell))
    if (known < 0) mustBeFew(cells.length + keys.length + 1, node, ctx.refuse)
    return { kind: 'at', column: keys.length + (known < 0 ? cells.push(cell) - 1 : known) }
  }
  const counts = from.rowsArePersons ? 'persons' : 'count'
  const group: Group = { scope, cells: { add, counts, persons: from.persons } }
  const leaf = (one: Node): Lowered | null => {
    const name = aggregateName(one)
    if (name) return { ...lowerStatistic(name, one, group), role: 'statistic' }
    if (one.type === 'GROUPING_FUNCTION') return grouping(one, base, keys, scope)
    const key = keyOf(one, keys, scope)
    if (key >= 0) return { expr: { kind: 'at', column: key }, type: typesOfBase(base)[key]!, role: 'key' }
    if (one.class === 'FUNCTION' && isDateFunction(textOf(one.function_name).toLowerCase()))
      return refuseUngrouped(lowerRow(one, scope), ctx.refuse)
    return one.class === 'COLUMN_REF' ? column(one, parts.items, scope) : null
  }
  const index = addBase(ctx, base, node)
  const over = (): Over => ({
    input: { op: 'released', base: index },
    width: 2 * keys.length + cells.length,
    items: parts.items,
    keep: parts.having,
    modifiers: parts.modifiers,
    scope: { leaf, refuse: ctx.refuse },
  })
  // Once to find the statistics, once more when their number, and with it the place of all else, is known.
  selectOver(over())
  if (keys.length + cells.length === 0) add(countRows([], counts))
  return selectOver(over())
}

/** A column that is no key: an alias of the SELECT list where there is one, else it would be shown row by row. */
function column(node: Node, items: readonly Node[], scope: RowScope): null {
  const names = listOf(node.column_names).map(textOf)
  const isAlias = items.some(
    ({ alias }) => alias !== '' && lowerCase(textOf(alias)) === lowerCase(names[0] ?? ''),
  )
  if (names.length === 1 && isAlias && !isItem(node, items)) return null
  return refuseUngrouped(findColumn(node, scope) ?? resolveColumn(node, scope), scope.ctx.refuse)
}

/** `SELECT x AS x`: the column itself, not the alias. */
const isItem = (node: Node, items: readonly Node[]): boolean => items.includes(node)

/** GROUPING(a, b): one bit for each key, 1 where it is rolled up. */
function grouping(node: Node, base: Aggregate, keys: Keys['values'], scope: RowScope): Lowered {
  const flags = nodesOf(node.children).map((child) => {
    const key = keyOf(child, keys, scope)
    if (key < 0)
      return scope.ctx.refuse({
        code: 'GATE_FUNCTION_FORM',
        rule: 'function.form.grouping',
        params: { name: 'grouping' },
        at: child,
        allowed: { zh: 'GROUPING 中只写 GROUP BY 的键', en: 'keys of GROUP BY alone in GROUPING' },
      })
    const place = keys.length + base.cells.length + key
    return { expr: { kind: 'at', column: place } as const, type: 'INTEGER' }
  })
  const [first = numbered(0), ...more] = flags as Summed[]
  const bits = more.reduce((sum, flag) => typed('add', typed('multiply', sum, numbered(2)), flag), first)
  return { ...bits, role: 'key' }
}
