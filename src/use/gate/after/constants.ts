import type { Literal } from '../plan/index.ts'
import { type Raw, rawLiteral } from '../lower/constant.ts'
import { fit } from '../lower/literal.ts'
import type { Node } from '../lower/node.ts'
import type { Refuse } from '../lower/refuse.ts'
import { familyOf as familyOfColumn } from '../lower/types.ts'
import { refuseExpression } from '../lower/words.ts'
import { ALLOWED, type Lowered } from './scope.ts'
import { NULL_TYPE, typeOfLiteral } from './types.ts'

export const constantOf = (node: Node): Raw | null => rawLiteral(node)

const MOST_DIGITS = 38

/** A constant in its own type. @throws GATE_EXPRESSION where it is larger than what is computed with */
export function lowerConstant(raw: Raw, node: Node, refuse: Refuse): Lowered {
  if (raw.type === 'null') return { expr: { kind: 'nothing' }, type: NULL_TYPE, role: 'key' }
  const literal = naturalOf(raw)
  if (!literal) return refuseExpression(node, refuse, ALLOWED)
  return { expr: literal, type: typeOfLiteral(literal), role: 'key' }
}

function naturalOf({ type, value, cast }: Raw): Literal | null {
  if (cast) return fitConstant({ type, value, cast }, cast)
  if (type === 'integer' || type === 'decimal') {
    const fits = /^-?\d+(\.\d+)?$/.test(value) && value.replaceAll(/\D/g, '').length <= MOST_DIGITS
    return fits ? { kind: 'literal', type, value } : null
  }
  return type === 'text' || type === 'double' || type === 'boolean' ? { kind: 'literal', type, value } : null
}

/** A constant in the type of what it meets; null where it cannot be of it. */
export const fitConstant = (raw: Raw, type: string): Literal | null => fit(raw, familyOfColumn(type), type)
