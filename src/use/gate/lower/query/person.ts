import { canonical } from '../../../../kernel/canonical.ts'
import type { Expr, InnerStatistic, Relation } from '../../plan/row.ts'
import { type AddInner, lowerInner } from '../aggregate/inner.ts'
import { aggregateName } from '../aggregate/names.ts'
import { lowerCondition } from '../condition.ts'
import { derive, nextScan, originOf } from '../context.ts'
import type { Node } from '../node.ts'
import { lowerColumn } from '../row.ts'
import { findColumn, resolveColumn, type RowScope, type SourceColumn } from '../scope.ts'
import type { Value } from '../value.ts'
import { isBare, keyOf, type Keys, refuseUngrouped } from './group.ts'
import type { RowFrom, RowResult } from './model.ts'
import { nameOf, unique } from './names.ts'

/** GROUP BY the insured person in a subquery: each row of it is one person, its statistics are that person's. */
export function selectPersons(made: {
  node: Node
  from: RowFrom
  scope: RowScope
  keys: Keys
  items: readonly Node[]
  having: Node | null
}): RowResult {
  const { node, from, scope, items, having } = made
  const { ctx } = scope
  const keys = made.keys.values
  const scan = nextScan(ctx, node)
  const cells: InnerStatistic[] = []
  const column = (index: number, value: Value): Value => {
    const { type, nullable, expr } = value
    const known = originOf(ctx, expr)
    return {
      ...value,
      expr: derive(ctx, { scan, index, name: `k${index}`, type, nullable }, known),
    }
  }
  const keyValues = keys.map((key, index) => column(index, key))
  const add: AddInner = (cell, name, type, nullable, counts = false): Expr => {
    const found = cells.findIndex((one) => canonical(one) === canonical(cell))
    const index = keys.length + (found < 0 ? cells.push(cell) - 1 : found)
    return derive(ctx, { scan, index, name: `c${index}`, type, nullable }, { key: name, columns: [], counts })
  }
  const own = (one: Node): Value | null => {
    const name = aggregateName(one)
    if (name) return lowerInner(name, one, scope, add)
    const key = keyOf(one, keys, scope)
    if (key >= 0) return { ...keyValues[key]!, at: one }
    return one.class === 'COLUMN_REF'
      ? refuseUngrouped(findColumn(one, scope) ?? resolveColumn(one, scope), ctx.refuse)
      : null
  }
  const inner: RowScope = { ...scope, own }
  const columns: SourceColumn[] = []
  for (const item of items) {
    columns.push(lowerColumn(item, unique(nameOf(item), columns), inner))
  }
  const aliased: RowScope = { ...inner, own: (one) => aliasOf(one, columns) ?? own(one) }
  const where = having ? lowerCondition(having, aliased) : null
  const grouped: Relation = {
    op: 'perPerson',
    scan,
    input: from.relation,
    keys: keys.map(({ expr }) => expr),
    cells,
  }
  return {
    world: 'rows',
    relation: where ? { op: 'filter', input: grouped, where } : grouped,
    persons: true,
    // One row for each person, unless something finer is grouped by too.
    rowsArePersons: keys.every((key) => key.level === 'identity' && isBare(key)),
    columns,
  }
}

/** HAVING names columns of the SELECT list too. */
function aliasOf(node: Node, columns: readonly SourceColumn[]): Value | null {
  const names = node.class === 'COLUMN_REF' && Array.isArray(node.column_names) ? node.column_names : []
  const name = names.length === 1 && typeof names[0] === 'string' ? names[0].toLowerCase() : null
  const found = columns.find((one) => one.name.toLowerCase() === name)
  return found ? { ...found.value, at: node } : null
}
