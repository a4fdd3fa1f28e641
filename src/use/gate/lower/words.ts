import { type Node, textOf, unknownField } from './node.ts'
import type { Both, Refuse } from './refuse.ts'

const WORDS: Record<string, Both> = {
  CONSTANT: { zh: '常量', en: 'a constant' },
  STAR: { zh: '星号 *', en: 'a star *' },
  WINDOW: { zh: '窗口函数', en: 'a window function' },
  SUBQUERY: { zh: '子查询', en: 'a subquery' },
  CASE: { zh: 'CASE 表达式', en: 'a CASE expression' },
  CAST: { zh: '此种类型转换', en: 'such a cast' },
  PARAMETER: { zh: '参数占位符', en: 'a parameter' },
  LAMBDA: { zh: 'lambda 表达式', en: 'a lambda' },
  COLLATE: { zh: '排序规则 COLLATE', en: 'COLLATE' },
  CONJUNCTION: { zh: '逻辑表达式', en: 'a logical expression' },
  COMPARISON: { zh: '比较表达式', en: 'a comparison' },
  BETWEEN: { zh: 'BETWEEN 表达式', en: 'BETWEEN' },
  OPERATOR: { zh: '此运算', en: 'such an operator' },
}

const HERE: Both = {
  zh: '此处可用：列、常量、算术、CASE，以及日期和文本函数',
  en: 'allowed here: columns, constants, arithmetic, CASE, and functions of dates and text',
}

/** An expression that the language does not have here. */
export function refuseExpression(node: Node, refuse: Refuse, allowed: Both = HERE): never {
  const kind = textOf(node.class)
  const type = textOf(node.type).toLowerCase()
  const words = WORDS[kind] ?? { zh: type || '此表达式', en: type || 'this expression' }
  return refuse({
    code: 'GATE_EXPRESSION',
    rule: `expression.${kind.toLowerCase() || 'unknown'}`,
    params: { whatZh: words.zh, whatEn: words.en },
    at: node,
    allowed,
  })
}

const LANGUAGE: Both = {
  zh: '可用：[WITH …] SELECT … FROM … [JOIN … ON …] [WHERE …] [GROUP BY … | ROLLUP (…)] [HAVING …] [UNION ALL …] [ORDER BY …] [LIMIT n [OFFSET m]]',
  en: 'allowed: [WITH …] SELECT … FROM … [JOIN … ON …] [WHERE …] [GROUP BY … | ROLLUP (…)] [HAVING …] [UNION ALL …] [ORDER BY …] [LIMIT n [OFFSET m]]',
}

/** A clause that the language does not have. Points at `at`, or at the first of `words`. */
export function refuseClause(
  clause: string,
  refuse: Refuse,
  {
    words = [],
    at,
    allowed = LANGUAGE,
  }: { words?: readonly string[]; at?: Node | undefined; allowed?: Both },
): never {
  return refuse({
    code: 'GATE_CLAUSE',
    rule: `clause.${clause.toLowerCase().replaceAll(/[^a-z]+/g, '_')}`,
    params: { clause },
    at,
    words,
    allowed,
  })
}

const COMMON = ['class', 'type', 'alias', 'query_location']

/** Closed world: a field of an expression that we do not know and that says something is refused. */
export function strict(node: Node, fields: readonly string[], refuse: Refuse): void {
  const odd = unknownField(node, [...COMMON, ...fields])
  if (odd !== undefined) refuseExpression({ ...node, class: odd.toUpperCase() }, refuse)
}
