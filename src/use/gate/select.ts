import type { Json } from '../../kernel/canonical.ts'
import { canonical } from '../../kernel/canonical.ts'
import { lowerGroupExpr, refuseExpression } from './group.ts'
import type { GroupExpr, OutputColumn, Statistic } from './model.ts'
import { type Node, neutral, nodeOf, nodesOf, listOf, textOf, unknownField, wholeOf } from './node.ts'
import type { Both } from './refuse.ts'
import { findColumn, resolveColumn, type Scope, useColumn } from './scope.ts'
import { familyOf, isNumber } from './types.ts'

/** Keys, statistics and their order in the output. */
export interface Selected {
  readonly keys: GroupExpr[]
  readonly cells: Statistic[]
  readonly output: OutputColumn[]
}

const STATISTICS: Both = {
  zh: '可用的统计：count(*)、count(列)、count(distinct 列)、sum(度量列)、avg(度量列)',
  en: 'statistics allowed: count(*), count(column), count(distinct column), sum(measure), avg(measure)',
}
const AGGREGATE_NAMES = ['count_star', 'count', 'sum', 'avg']
/** Aggregates that people try; refused as statistics, not as unknown derivations. */
const OTHER_AGGREGATES: Record<string, Both> = {
  min: { zh: 'min 会给出某一个人的原始值', en: 'min gives the raw value of one person' },
  max: { zh: 'max 会给出某一个人的原始值', en: 'max gives the raw value of one person' },
}

const same = (a: Json, b: Json) => canonical(a) === canonical(b)

/** Lowers GROUP BY and the SELECT list. */
export function lowerSelect(node: Node, scope: Scope): Selected {
  const items = nodesOf(node.select_list)
  const keys: GroupExpr[] = []
  for (const written of nodesOf(node.group_expressions)) {
    const key = lowerGroupExpr(keyNode(written, items, scope), 'key', scope)
    if (!keys.some((known) => same(known, key))) keys.push(key)
  }
  const cells: Statistic[] = []
  const output: OutputColumn[] = []
  for (const item of items) {
    const { from, index, name } = lowerItem(item, keys, cells, scope)
    output.push({ name: free(textOf(item.alias) || name, output), from, index })
  }
  keys.forEach((key, index) => {
    if (!output.some((column) => column.from === 'key' && column.index === index))
      missingKey(key, node, scope)
  })
  return { keys, cells, output }
}

/** Names in the result are unique, so that a cell can be named. */
function free(name: string, taken: readonly OutputColumn[]): string {
  for (let count = 1; ; count++) {
    const tried = count === 1 ? name : `${name}_${count}`
    if (!taken.some((one) => one.name.toLowerCase() === tried.toLowerCase())) return tried
  }
}

/** GROUP BY names a column, an alias of the SELECT list, a place in it, or writes a derivation out. */
function keyNode(written: Node, items: readonly Node[], scope: Scope): Node {
  if (written.class === 'CONSTANT') {
    const item = items[(wholeOf(written) ?? 0) - 1]
    if (item) return noAggregate(item, written, scope)
    scope.refuse({
      code: 'GATE_ORDINAL',
      rule: 'group.ordinal',
      params: { clause: 'GROUP BY', last: items.length },
      at: written,
      allowed: { zh: `1 到 ${items.length}`, en: `1 to ${items.length}` },
    })
  }
  const names = listOf(written.column_names).map(textOf)
  if (written.class !== 'COLUMN_REF' || names.length !== 1 || findColumn(written, scope)) return written
  const aliased = items.find((item) => textOf(item.alias).toLowerCase() === names[0]!.toLowerCase())
  return aliased ? noAggregate(aliased, written, scope) : written
}

function noAggregate(item: Node, written: Node, scope: Scope): Node {
  const name = textOf(item.function_name).toLowerCase()
  if (item.class !== 'FUNCTION' || !AGGREGATE_NAMES.includes(name)) return item
  return scope.refuse({
    code: 'GATE_GROUP_BY_STATISTIC',
    rule: 'group.statistic',
    at: written,
    allowed: {
      zh: 'GROUP BY 中只写分组级列或其派生',
      en: 'only columns of level group, or derivations of them, in GROUP BY',
    },
  })
}

interface Item {
  readonly from: 'key' | 'cell'
  readonly index: number
  readonly name: string
}

function lowerItem(item: Node, keys: readonly GroupExpr[], cells: Statistic[], scope: Scope): Item {
  if (item.class === 'STAR') {
    scope.refuse({
      code: 'GATE_STAR',
      rule: 'select.star',
      at: item,
      words: ['*'],
      allowed: {
        zh: '写出分组列和统计，例如 count(*)',
        en: 'name the grouping columns and the statistics, such as count(*)',
      },
    })
  }
  const name = textOf(item.function_name).toLowerCase()
  if (item.class === 'FUNCTION' && (AGGREGATE_NAMES.includes(name) || OTHER_AGGREGATES[name])) {
    const cell = lowerStatistic(item, name, scope)
    const known = cells.findIndex((one) => same(one, cell))
    if (known < 0) cells.push(cell)
    return { from: 'cell', index: known < 0 ? cells.length - 1 : known, name: statisticName(cell) }
  }
  const expr = lowerGroupExpr(item, 'shown', scope)
  const index = keys.findIndex((key) => same(key, expr))
  return index >= 0 ? { from: 'key', index, name: keyName(expr) } : ungrouped(expr, item, scope)
}

