import type { Json } from '../../../kernel/canonical.ts'
import { isNode, type Node, nodeOf, nodesOf, textOf } from './node.ts'

/** A constant of DuckDB's tree as exact text, not yet of the type of what it meets. */
export interface Raw {
  readonly type: 'text' | 'boolean' | 'integer' | 'decimal' | 'double' | 'null' | 'unknown'
  readonly value: string
  /** DATE '2024-01-01' keeps the name of its cast. */
  readonly cast?: string
}

/** The constant that a node writes; null where it writes something else. */
export function rawLiteral(node: Node): Raw | null {
  if (node.class === 'CAST') return node.try_cast === true ? null : castLiteral(node)
  if (node.class === 'FUNCTION' && node.function_name === '-') return negated(nodesOf(node.children))
  if (node.class !== 'CONSTANT') return null
  const { type, is_null, value } = nodeOf(node.value)
  if (is_null === true) return { type: 'null', value: '' }
  return rawValue(textOf(nodeOf(type).id), nodeOf(nodeOf(type).type_info), value)
}

function castLiteral(node: Node): Raw | null {
  const inner = rawLiteral(nodeOf(node.child))
  const cast = textOf(nodeOf(node.cast_type).id)
  if (!inner || inner.cast || inner.type !== 'text') return null
  if (cast === 'BOOLEAN' && (inner.value === 't' || inner.value === 'f'))
    return { type: 'boolean', value: inner.value === 't' ? 'true' : 'false' }
  return cast === 'DATE' || cast === 'TIMESTAMP' ? { ...inner, cast } : null
}

function negated([inner, ...more]: readonly Node[]): Raw | null {
  const raw = inner && more.length === 0 ? rawLiteral(inner) : null
  if (raw?.type !== 'integer' && raw?.type !== 'decimal' && raw?.type !== 'double') return null
  return { ...raw, value: raw.value.startsWith('-') ? raw.value.slice(1) : `-${raw.value}` }
}

function rawValue(id: string, info: Node, value: Json | undefined): Raw {
  if (id === 'VARCHAR') return { type: 'text', value: textOf(value) }
  if (id === 'BOOLEAN') return { type: 'boolean', value: value === true ? 'true' : 'false' }
  if (id === 'INTEGER' || id === 'BIGINT') return { type: 'integer', value: digits(value) }
  if (id === 'DECIMAL' && !isNode(value))
    return { type: 'decimal', value: pointed(digits(value), Number(info.scale)) }
  if (id === 'DOUBLE' && typeof value === 'number' && Number.isFinite(value))
    return { type: 'double', value: String(value) }
  return { type: 'unknown', value: id }
}

/** Whole numbers come as numbers, or as text where a double could not hold them. */
const digits = (value: Json | undefined): string =>
  typeof value === 'number' || typeof value === 'string' ? `${value}` : ''

/** Unscaled digits and a scale → decimal text: `-15`, 1 → `-1.5`. */
function pointed(unscaled: string, scale: number): string {
  const negative = unscaled.startsWith('-')
  const plain = unscaled.replace('-', '').padStart(scale + 1, '0')
  const text = scale === 0 ? plain : `${plain.slice(0, -scale)}.${plain.slice(-scale)}`
  return negative ? `-${text}` : text
}
