import type { Json } from '../../kernel/canonical.ts'
import type { After, Base, Plan } from './plan/index.ts'

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
  walk(plan.bases)
  return [...found].sort()
}

/** The most rows that a plan can give, by its form alone: no more than `maxRows`, which the gate enforces. */
export const mostRowsOf = ({ after, bases }: Plan, maxRows: number): number =>
  Math.min(maxRows, mostOf(after, bases, maxRows))

function mostOf(after: After, bases: readonly Base[], most: number): number {
  const of = (input: After) => mostOf(input, bases, most)
  switch (after.op) {
    case 'released':
      return mostOfBase(bases[after.base]!, most)
    case 'join':
      return of(after.left) * Math.max(1, of(after.right))
    case 'union':
      return after.inputs.reduce((total, input) => total + of(input), 0)
    case 'order':
      return Math.min(after.limit ?? Number.POSITIVE_INFINITY, Math.max(0, of(after.input) - after.offset))
  }
  return of(after.input)
}

const mostOfBase = (base: Base, most: number): number =>
  base.op === 'aggregate' && base.keys.length === 0 ? base.sets.length : most
