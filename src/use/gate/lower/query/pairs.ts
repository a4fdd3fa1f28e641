import type { ColumnExpr, DerivedExpr } from '../../plan/row.ts'
import { type Context, originOf } from '../context.ts'
import { type Node, neutral, nodeOf, nodesOf } from '../node.ts'
import { resolveColumn } from '../scope.ts'
import { familyOf } from '../types.ts'
import { labelOf, type Value } from '../value.ts'
import { JOIN_ALLOWED } from './allowed.ts'
import { isBare } from './group.ts'
import type { RowFrom } from './model.ts'

/** The a.x = b.y of an ON, taken out of its ANDs. */
export function equalities(condition: Node, join: Node, ctx: Context): [Node, Node][] {
  if (condition.type === 'CONJUNCTION_AND')
    return nodesOf(condition.children).flatMap((child) => equalities(child, join, ctx))
  const [left, right] = [nodeOf(condition.left), nodeOf(condition.right)]
  if (condition.type === 'COMPARE_EQUAL' && left.class === 'COLUMN_REF' && right.class === 'COLUMN_REF')
    return [[left, right]]
  return ctx.refuse({
    code: 'GATE_JOIN_CONDITION',
    rule: 'join.condition',
    at: neutral(condition) ? join : condition,
    allowed: JOIN_ALLOWED,
  })
}

/** Two columns that meet in a join. */
export type Pair = { left: ColumnExpr | DerivedExpr; right: ColumnExpr | DerivedExpr }

/** The pair of a.x = b.y, in the order of the sides. */
export function pair(a: Node, b: Node, left: RowFrom, right: RowFrom, ctx: Context): Pair {
  const sources = [...left.sources, ...right.sources]
  const values = [a, b].map((node) => resolveColumn(node, { ctx, sources, persons: true }))
  const [first, second] = values as [Value, Value]
  const isLeft = ({ expr }: Value) =>
    left.sources.some(({ columns }) => columns.some(({ value }) => value.expr === expr))
  if (isLeft(first) === isLeft(second))
    ctx.refuse({ code: 'GATE_JOIN_CONDITION', rule: 'join.sides', at: a, allowed: JOIN_ALLOWED })
  return isLeft(first) ? declared(first, second, ctx) : declared(second, first, ctx)
}

/** The pair of USING (x). */
export function usingPair(name: string, node: Node, left: RowFrom, right: RowFrom, ctx: Context): Pair {
  const column: Node = {
    class: 'COLUMN_REF',
    column_names: [name],
    query_location: node.query_location ?? null,
  }
  const [one, two] = [left, right].map(({ sources }) =>
    resolveColumn(column, { ctx, sources, persons: true }),
  )
  return declared(one!, two!, ctx)
}

/** Two columns may meet only as a pair that the contract declares, and of one type: no conversion of rows. */
function declared(left: Value, right: Value, ctx: Context): Pair {
  const { terms, refuse } = ctx
  const [ones, twos] = [originOf(ctx, left.expr)?.columns ?? [], originOf(ctx, right.expr)?.columns ?? []]
  const is = (a: { table: string; column: string }, b: { table: string; column: string }) =>
    a.table === b.table && a.column === b.column
  const isPair = (a: (typeof ones)[number], b: (typeof ones)[number]) =>
    terms.joinKeys.some(([x, y]) => (is(x, a) && is(y, b)) || (is(x, b) && is(y, a))) ||
    // The person's own number of one table meets itself: the rows of one person.
    (left.level === 'identity' && right.level === 'identity' && is(a, b))
  const open = left.level !== 'hidden' && right.level !== 'hidden'
  const known = ones.length > 0 && twos.length > 0 && ones.every((a) => twos.every((b) => isPair(a, b)))
  if (!known || !open || !isBare(left) || !isBare(right)) {
    const pairs = terms.joinKeys.map(([a, b]) => `${a.table}.${a.column} = ${b.table}.${b.column}`).join('; ')
    refuse({
      code: 'GATE_JOIN_UNDECLARED',
      rule: 'join.undeclared',
      params: { left: labelOf(left), right: labelOf(right) },
      at: right.at,
      ...right.refs[0],
      level: right.level,
      allowed: pairs
        ? { zh: `合约声明的连接：${pairs}`, en: `the pairs that the contract declares: ${pairs}` }
        : {
            zh: '合约没有声明任何连接；可分别查询单表',
            en: 'the contract declares no pair; query single tables',
          },
    })
  }
  if (familyOf(left.type) !== familyOf(right.type) || familyOf(left.type) === 'other') {
    refuse({
      code: 'GATE_TYPES_DIFFER',
      rule: 'join.types',
      params: { left: labelOf(left), right: labelOf(right) },
      at: right.at,
      ...right.refs[0],
      allowed: { zh: '请提供方统一这两列的类型', en: 'ask the provider to give both columns one type' },
    })
  }
  return { left: left.expr as ColumnExpr, right: right.expr as ColumnExpr }
}