function ungrouped(expr: GroupExpr, item: Node, scope: Scope): never {
  const { table, column } = expr.kind === 'column' ? expr : expr.of
  return scope.refuse({
    code: 'GATE_UNGROUPED',
    rule: 'select.ungrouped',
    params: { column: `${table}.${column}` },
    at: item,
    table,
    column,
    level: 'group',
    allowed: {
      zh: `把 ${keyName(expr)} 写进 GROUP BY，或对它计数`,
      en: `put ${keyName(expr)} into GROUP BY, or count it`,
    },
  })
}

function missingKey(key: GroupExpr, node: Node, scope: Scope): never {
  const { table, column } = key.kind === 'column' ? key : key.of
  return scope.refuse({
    code: 'GATE_KEY_NOT_SELECTED',
    rule: 'group.not_selected',
    params: { column: `${table}.${column}` },
    at: node.group_expressions,
    table,
    column,
    level: 'group',
    allowed: { zh: `把 ${keyName(key)} 也写进 SELECT`, en: `put ${keyName(key)} into SELECT too` },
  })
}

const FIELDS = ['class', 'type', 'alias', 'query_location', 'function_name', 'schema', 'children', 'distinct']

function lowerStatistic(node: Node, name: string, scope: Scope): Statistic {
  const odd = unknownField(node, FIELDS)
  const why = OTHER_AGGREGATES[name]
  if (why || odd || !['', 'main'].includes(textOf(node.schema))) {
    scope.refuse({
      code: odd ? 'GATE_CLAUSE' : why ? 'GATE_EXTREME' : 'GATE_FUNCTION',
      rule: odd ? `clause.aggregate_${odd}` : `function.${name}`,
      params: {
        name,
        clause: `${name}(… ${odd === 'order_bys' ? 'ORDER BY' : (odd ?? '').toUpperCase()})`,
        whyZh: why?.zh ?? '',
        whyEn: why?.en ?? '',
      },
      at: node,
      allowed: STATISTICS,
    })
  }
  const [argument, ...more] = nodesOf(node.children)
  const isRows =
    name === 'count_star' ||
    (name === 'count' && argument?.class === 'CONSTANT' && !nodeOf(argument.value).is_null)
  if (isRows && node.distinct !== true) return { fn: 'count_rows' }
  const distinct = node.distinct === true
  if (!argument || more.length > 0 || argument.class !== 'COLUMN_REF' || (distinct && name !== 'count')) {
    return wrongArgument(node, argument, name, distinct, scope)
  }
  const found = resolveColumn(argument, scope)
  const of = useColumn(found, name === 'count' ? (distinct ? 'distinct' : 'count') : 'total', scope)
  if (name !== 'count' && !isNumber(familyOf(of.type))) {
    scope.refuse({
      code: 'GATE_TYPE',
      rule: `function.type.${name}`,
      params: { name, column: `${of.table}.${of.column}`, type: of.type },
      at: argument,
      table: of.table,
      column: of.column,
      level: found.level,
      allowed: { zh: `可用 count(${of.column})`, en: `use count(${of.column})` },
    })
  }
  return { fn: name === 'count' ? (distinct ? 'count_distinct' : 'count') : (name as 'sum' | 'avg'), of }
}

function wrongArgument(
  node: Node,
  argument: Node | undefined,
  name: string,
  distinct: boolean,
  scope: Scope,
): never {
  const nested = argument && argument.class !== 'COLUMN_REF' && !neutral(argument)
  if (nested && argument.class !== 'STAR') return refuseExpression(argument, scope, STATISTICS)
  return scope.refuse({
    code: 'GATE_FUNCTION_FORM',
    rule: `function.form.${name}`,
    params: { name: distinct ? `${name}(distinct …)` : name },
    at: node,
    allowed: STATISTICS,
  })
}

function statisticName(cell: Statistic): string {
  return cell.fn === 'count_rows' ? 'count' : `${cell.fn}_${cell.of.column}`
}

export function keyName(key: GroupExpr): string {
  if (key.kind === 'column') return key.column
  if (key.kind === 'part') return `${key.part}_${key.of.column}`
  return key.kind === 'trunc' ? `${key.unit}_of_${key.of.column}` : `${key.of.column}_${key.length}`
}

/** The output column that an ORDER BY expression repeats, or null. @throws a refusal when it is not of the language */
export function outputOf(node: Node, { keys, cells, output }: Selected, scope: Scope): number | null {
  const item = lowerItem(node, keys, [...cells], scope)
  const place = output.findIndex(({ from, index }) => from === item.from && index === item.index)
  return place < 0 ? null : place
}
