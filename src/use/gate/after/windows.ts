import type { After, AfterExpr, OrderItem, Window } from '../plan/index.ts'
import { type Node, neutral, nodeOf, nodesOf, textOf, wholeOf } from '../lower/node.ts'
import { refuseClause, refuseExpression, strict } from '../lower/words.ts'
import { frameOf } from './frame-lower.ts'
import { unified } from './meet.ts'
import { type AfterScope, branch, labelOf, type Lowered } from './scope.ts'
import { takes, typeOfWindow } from './window.ts'

/** Rows in the making, to which window columns are appended. Places that were given out never move. */
export interface Windows {
  readonly after: After
  readonly width: number
  /** The place of an expression over the rows: its own column, or one that is appended. */
  place(expr: AfterExpr): number
  /** Appends a window column, or finds the equal one. */
  append(window: Window): number
}

export const at = (column: number): AfterExpr => ({ kind: 'at', column })

/** @param width number of columns of `input` */
export function createWindows(input: After, width: number): Windows {
  let [after, wide] = [input, width]
  const known = new Map<string, number>()
  const once = (value: AfterExpr | Window, append: () => void): number => {
    const key = JSON.stringify(value)
    const found = known.get(key)
    if (found !== undefined) return found
    append()
    known.set(key, wide)
    return wide++
  }
  return {
    get after() {
      return after
    },
    get width() {
      return wide
    },
    place(expr) {
      if (expr.kind === 'at') return expr.column
      return once(expr, () => {
        const columns = Array.from({ length: wide }, (_, column) => at(column))
        after = { op: 'select', input: after, columns: [...columns, expr] }
      })
    },
    append: (window) =>
      once(window, () => {
        after = { op: 'window', input: after, columns: [window] }
      }),
  }
}

const FUNCTIONS: Readonly<Record<string, Window['fn']>> = {
  WINDOW_ROW_NUMBER: 'row_number',
  WINDOW_RANK: 'rank',
  WINDOW_RANK_DENSE: 'dense_rank',
  WINDOW_PERCENT_RANK: 'percent_rank',
  WINDOW_CUME_DIST: 'cume_dist',
  WINDOW_NTILE: 'ntile',
  WINDOW_LAG: 'lag',
  WINDOW_LEAD: 'lead',
  WINDOW_FIRST_VALUE: 'first_value',
  WINDOW_LAST_VALUE: 'last_value',
}
const AGGREGATES: Readonly<Record<string, Window['fn']>> = {
  sum: 'sum',
  avg: 'avg',
  mean: 'avg',
  count: 'count',
  count_star: 'count',
  min: 'min',
  max: 'max',
}
const ALLOWED = {
  zh: '窗口函数可用：row_number、rank、dense_rank、percent_rank、cume_dist、ntile、lag、lead、first_value、last_value、sum、avg、count、min、max',
  en: 'window functions allowed: row_number, rank, dense_rank, percent_rank, cume_dist, ntile, lag, lead, first_value, last_value, sum, avg, count, min, max',
}
const FIELDS = [
  'function_name',
  'schema',
  'children',
  'partitions',
  'orders',
  'start',
  'end',
  'start_expr',
  'end_expr',
  'offset_expr',
  'default_expr',
  'filter_expr',
  'exclude_clause',
  'ignore_nulls',
  'distinct',
  'arg_orders',
]
const CLAUSES: Readonly<Record<string, string>> = {
  ignore_nulls: 'IGNORE NULLS',
  distinct: 'DISTINCT … OVER',
  arg_orders: 'ORDER BY … OVER',
}

/** A WINDOW node: its parts become columns of the rows in the making. `inner` lowers a part, without windows in it. */
export function lowerWindow(node: Node, scope: AfterScope, inner: (node: Node) => Lowered): Lowered {
  const { windows, refuse } = scope
  if (!windows) return nowhere(node, scope)
  const fn = functionOf(node, scope)
  strict(node, FIELDS, refuse)
  const odd = Object.keys(CLAUSES).find((field) => !neutral(node[field]))
  if (odd) refuseClause(CLAUSES[odd]!, refuse, { at: node, allowed: ALLOWED })
  if (!['', 'NO_OTHER'].includes(textOf(node.exclude_clause))) {
    refuseClause('EXCLUDE', refuse, { at: node, words: ['exclude'], allowed: ALLOWED })
  }
  const orders = nodesOf(node.orders).map((item) => ({ item, lowered: inner(nodeOf(item.expression)) }))
  const frame = frameOf(
    node,
    orders.map(({ lowered }) => lowered.type),
    refuse,
  )
  const { args, types, offset } = argumentsOf(fn, node, scope, inner)
  const partition = nodesOf(node.partitions).map((one) => windows.place(inner(one).expr))
  const order = orders.map(({ item, lowered }) => orderItem(item, windows.place(lowered.expr)))
  const places = args.map((arg) => windows.place(arg))
  const window: Window = {
    fn,
    args: places,
    partition,
    order,
    ...(offset === undefined ? {} : { offset }),
    ...(frame === undefined ? {} : { frame }),
  }
  return { expr: at(windows.append(window)), type: typeOfWindow(fn, types), role: 'statistic' }
}

