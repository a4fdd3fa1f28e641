import type { AfterExpr, AfterFunction } from '../plan/index.ts'
import { NEED } from '../lower/literal.ts'
import type { Node } from '../lower/node.ts'
import { familyOf as familyOfColumn } from '../lower/types.ts'
import { constantOf, fitConstant } from './constants.ts'
import { ALLOWED, type AfterScope, labelOf, type Lowered, roleOf } from './scope.ts'
import { commonType, familyOf, isNumberType, typeOfCall, typeOfLiteral } from './types.ts'

/** A part of an expression with what wrote it. */
export interface Part {
  readonly node: Node
  readonly lowered: Lowered
}

const callOf = (fn: AfterFunction, parts: readonly Part[]): { expr: AfterExpr; args: AfterExpr[] } => {
  const args = parts.map(({ lowered }) => lowered.expr)
  return { expr: { kind: 'call', fn, args }, args }
}

/** A call whose arguments must be of the types that the function takes. @throws GATE_TYPE */
export function typed(
  fn: AfterFunction,
  parts: readonly Part[],
  node: Node,
  { refuse }: Pick<AfterScope, 'refuse'>,
  name = labelOf(node),
): Lowered {
  const type = typeOfCall(
    fn,
    parts.map(({ lowered }) => lowered),
  )
  if (type !== null)
    return { expr: callOf(fn, parts).expr, type, role: roleOf(parts.map(({ lowered }) => lowered)) }
  const wrong =
    parts.find(
      ({ lowered }) =>
        typeOfCall(
          fn,
          parts.map(() => lowered),
        ) === null,
    ) ?? parts[0]!
  return refuse({
    code: 'GATE_TYPE',
    rule: `function.type.${fn}`,
    params: { name, column: labelOf(wrong.node), type: wrong.lowered.type },
    at: wrong.node,
    allowed: ALLOWED,
  })
}

/** A quoted constant takes the type of the first that is no constant: '2024-01-01' beside a date is a date. */
function settle(parts: readonly Part[], { refuse }: Pick<AfterScope, 'refuse'>): Part[] {
  const isQuoted = ({ node, lowered }: Part) =>
    lowered.expr.kind === 'literal' && lowered.type === 'VARCHAR' && constantOf(node)?.cast === undefined
  const open = parts.find(
    (part) => !isQuoted(part) && !['text', 'null'].includes(familyOf(part.lowered.type)),
  )
  if (!open) return [...parts]
  return parts.map((part) => {
    const raw = isQuoted(part) ? constantOf(part.node) : null
    if (!raw) return part
    const literal = fitConstant(raw, open.lowered.type)
    if (literal) return { ...part, lowered: { expr: literal, type: typeOfLiteral(literal), role: 'key' } }
    const family = familyOfColumn(open.lowered.type)
    return refuse({
      code: 'GATE_LITERAL',
      rule: `literal.${family}`,
      params: { column: labelOf(open.node), typeZh: NEED[family].zh, typeEn: NEED[family].en },
      at: part.node,
      allowed: NEED[family],
    })
  })
}

/** A call whose arguments meet each other in one type. @throws GATE_TYPES_DIFFER, GATE_LITERAL */
export function unified(
  fn: AfterFunction,
  written: readonly Part[],
  node: Node,
  scope: Pick<AfterScope, 'refuse'>,
): Lowered & { readonly types: readonly string[] } {
  const parts = settle(written, scope)
  const types = parts.map(({ lowered }) => lowered.type)
  const first = parts.find(({ lowered }) => familyOf(lowered.type) !== 'null') ?? parts[0]
  const other = parts.find(({ lowered }) => commonType([first?.lowered.type ?? '', lowered.type]) === null)
  if (first && other) {
    const numbers = isNumberType(first.lowered.type) || isNumberType(other.lowered.type)
    scope.refuse({
      code: 'GATE_TYPES_DIFFER',
      rule: 'types.differ',
      params: { left: labelOf(first.node), right: labelOf(other.node) },
      at: other.node,
      allowed: numbers
        ? {
            zh: '请先用 cast(… as varchar) 或 cast(… as double) 转为同一类型',
            en: 'bring both to one type by cast(… as varchar) or cast(… as double)',
          }
        : { zh: '请使用同一类型的表达式', en: 'use expressions of one type' },
    })
  }
  return { ...typed(fn, parts, node, scope), types }
}
