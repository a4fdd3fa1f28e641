import type { After, AfterExpr, OrderItem, OutputColumn } from '../plan/index.ts'
import { listOf, type Node, neutral, nodeOf, nodesOf, textOf, unknownField, wholeOf } from '../lower/node.ts'
import type { Refuse } from '../lower/refuse.ts'
import { refuseClause } from '../lower/words.ts'
import { lowerAfter } from './lower.ts'
import { type AfterScope, labelOf, type Lowered } from './scope.ts'
import { NULL_TYPE } from './types.ts'
import { at, createWindows, orderItem } from './windows.ts'

/** HAVING, or WHERE over an aggregated input: rows for which it is true. @throws GATE_TYPE and what `lowerAfter` throws */
export function lowerHaving(node: Node, input: After, scope: Omit<AfterScope, 'windows'>): After {
  const { expr, type } = lowerAfter(node, { ...scope, windows: null })
  if (type === 'BOOLEAN' || type === NULL_TYPE) return { op: 'keep', input, where: expr }
  return scope.refuse({
    code: 'GATE_TYPE',
    rule: 'having.type',
    params: { name: 'HAVING / WHERE', column: labelOf(node), type },
    at: node,
    allowed: { zh: '写一个条件，例如 count(*) >= 100', en: 'a condition, such as count(*) >= 100' },
  })
}

export interface Upper {
  /** Rows so far, after HAVING, and how many columns they have. */
  readonly input: After
  readonly width: number
  /** The SELECT list; the names are those of the output. */
  readonly items: readonly { readonly node: Node; readonly name: string }[]
  /** `modifiers` of the SELECT_NODE: DISTINCT, ORDER BY, LIMIT, OFFSET. */
  readonly modifiers: readonly Node[]
  readonly scope: Omit<AfterScope, 'windows'>
}

export interface Made {
  readonly after: After
  readonly output: OutputColumn[]
}

/**
 * One SELECT over released rows: window functions, the list, DISTINCT, ORDER BY, LIMIT and OFFSET.
 * @throws XinyuError GATE_*: what `lowerAfter` throws, GATE_ORDINAL, GATE_ORDER, GATE_LIMIT, GATE_CLAUSE
 */
export function lowerUpper({ input, width, items, modifiers, scope }: Upper): Made {
  const windows = createWindows(input, width)
  const inner: AfterScope = { ...scope, windows }
  const shown = items.map(({ node }) => lowerAfter(node, inner))
  const output = items.map(({ name }, i) => outputOf(name, shown[i]!))
  const hidden: AfterExpr[] = []
  const asked = readModifiers(modifiers, scope.refuse)
  const by = asked.order.map((item) => {
    const place =
      orderPlace(item, output, scope.refuse) ?? derived(nodeOf(item.expression), shown, hidden, inner)
    if (place >= output.length && asked.distinct) refuseOrder(item, scope.refuse)
    return orderItem(item, place)
  })
  const columns = [...shown.map(({ expr }) => expr), ...hidden]
  const selected: After = { op: 'select', input: windows.after, columns }
  const after = arranged(selected, by, asked)
  if (hidden.length === 0) return { after, output }
  return { after: { op: 'select', input: after, columns: output.map((_, column) => at(column)) }, output }
}

/** ORDER BY, LIMIT, OFFSET and DISTINCT of a UNION ALL: by names and places of its columns alone. */
export function lowerModifiers(
  input: After,
  output: readonly OutputColumn[],
  modifiers: readonly Node[],
  refuse: Refuse,
): After {
  const asked = readModifiers(modifiers, refuse)
  const by = asked.order.map((item) =>
    orderItem(item, orderPlace(item, output, refuse) ?? refuseOrder(item, refuse)),
  )
  return arranged(input, by, asked)
}

function outputOf(name: string, { type, role }: Lowered): OutputColumn {
  // A bare NULL has to be of some type: DuckDB says INTEGER.
  return { name, type: type === NULL_TYPE ? 'INTEGER' : type, role }
}

