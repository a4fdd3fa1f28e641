import type { OrderItem } from './model.ts'
import { type Node, neutral, nodeOf, nodesOf, listOf, textOf, unknownField, wholeOf } from './node.ts'
import type { Both } from './refuse.ts'
import { outputOf, type Selected } from './select.ts'
import type { Scope } from './scope.ts'

export interface Modifiers {
  readonly order: OrderItem[]
  readonly limit: number | null
}

const ORDER_ALLOWED: Both = {
  zh: '按结果中的列排序：列名、别名或序号',
  en: 'order by a column of the result: its name, alias or place',
}
const CLAUSE: Record<string, { clause: string; words: readonly string[] }> = {
  DISTINCT_MODIFIER: { clause: 'DISTINCT', words: ['distinct'] },
  LIMIT_PERCENT_MODIFIER: { clause: 'LIMIT %', words: ['limit'] },
}

/** Refuses what is neither order nor limit, before anything else is looked at: `DISTINCT` explains itself best. */
export function refuseModifiers(node: Node, scope: Pick<Scope, 'refuse'>): void {
  for (const modifier of nodesOf(node.modifiers)) {
    const type = textOf(modifier.type)
    if (type === 'ORDER_MODIFIER' || type === 'LIMIT_MODIFIER') continue
    refuseClause(CLAUSE[type]?.clause ?? type, CLAUSE[type]?.words ?? [], modifier, scope)
  }
}

/** ORDER BY and LIMIT. They are applied after withholding, so that neither tells of what is withheld. */
export function lowerModifiers(node: Node, selected: Selected, scope: Scope): Modifiers {
  let order: OrderItem[] = []
  let limit: number | null = null
  for (const modifier of nodesOf(node.modifiers)) {
    const type = textOf(modifier.type)
    if (type === 'ORDER_MODIFIER')
      order = nodesOf(modifier.orders).map((one) => lowerOrder(one, selected, scope))
    if (type === 'LIMIT_MODIFIER') limit = lowerLimit(modifier, scope)
  }
  return { order, limit }
}

/** A clause that the language does not have (yet). */
export function refuseClause(
  clause: string,
  words: readonly string[],
  at: Node | undefined,
  scope: Pick<Scope, 'refuse'>,
): never {
  return scope.refuse({
    code: 'GATE_CLAUSE',
    rule: `clause.${clause.toLowerCase().replaceAll(/[^a-z]+/g, '_')}`,
    params: { clause },
    at: words.length > 0 ? undefined : at,
    words,
    allowed: {
      zh: '可用：SELECT … FROM … [JOIN … ON …] [WHERE …] [GROUP BY …] [ORDER BY …] [LIMIT n]',
      en: 'allowed: SELECT … FROM … [JOIN … ON …] [WHERE …] [GROUP BY …] [ORDER BY …] [LIMIT n]',
    },
  })
}

function lowerOrder(item: Node, selected: Selected, scope: Scope): OrderItem {
  const odd = unknownField(item, ['type', 'null_order', 'expression'])
  if (odd) refuseClause(`ORDER BY ${odd}`, ['order'], item, scope)
  const output = target(nodeOf(item.expression), selected, scope)
  return { output, descending: item.type === 'DESCENDING', nullsFirst: item.null_order === 'NULLS FIRST' }
}

function target(node: Node, selected: Selected, scope: Scope): number {
  const { output } = selected
  if (node.class === 'STAR') refuseClause('ORDER BY ALL', ['order'], node, scope)
  if (node.class === 'CONSTANT') {
    const place = wholeOf(node)
    if (place !== undefined && output[place - 1]) return place - 1
    scope.refuse({
      code: 'GATE_ORDINAL',
      rule: 'order.ordinal',
      params: { clause: 'ORDER BY', last: output.length },
      at: node,
      allowed: { zh: `1 到 ${output.length}`, en: `1 to ${output.length}` },
    })
  }
  const names = listOf(node.column_names).map(textOf)
  const named =
    names.length === 1 ? output.findIndex(({ name }) => name.toLowerCase() === names[0]!.toLowerCase()) : -1
  const place = named >= 0 ? named : outputOf(node, selected, scope)
  if (place !== null) return place
  return scope.refuse({
    code: 'GATE_ORDER',
    rule: 'order.output',
    at: node,
    words: ['order'],
    allowed: ORDER_ALLOWED,
  })
}

function lowerLimit(modifier: Node, scope: Scope): number {
  if (!neutral(modifier.offset)) refuseClause('OFFSET', ['offset'], nodeOf(modifier.offset), scope)
  const limit = wholeOf(modifier.limit)
  if (limit !== undefined && limit >= 0) return limit
  return scope.refuse({
    code: 'GATE_LIMIT',
    rule: 'limit.constant',
    at: modifier.limit,
    words: ['limit'],
    allowed: { zh: 'LIMIT 后写一个非负整数', en: 'a whole number after LIMIT' },
  })
}
