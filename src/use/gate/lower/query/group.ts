import { canonical } from '../../../../kernel/canonical.ts'
import type { Refuse } from '../refuse.ts'
import { XinyuError } from '../../../../kernel/errors/index.ts'
import { aggregateName } from '../aggregate/names.ts'
import { listOf, type Node, nodesOf, textOf } from '../node.ts'
import { isTruth, lowerRow } from '../row.ts'
import { findColumn, lowerCase, type RowScope } from '../scope.ts'
import { labelOf, useValue, type Value } from '../value.ts'
import { refuseClause } from '../words.ts'
import { groupOrdinal } from './shared.ts'

/** The keys of a grouping, each once, and its grouping sets as places among them, the finest first. */
export interface Keys {
  readonly values: readonly Value[]
  readonly sets: readonly (readonly number[])[]
}

/** GROUP BY names a column, an alias of the SELECT list, a place in it, or writes an expression out. */
export function lowerKeys(node: Node, items: readonly Node[], scope: RowScope): Keys {
  const written = nodesOf(node.group_expressions)
  const values: Value[] = []
  const places = written.map((one) => {
    const value = lowerRow(keyNode(one, items, scope), scope)
    // A refusal points at what GROUP BY writes.
    const at = one.class === 'CONSTANT' ? value.at : one
    const known = values.findIndex(({ expr }) => canonical(expr) === canonical(value.expr))
    return known >= 0 ? known : values.push({ ...value, at }) - 1
  })
  return { values, sets: setsOf(node, places, values.length, scope.ctx.refuse) }
}

function keyNode(written: Node, items: readonly Node[], scope: RowScope): Node {
  const { refuse } = scope.ctx
  if (written.class === 'CONSTANT')
    return noStatistic(items[groupOrdinal(written, items.length, refuse)]!, written, refuse)
  const names = listOf(written.column_names).map(textOf)
  if (written.class !== 'COLUMN_REF' || names.length !== 1 || findColumn(written, scope))
    return noStatistic(written, written, refuse)
  const aliased = items.find((item) => lowerCase(textOf(item.alias)) === lowerCase(names[0]!))
  return aliased ? noStatistic(aliased, written, refuse) : written
}

function noStatistic(item: Node, written: Node, refuse: Refuse): Node {
  if (!aggregateName(item)) return item
  return refuse({
    code: 'GATE_GROUP_BY_STATISTIC',
    rule: 'group.statistic',
    at: written,
    allowed: {
      zh: 'GROUP BY 中只写分组级列或其派生',
      en: 'only columns of level group, or derivations of them, in GROUP BY',
    },
  })
}

const ONCE = {
  zh: 'ROLLUP 中每个键只写一次；两列若是同一个算式，也算一个键',
  en: 'each key once in ROLLUP; two columns of one expression are one key',
}

/** One plain grouping, or ROLLUP: each set is the one before it without its last keys. */
function setsOf(node: Node, places: readonly number[], count: number, refuse: Refuse): number[][] {
  const written = listOf(node.group_sets).map((set) => [
    ...new Set(listOf(set).map((place) => places[Number(place)] ?? 0)),
  ])
  const sets = written.sort((a, b) => b.length - a.length)
  const all = Array.from({ length: count }, (_, index) => index)
  if (sets.length === 0) return [all]
  if (new Set(sets.map((set) => set.toSorted((a, b) => a - b).join(' '))).size < sets.length)
    refuseClause('ROLLUP (a, a)', refuse, { words: ['rollup', 'grouping', 'group'], allowed: ONCE })
  const nested = sets.every(
    (set, index) =>
      index === 0 ||
      (set.length < sets[index - 1]!.length && set.every((place) => sets[index - 1]!.includes(place))),
  )
  if (!nested || sets[0]!.length !== count)
    refuseClause('GROUPING SETS / CUBE', refuse, { words: ['cube', 'grouping', 'group'] })
  return sets.map((set) => [...set].sort((a, b) => a - b))
}

/** Keys may be open or group (and identity, where a subquery groups by person). @throws GATE_COLUMN_LEVEL */
export function mustBeKeys(values: readonly Value[], scope: RowScope, identity: boolean): void {
  for (const value of values) {
    const isPerson = identity && value.level === 'identity' && isBare(value)
    if (!isPerson) useValue(value, 'key', scope.ctx.refuse)
  }
}

export const isBare = ({ expr }: Pick<Value, 'expr'>): boolean =>
  expr.kind === 'column' || expr.kind === 'derived'

/** The key that a node repeats, as it was written in GROUP BY or in another way; −1 where it is none. */
export function keyOf(node: Node, keys: readonly Value[], scope: RowScope): number {
  if (!keys.some((key) => !isBare(key)) && node.class !== 'COLUMN_REF') return -1
  const value = node.class === 'COLUMN_REF' ? findColumn(node, scope) : tried(node, scope)
  if (!value || value.raw) return -1
  return keys.findIndex(({ expr }) => canonical(expr) === canonical(value.expr))
}

const WRITTEN = ['FUNCTION', 'CASE', 'CAST', 'OPERATOR']

/** A row expression, where the node is one; a statistic or a misuse is looked at elsewhere. */
function tried(node: Node, scope: RowScope): Value | null {
  if (!WRITTEN.includes(textOf(node.class)) && !isTruth(node)) return null
  try {
    return lowerRow(node, scope)
  } catch (error) {
    if (error instanceof XinyuError) return null
    throw error
  }
}

/** A column that is neither a key nor inside a statistic. */
export function refuseUngrouped(value: Value, refuse: Refuse): never {
  if (value.level !== 'group' && value.level !== 'open') useValue(value, 'shown', refuse)
  const column = value.refs[0]?.column ?? labelOf(value)
  return refuse({
    code: 'GATE_UNGROUPED',
    rule: 'select.ungrouped',
    params: { column: labelOf(value) },
    at: value.at,
    ...value.refs[0],
    level: value.level,
    allowed: {
      zh: `把 ${column} 写进 GROUP BY，或对它计数`,
      en: `put ${column} into GROUP BY, or count it`,
    },
  })
}
