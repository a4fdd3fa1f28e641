import type { Json } from '../../../kernel/canonical.ts'

/** A node of DuckDB's tree, read with suspicion. */
export type Node = { readonly [key: string]: Json }

export const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const nodeOf = (value: Json | undefined): Node => (isNode(value) ? value : {})
export const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
export const nodesOf = (value: Json | undefined): Node[] => listOf(value).map(nodeOf)
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** Nothing was written there: null, false, '', [], and objects that hold only such. */
export function neutral(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isNode(value) && Object.entries(value).every(([key, inner]) => key === 'type' || neutral(inner))
}

/** The first field that says something and that the caller does not know. */
export const unknownField = (node: Node, known: readonly string[]): string | undefined =>
  Object.keys(node).find((key) => !known.includes(key) && !neutral(node[key]))

/** A whole number constant. By its type: the tree writes 1.5 as 15 with a scale. */
export function wholeOf(value: Json | undefined): number | undefined {
  const node = nodeOf(value)
  const constant = nodeOf(node.class === 'CONSTANT' ? node.value : undefined)
  const whole = constant.is_null !== true && ['INTEGER', 'BIGINT'].includes(textOf(nodeOf(constant.type).id))
  return whole && typeof constant.value === 'number' ? constant.value : undefined
}

/** A text constant. */
export function quotedOf(value: Json | undefined): string | undefined {
  const node = nodeOf(value)
  const constant = nodeOf(node.class === 'CONSTANT' ? node.value : undefined)
  return textOf(nodeOf(constant.type).id) === 'VARCHAR' && typeof constant.value === 'string'
    ? constant.value
    : undefined
}

/** Byte offset of a node, or of the first thing inside it that has one. */
export function byteOf(value: Json | undefined): number | null {
  if (Array.isArray(value)) return least(value.map(byteOf))
  if (!isNode(value)) return null
  // DuckDB writes 2⁶⁴ − 1 for "nowhere"; the parser hands unsafe numbers over as text.
  if (typeof value.query_location === 'number') return value.query_location
  return least(Object.values(value).map(byteOf))
}

function least(found: readonly (number | null)[]): number | null {
  const real = found.filter((one) => one !== null)
  return real.length === 0 ? null : Math.min(...real)
}