/** DuckDB's defaults: ascending, missing values last. */
export const orderItem = (item: Node, column: number): OrderItem => ({
  column,
  descending: item.type === 'DESCENDING',
  nullsFirst: item.null_order === 'NULLS FIRST',
})

function nowhere(node: Node, { refuse }: AfterScope): never {
  return refuseExpression(node, refuse, {
    zh: '窗口函数写在 SELECT 列表或 ORDER BY 中，不能嵌套；要按其结果筛选，请在外层查询的 WHERE 中写',
    en: 'window functions stand in the SELECT list or ORDER BY and not inside each other; filter on one in the WHERE of an outer query',
  })
}

function functionOf(node: Node, { refuse }: AfterScope): Window['fn'] {
  const name = textOf(node.function_name).toLowerCase()
  const fn = node.type === 'WINDOW_AGGREGATE' ? AGGREGATES[name] : FUNCTIONS[textOf(node.type)]
  return (
    fn ??
    refuse({
      code: 'GATE_FUNCTION',
      rule: `function.window.${name}`,
      params: { name: `${name} … OVER` },
      at: node,
      allowed: ALLOWED,
    })
  )
}

interface Arguments {
  readonly args: readonly AfterExpr[]
  readonly types: readonly string[]
  readonly offset?: number
}

const PLAIN = ['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist']

function argumentsOf(
  fn: Window['fn'],
  node: Node,
  scope: AfterScope,
  inner: (node: Node) => Lowered,
): Arguments {
  const children = nodesOf(node.children)
  const [first] = children
  if (
    !neutral(node.filter_expr) &&
    (node.type !== 'WINDOW_AGGREGATE' || (fn === 'count' && children.length > 1))
  )
    misused(node, scope)
  if (PLAIN.includes(fn)) return children.length === 0 ? { args: [], types: [] } : misused(node, scope)
  if (fn === 'ntile') {
    const buckets = children.length === 1 ? wholeOf(first) : undefined
    return buckets !== undefined && buckets > 0
      ? { args: [], types: [], offset: buckets }
      : misused(node, scope)
  }
  const isRows = fn === 'count' && (!first || (first.class === 'CONSTANT' && !nodeOf(first.value).is_null))
  if (children.length !== 1 && !(isRows && children.length === 0)) return misused(node, scope)
  const value: Lowered = isRows ? ONE : inner(first!)
  if (!takes(fn, value.type)) wrongType(node, first!, value, scope)
  if (fn === 'lag' || fn === 'lead') return shifted(node, first!, value, scope, inner)
  const chosen = filtered(node, value, scope, inner)
  return { args: isRows && chosen === value.expr ? [] : [chosen], types: [value.type] }
}

const ONE: Lowered = { expr: { kind: 'literal', type: 'integer', value: '1' }, type: 'INTEGER', role: 'key' }

/** FILTER (WHERE …): what it does not let through is missing. */
function filtered(node: Node, value: Lowered, scope: AfterScope, inner: (node: Node) => Lowered): AfterExpr {
  if (neutral(node.filter_expr)) return value.expr
  const when = inner(nodeOf(node.filter_expr))
  if (when.type !== 'BOOLEAN') wrongType(node, nodeOf(node.filter_expr), when, scope)
  return { kind: 'case', branches: [branch(when.expr, value.expr)], otherwise: { kind: 'nothing' } }
}

function shifted(
  node: Node,
  first: Node,
  value: Lowered,
  scope: AfterScope,
  inner: (node: Node) => Lowered,
): Arguments {
  const offset = neutral(node.offset_expr) ? 1 : wholeOf(node.offset_expr)
  if (offset === undefined) return misused(node, scope)
  if (neutral(node.default_expr)) return { args: [value.expr], types: [value.type], offset }
  const written = nodeOf(node.default_expr)
  const parts = [
    { node: first, lowered: value },
    { node: written, lowered: inner(written) },
  ]
  const both = unified('coalesce', parts, node, scope)
  const args = both.expr.kind === 'call' ? both.expr.args : []
  return both.type === value.type
    ? { args, types: [value.type], offset }
    : wrongType(node, written, both, scope)
}

function misused(node: Node, { refuse }: AfterScope): never {
  const name = textOf(node.function_name).toLowerCase()
  return refuse({
    code: 'GATE_FUNCTION_FORM',
    rule: `function.form.window.${name}`,
    params: { name },
    at: node,
    allowed: {
      zh: '例如 rank() over (order by 列)、ntile(4) over (order by 列)、lag(列, 1) over (order by 列)、sum(列) over (partition by 列)',
      en: 'such as rank() over (order by x), ntile(4) over (order by x), lag(x, 1) over (order by x), sum(x) over (partition by y)',
    },
  })
}

function wrongType(node: Node, at: Node, { type }: Lowered, { refuse }: AfterScope): never {
  const name = textOf(node.function_name).toLowerCase()
  return refuse({
    code: 'GATE_TYPE',
    rule: `function.type.window.${name}`,
    params: { name, column: labelOf(at), type },
    at,
    allowed: ALLOWED,
  })
}
