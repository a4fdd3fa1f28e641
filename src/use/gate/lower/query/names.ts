import { listOf, type Node, nodesOf, textOf } from '../node.ts'

/** The name of an output column: its alias, its column, or what it calls and of which column. */
export function nameOf(item: Node): string {
  const alias = textOf(item.alias)
  if (alias) return alias
  if (item.class === 'COLUMN_REF') return textOf(listOf(item.column_names).at(-1))
  const fn = textOf(item.function_name).toLowerCase()
  if (fn === 'count_star') return 'count'
  const column = firstColumn(item)
  if (/^[a-z_]+$/.test(fn)) {
    const distinct = item.distinct === true ? `${fn}_distinct` : fn
    return column ? `${distinct}_${column}` : distinct
  }
  if (item.class === 'CASE') return 'case'
  return column ?? 'value'
}

function firstColumn(node: Node): string | undefined {
  for (const child of nodesOf(node.children ?? (node.child ? [node.child] : []))) {
    if (child.class === 'COLUMN_REF') return textOf(listOf(child.column_names).at(-1))
    const inner = firstColumn(child)
    if (inner) return inner
  }
  return undefined
}

/** Names in a result are unique, so that a cell can be named. */
export function unique(name: string, taken: readonly { readonly name: string }[]): string {
  for (let count = 1; ; count++) {
    const tried = count === 1 ? name : `${name}_${count}`
    if (!taken.some((one) => one.name.toLowerCase() === tried.toLowerCase())) return tried
  }
}
