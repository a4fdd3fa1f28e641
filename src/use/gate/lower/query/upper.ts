import { type AfterScope, lowerAfter, type Lowered, lowerHaving, lowerUpper } from '../../after/index.ts'
import type { After } from '../../plan/after.ts'
import { listOf, type Node, nodesOf, textOf } from '../node.ts'
import { lowerCase } from '../scope.ts'
import type { ReleasedResult } from './model.ts'
import { nameOf, unique } from './names.ts'

/** A SELECT over released values: what its columns mean is asked of `leaf`. */
export interface Over {
  readonly input: After
  readonly width: number
  readonly items: readonly Node[]
  /** HAVING, or WHERE over an aggregated input. */
  readonly keep: Node | null
  readonly modifiers: readonly Node[]
  readonly scope: Pick<AfterScope, 'leaf' | 'refuse'>
}

/** SELECT list, HAVING, windows, DISTINCT, ORDER BY and LIMIT over released values. */
export function selectOver({ input, width, items, keep, modifiers, scope }: Over): ReleasedResult {
  const inner = withAliases(items, scope)
  const kept = keep ? lowerHaving(keep, input, inner) : input
  const named: { node: Node; name: string }[] = []
  for (const node of items) named.push({ node, name: unique(nameOf(node), named) })
  const { after, output } = lowerUpper({ input: kept, width, items: named, modifiers, scope: inner })
  return { world: 'released', after, columns: output }
}

/** Columns of the SELECT list by their alias, for HAVING, ORDER BY and other columns. */
function withAliases(items: readonly Node[], scope: Over['scope']): Over['scope'] {
  const open = new Set<Node>()
  const inner: Over['scope'] = {
    refuse: scope.refuse,
    leaf: (node) => scope.leaf(node) ?? aliased(node),
  }
  function aliased(node: Node): Lowered | null {
    const names = node.class === 'COLUMN_REF' ? listOf(node.column_names).map(textOf) : []
    const item =
      names.length === 1
        ? items.find(({ alias }) => alias !== '' && lowerCase(textOf(alias)) === lowerCase(names[0]!))
        : undefined
    if (!item || open.has(item)) return null
    open.add(item)
    const lowered = lowerAfter(item, { ...inner, windows: null })
    open.delete(item)
    return lowered
  }
  return inner
}

export const modifiersOf = (node: Node): Node[] => nodesOf(node.modifiers)
