import { aggregateName } from '../aggregate/names.ts'
import { type Node, textOf, unknownField } from '../node.ts'
import type { Both } from '../refuse.ts'
import { lowerRow } from '../row.ts'
import type { RowScope } from '../scope.ts'
import type { Value } from '../value.ts'
import { CHOICE_FUNCTIONS } from './choices.ts'
import { DATE_FUNCTIONS } from './dates.ts'
import { type Call, FUNCTIONS_ALLOWED, type Lowering } from './model.ts'
import { NUMBER_FUNCTIONS } from './numbers.ts'
import { TEXT_FUNCTIONS } from './texts.ts'

/** The functions over values of one row, by the names that users write. Nothing else exists. */
const FUNCTIONS: ReadonlyMap<string, Lowering> = new Map([
  ...NUMBER_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ...CHOICE_FUNCTIONS,
])
/** Casts come here under names that nobody can write. */
const CASTS = ['to_text', 'to_integer', 'to_double', 'to_date']

export { FUNCTIONS_ALLOWED, LINEAR } from './model.ts'
/** Functions of dates exist over rows alone: over released values there are keys, and they are made below. */
export const isDateFunction = (name: string): boolean => DATE_FUNCTIONS.some(([one]) => one === name)

const NOT_HERE: Both = {
  zh: '统计写在 SELECT 或 HAVING 中，不写在 WHERE、GROUP BY 或另一个统计里',
  en: 'statistics go into SELECT or HAVING, not into WHERE, GROUP BY or another statistic',
}

const FIELDS = [
  'class',
  'type',
  'alias',
  'query_location',
  'function_name',
  'schema',
  'children',
  'is_operator',
]

/** Lowers a call by the function's own rule. @throws GATE_FUNCTION, GATE_FUNCTION_FORM */
export function lowerCall(
  name: string,
  args: readonly Node[],
  node: Node,
  scope: RowScope,
  depth: number,
): Value {
  const { refuse } = scope.ctx
  const isCall = node.class === 'FUNCTION'
  const lowering = isCall && CASTS.includes(name) ? undefined : FUNCTIONS.get(name)
  const schema = textOf(node.schema)
  if (!lowering || (schema !== '' && schema !== 'main'))
    return refuse({
      code: 'GATE_FUNCTION',
      rule: `function.${name}`,
      params: { name },
      at: node,
      allowed: aggregateName(node) ? NOT_HERE : FUNCTIONS_ALLOWED,
    })
  const odd = isCall ? unknownField(node, FIELDS) : undefined
  const misused = (): never =>
    refuse({
      code: 'GATE_FUNCTION_FORM',
      rule: `function.form.${name}`,
      params: { name: odd ? `${name} (${odd})` : name },
      at: node,
      allowed: FUNCTIONS_ALLOWED,
    })
  if (odd) return misused()
  const call: Call = { name, args, node, scope, row: (arg) => lowerRow(arg, scope, depth + 1), misused }
  return lowering(call)
}