interface Modifiers {
  readonly distinct: boolean
  readonly order: readonly Node[]
  readonly limit: number | null
  readonly offset: number
}

function arranged(input: After, by: OrderItem[], { distinct, limit, offset }: Modifiers): After {
  const rows: After = distinct ? { op: 'distinct', input } : input
  if (by.length === 0 && limit === null && offset === 0) return rows
  return { op: 'order', input: rows, by, limit, offset }
}

const CLAUSES: Readonly<Record<string, string>> = { LIMIT_PERCENT_MODIFIER: 'LIMIT %' }

function readModifiers(modifiers: readonly Node[], refuse: Refuse): Modifiers {
  let found: Modifiers = { distinct: false, order: [], limit: null, offset: 0 }
  for (const modifier of modifiers) {
    const type = textOf(modifier.type)
    if (type === 'DISTINCT_MODIFIER' && listOf(modifier.distinct_on_targets).length === 0) {
      found = { ...found, distinct: true }
    } else if (type === 'DISTINCT_MODIFIER') refuseClause('DISTINCT ON', refuse, { words: ['distinct'] })
    else if (type === 'ORDER_MODIFIER') found = { ...found, order: nodesOf(modifier.orders) }
    else if (type === 'LIMIT_MODIFIER') {
      const limit = neutral(modifier.limit) ? null : count(modifier.limit, 'limit', refuse)
      const offset = neutral(modifier.offset) ? 0 : count(modifier.offset, 'offset', refuse)
      found = { ...found, limit, offset }
    } else refuseClause(CLAUSES[type] ?? type, refuse, { words: ['limit'], at: modifier })
  }
  return found
}

function count(written: Node[string] | undefined, word: 'limit' | 'offset', refuse: Refuse): number {
  const value = wholeOf(written)
  if (value !== undefined && value >= 0) return value
  return refuse({
    code: 'GATE_LIMIT',
    rule: `${word}.constant`,
    at: written,
    words: [word],
    allowed: {
      zh: `${word.toUpperCase()} 后写一个非负整数`,
      en: `a whole number after ${word.toUpperCase()}`,
    },
  })
}

/** The output column that an ORDER BY item names by its place or name; null for another expression. */
function orderPlace(item: Node, output: readonly OutputColumn[], refuse: Refuse): number | null {
  const odd = unknownField(item, ['type', 'null_order', 'expression'])
  if (odd) refuseClause(`ORDER BY ${odd}`, refuse, { words: ['order'], at: item })
  const node = nodeOf(item.expression)
  if (node.class === 'STAR') refuseClause('ORDER BY ALL', refuse, { words: ['order'], at: node })
  if (node.class === 'CONSTANT') {
    const place = wholeOf(node)
    if (place !== undefined && output[place - 1]) return place - 1
    refuse({
      code: 'GATE_ORDINAL',
      rule: 'order.ordinal',
      params: { clause: 'ORDER BY', last: output.length },
      at: node,
      allowed: { zh: `1 到 ${output.length}`, en: `1 to ${output.length}` },
    })
  }
  const names = listOf(node.column_names).map(textOf)
  if (names.length !== 1) return null
  const named = output.findIndex(({ name }) => name.toLowerCase() === names[0]!.toLowerCase())
  return named < 0 ? null : named
}

/** An expression that the list has too, or a column that is ordered by and not shown. */
function derived(node: Node, shown: readonly Lowered[], hidden: AfterExpr[], scope: AfterScope): number {
  const { expr } = lowerAfter(node, scope)
  const same = JSON.stringify(expr)
  const place = [...shown.map((one) => one.expr), ...hidden].findIndex((one) => JSON.stringify(one) === same)
  return place >= 0 ? place : shown.length + hidden.push(expr) - 1
}

function refuseOrder(item: Node, refuse: Refuse): never {
  return refuse({
    code: 'GATE_ORDER',
    rule: 'order.output',
    at: nodeOf(item.expression),
    words: ['order'],
    allowed: {
      zh: '按结果中的列排序：列名、别名或序号',
      en: 'order by a column of the result: its name, alias or place',
    },
  })
}
