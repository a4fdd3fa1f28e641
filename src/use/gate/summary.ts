import type { GrantTerms } from '../run/index.ts'
import type { Both } from './lower/refuse.ts'
import type { After, Base, BaseCell, Expr, Plan } from './plan/index.ts'
import { hasPersons, relationsOf } from './print/index.ts'

/** One sentence of what a plan will do, for the explanation while typing. */
export function summarize(plan: Plan, { rules }: Pick<GrantTerms, 'rules'>): Both {
  const parts = plan.bases.map(partOf)
  const later = operationsOf(plan.after)
  const guarded = plan.bases.some((base) => hasPersons(base.input))
  const zh = [
    parts.map((part) => part.zh).join('；'),
    later.length > 0 ? `；再对结果${later.map((one) => one.zh).join('、')}` : '',
    guarded ? `；不足 ${rules.minGroup} 名参保人的结果不予显示。` : '。',
  ]
  const en = [
    parts.map((part, at) => (at === 0 ? part.en : lowerFirst(part.en))).join('; '),
    later.length > 0 ? `; then ${later.map((one) => one.en).join(', ')} of the result` : '',
    guarded ? `; what rests on fewer than ${rules.minGroup} insured persons is not shown.` : '.',
  ]
  return { zh: zh.join(''), en: en.join('') }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

function partOf(base: Base): Both {
  const relations = relationsOf(base.input)
  const tables = [...new Set(relations.flatMap((one) => (one.op === 'scan' ? [one.table] : [])))]
  const each = relations.some(({ op }) => op === 'perPerson')
  const over = { zh: `对 ${tables.join('、')}`, en: tables.join(', ') }
  if (base.op === 'listing') {
    const columns = base.columns.map(told).join(', ')
    return { zh: `${over.zh} 列出 ${columns}`, en: `Lists ${columns} of ${over.en}` }
  }
  const keys = base.keys.map(told)
  const cells = unique(base.cells.map(cellWords))
  const rolled = base.sets.length > 1
  const by = {
    zh: keys.length > 0 ? ` 按 ${keys.join('、')} 分组${rolled ? '并作小计' : ''}，` : ' 整体，',
    en: keys.length > 0 ? `, by ${keys.join(', ')}${rolled ? ' with subtotals' : ''}` : ', as a whole',
  }
  return {
    zh: `${over.zh}${each ? ' 先按参保人汇总，再' : ''}${by.zh}${cells.length > 0 ? `计算 ${cells.map((one) => one.zh).join('、')}` : '列出各组'}`,
    en: `${cells.length > 0 ? `Computes ${cells.map((one) => one.en).join(', ')}` : 'Lists the groups'} over ${over.en}${each ? ', first per insured person' : ''}${by.en}`,
  }
}

const unique = (words: readonly Both[]): Both[] =>
  words.filter((one, at) => words.findIndex(({ en }) => en === one.en) === at)

function cellWords({ fn, of, at, family }: BaseCell): Both {
  if (family === 'persons') return { zh: '参保人数', en: 'number of insured persons' }
  if (fn === 'count_rows' || of === null) return { zh: '行数', en: 'number of rows' }
  const what = told(of)
  if (fn === 'count') return { zh: `${what} 的非空个数`, en: `number of values of ${what}` }
  if (fn === 'count_distinct') return { zh: `${what} 的去重个数`, en: `number of distinct values of ${what}` }
  if (fn === 'sum') return { zh: `${what} 的合计`, en: `sum of ${what}` }
  if (Number(at) === 0.5) return { zh: `${what} 的中位数`, en: `median of ${what}` }
  return { zh: `${what} 的 ${at} 分位数`, en: `quantile ${at} of ${what}` }
}

/** An expression in the user's words, as far as a sentence needs it. */
function told(expr: Expr): string {
  switch (expr.kind) {
    case 'column':
      return expr.column
    case 'derived':
      return expr.name
    case 'literal':
      return expr.value
    case 'case': {
      const first = expr.branches[0]!.then
      return first.kind === 'literal' ? 'CASE' : `${told(first)} (CASE)`
    }
  }
  return `${expr.fn}(${expr.args.map(told).join(', ')})`
}

const OPERATIONS: readonly (readonly [After['op'], Both])[] = [
  ['join', { zh: '连接', en: 'joins' }],
  ['union', { zh: '合并', en: 'unions' }],
  ['keep', { zh: '筛选', en: 'filters' }],
  ['window', { zh: '窗口计算', en: 'window functions' }],
  ['distinct', { zh: '去重', en: 'distinct rows' }],
]

/** What is done with released values, each kind once, in the order of a sentence. */
function operationsOf(after: After): Both[] {
  const found = new Map<string, Both>()
  const walk = (node: After): void => {
    for (const [op, words] of OPERATIONS) if (node.op === op) found.set(op, words)
    if (node.op === 'order' && node.by.length > 0) found.set('order', { zh: '排序', en: 'ordering' })
    if (node.op === 'order' && node.limit !== null)
      found.set('limit', { zh: `取前 ${node.limit} 行`, en: `the first ${node.limit} rows` })
    if (node.op === 'join') [node.left, node.right].forEach(walk)
    else if (node.op === 'union') node.inputs.forEach(walk)
    else if (node.op !== 'released') walk(node.input)
  }
  walk(after)
  const order = [...OPERATIONS.map(([op]) => op as string), 'order', 'limit']
  return order.flatMap((op) => found.get(op) ?? [])
}
