import type { Json } from '../../kernel/canonical.ts'
import type { Plan } from './model.ts'

/** `table.column` of every column that a plan reads, sorted. */
export function fieldsOf(plan: Plan): string[] {
  const found = new Set<string>()
  const walk = (node: Json): void => {
    if (Array.isArray(node)) for (const one of node) walk(one)
    else if (node !== null && typeof node === 'object') {
      const { kind, table, column } = node
      if (kind === 'column' && typeof table === 'string' && typeof column === 'string')
        found.add(`${table}.${column}`)
      for (const one of Object.values(node)) walk(one)
    }
  }
  walk(plan.root)
  return [...found].sort()
}

/** The most rows that a plan can give: one without keys, else its LIMIT, else what the engine may bring back. */
export function mostRowsOf({ root, limit }: Plan, maxRows: number): number {
  const most = root.keys.length === 0 ? 1 : maxRows
  return limit === null ? most : Math.min(limit, most)
}
