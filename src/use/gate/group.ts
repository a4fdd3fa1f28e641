import { DATE_PARTS, DATE_UNITS, type GroupExpr } from './model.ts'
import { type Node, nodesOf, quotedOf, textOf, unknownField, wholeOf } from './node.ts'
import type { Both } from './refuse.ts'
import { resolveColumn, type Scope, useColumn } from './scope.ts'
import type { Use } from './levels.ts'
import { familyOf } from './types.ts'

const DERIVED: Both = {
  zh: '可用的派生：year、quarter、month、date_trunc（日期列），left、substring（文本列，从第 1 位起）',
  en: 'derivations allowed: year, quarter, month, date_trunc (dates), left, substring from 1 (text)',
}

/** A column or one safe derivation of it, for a key or a filter. Everything else is refused by name. */
export function lowerGroupExpr(
  node: Node,
  use: Extract<Use, 'key' | 'filter' | 'shown'>,
  scope: Scope,
): GroupExpr {
  if (node.class === 'COLUMN_REF')
    return useColumn(resolveColumn(node, scope), use === 'shown' ? 'key' : use, scope)
  if (node.class === 'FUNCTION') return derived(node, use, scope)
  return refuseExpression(node, scope)
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

function derived(node: Node, use: Extract<Use, 'key' | 'filter' | 'shown'>, scope: Scope): GroupExpr {
  const name = textOf(node.function_name).toLowerCase()
  const schema = textOf(node.schema)
  const odd = unknownField(node, FIELDS)
  const args = nodesOf(node.children)
  const read = odd || (schema !== '' && schema !== 'main') ? null : shape(name, args)
  if (!read) {
    const known = [
      'year',
      'quarter',
      'month',
      'date_part',
      'date_trunc',
      'left',
      'substring',
      'substr',
    ].includes(name)
    return scope.refuse({
      code: known ? 'GATE_FUNCTION_FORM' : 'GATE_FUNCTION',
      rule: known ? `function.form.${name}` : `function.${name}`,
      params: { name: odd ? `${name} (${odd})` : name },
      at: node,
      allowed: DERIVED,
    })
  }
  const of = useColumn(resolveColumn(read.column, scope), use === 'shown' ? 'key' : use, scope)
  const family = familyOf(of.type)
  const fits = read.make.kind === 'prefix' ? family === 'text' : family === 'date' || family === 'timestamp'
  if (!fits) {
    scope.refuse({
      code: 'GATE_TYPE',
      rule: `function.type.${name}`,
      params: { name, column: `${of.table}.${of.column}`, type: of.type },
      at: read.column,
      table: of.table,
      column: of.column,
      allowed: DERIVED,
    })
  }
  return { ...read.make, of }
}

type Make =
  | { kind: 'part'; part: (typeof DATE_PARTS)[number] }
  | { kind: 'trunc'; unit: (typeof DATE_UNITS)[number] }
  | { kind: 'prefix'; length: number }

/** Which derivation a call writes, and over which column; null when it is none that we know. */
function shape(name: string, args: readonly Node[]): { make: Make; column: Node } | null {
  const column = args.find((arg) => arg.class === 'COLUMN_REF')
  if (!column) return null
  const [first, second, third] = args
  const word = quotedOf(first)?.toLowerCase()
  const part = DATE_PARTS.find((one) => one === (name === 'date_part' ? word : name))
  if (part && args.length === (name === 'date_part' ? 2 : 1)) return { make: { kind: 'part', part }, column }
  const unit = DATE_UNITS.find((one) => one === word)
  if (name === 'date_trunc' && unit && args.length === 2) return { make: { kind: 'trunc', unit }, column }
  const isPrefix =
    name === 'left'
      ? args.length === 2
      : ['substring', 'substr'].includes(name) && args.length === 3 && wholeOf(second) === 1
  const length = wholeOf(name === 'left' ? second : third)
  const whole = length !== undefined && length >= 1 && length <= 255
  return isPrefix && whole && args[0] === column ? { make: { kind: 'prefix', length }, column } : null
}

const WORDS: Record<string, Both> = {
  CONSTANT: { zh: '常量', en: 'a constant' },
  STAR: { zh: '星号 *', en: 'a star *' },
  WINDOW: { zh: '窗口函数', en: 'a window function' },
  SUBQUERY: { zh: '子查询', en: 'a subquery' },
  CASE: { zh: 'CASE 表达式', en: 'a CASE expression' },
  CAST: { zh: '类型转换', en: 'a cast' },
  PARAMETER: { zh: '参数占位符', en: 'a parameter' },
  LAMBDA: { zh: 'lambda 表达式', en: 'a lambda' },
  COLLATE: { zh: '排序规则 COLLATE', en: 'COLLATE' },
  CONJUNCTION: { zh: '逻辑表达式', en: 'a logical expression' },
  COMPARISON: { zh: '比较表达式', en: 'a comparison' },
  BETWEEN: { zh: 'BETWEEN 表达式', en: 'BETWEEN' },
}

/** An expression that the language does not have here. */
export function refuseExpression(node: Node, scope: Scope, allowed?: Both): never {
  const kind = textOf(node.class)
  const type = textOf(node.type).toLowerCase()
  const words = WORDS[kind] ?? { zh: type || '此表达式', en: type || 'this expression' }
  return scope.refuse({
    code: 'GATE_EXPRESSION',
    rule: `expression.${kind.toLowerCase() || 'unknown'}`,
    params: { whatZh: words.zh, whatEn: words.en },
    at: node,
    allowed: allowed ?? {
      zh: '此处可用：分组级列、它的派生，以及 count、sum、avg',
      en: 'allowed here: columns of level group, their derivations, and count, sum, avg',
    },
  })
}
