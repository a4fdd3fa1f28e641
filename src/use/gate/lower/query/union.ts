import type { ColumnLevel } from '../../../run/index.ts'
import type { After } from '../../plan/after.ts'
import type { Expr, Relation } from '../../plan/row.ts'
import { derive, nextScan, type Origin, originOf } from '../context.ts'
import { commonType, lowerModifiers } from '../../after/index.ts'
import { type Node, nodeOf, nodesOf, textOf } from '../node.ts'
import type { SourceColumn } from '../scope.ts'
import { unify } from '../unify.ts'
import { levelOver, refsOf, useValue, type Value } from '../value.ts'
import { refuseClause } from '../words.ts'
import { isDistinct, mustBeUnordered } from './clauses.ts'
import { isBare } from './group.ts'
import type { Env, ReleasedColumn, Result, RowResult } from './model.ts'
import { lowerQuery } from './query.ts'

/** UNION ALL of rows with rows, or of aggregated results with aggregated results. */
export function lowerUnion(node: Node, env: Env): Result {
  const { refuse } = env.ctx
  if (node.setop_type !== 'UNION' || node.setop_all !== true) {
    const name = textOf(node.setop_type).replaceAll('_', ' ')
    refuseClause(node.setop_all === true ? `${name} ALL` : name, refuse, {
      words: [name.split(' ')[0]!.toLowerCase()],
      allowed: { zh: '可用 UNION ALL', en: 'UNION ALL is allowed' },
    })
  }
  const results = branches(node).map((branch) => lowerQuery(branch, env))
  const released = results.filter((result) => result.world === 'released')
  const rows = results.filter((result) => result.world === 'rows')
  mustMatch(results, env)
  if (rows.length === results.length) {
    if (isDistinct(node)) refuseClause('DISTINCT', refuse, { words: ['distinct'] })
    mustBeUnordered(node, refuse)
    return unionRows(rows, node, env)
  }
  if (released.length < results.length)
    return refuse({
      code: 'GATE_MIXED',
      rule: 'union.mixed',
      at: undefined,
      words: ['union'],
      allowed: {
        zh: 'UNION ALL 两边都写汇总后的查询，或都写逐人数据',
        en: 'UNION ALL of aggregated queries with each other, or of rows with each other',
      },
    })
  const output = released[0]!.columns.map((column, index): ReleasedColumn => {
    const all = released.map(({ columns }) => columns[index]!)
    const type = commonType(all.map((one) => one.type)) ?? refuseTypes(column.name, env)
    return {
      name: column.name,
      type,
      role: all.some(({ role }) => role === 'statistic') ? 'statistic' : 'key',
    }
  })
  const after: After = { op: 'union', inputs: released.map((one) => one.after) }
  return {
    world: 'released',
    after: lowerModifiers(after, output, nodesOf(node.modifiers), refuse),
    columns: output,
  }
}

function refuseTypes(column: string, { ctx }: Env): never {
  return ctx.refuse({
    code: 'GATE_TYPES_DIFFER',
    rule: 'union.types',
    params: { left: column, right: column },
    words: ['union'],
    column,
    allowed: {
      zh: '请把两边转换为同一类型，例如 CAST(… AS VARCHAR)',
      en: 'bring both to one type, such as CAST(… AS VARCHAR)',
    },
  })
}

/** The branches of a chain of unions, from the left. Each of them may have its own WITH. */
function branches(node: Node): Node[] {
  const sides = [nodeOf(node.left), nodeOf(node.right)]
  return sides.flatMap((side) => (isChain(side) ? branches(side) : [side]))
}

const isChain = (node: Node): boolean =>
  node.type === 'SET_OPERATION_NODE' &&
  node.setop_type === 'UNION' &&
  node.setop_all === true &&
  Array.isArray(node.modifiers) &&
  node.modifiers.length === 0 &&
  !Array.isArray(nodeOf(node.cte_map).map)

function mustMatch(results: readonly Result[], { ctx }: Env): void {
  const widths = new Set(results.map(({ columns }) => columns.length))
  if (widths.size === 1) return
  ctx.refuse({
    code: 'GATE_UNION',
    rule: 'union.columns',
    at: undefined,
    words: ['union'],
    params: { count: results[0]!.columns.length },
    allowed: {
      zh: `每一边都写 ${results[0]!.columns.length} 列`,
      en: `${results[0]!.columns.length} columns on each side`,
    },
  })
}

function unionRows(rows: readonly RowResult[], node: Node, env: Env): RowResult {
  const { ctx } = env
  if (new Set(rows.map(({ persons }) => persons)).size > 1)
    ctx.refuse({
      code: 'GATE_MIXED',
      rule: 'union.persons',
      words: ['union'],
      allowed: {
        zh: 'UNION ALL 两边都是含参保人的表，或都不是',
        en: 'UNION ALL of tables with persons with each other, or of tables without persons',
      },
    })
  const scan = nextScan(ctx, node)
  const exprs: Expr[][] = rows.map(() => [])
  const columns = rows[0]!.columns.map(({ name }, index): SourceColumn => {
    const values = rows.map((one): Value => ({ at: node, ...one.columns[index]!.value }))
    const { type, exprs: unified } = unify(values, ctx.refuse)
    unified.forEach((expr, branch) => exprs[branch]!.push(expr))
    const nullable = values.some((value) => value.nullable)
    const expr = derive(ctx, { scan, index, name, type, nullable }, originOver(values, unified, env))
    return { name, value: { expr, type, nullable, level: levelOfAll(values, env), refs: refsOf(values) } }
  })
  mustBeApart(rows, env)
  return {
    world: 'rows',
    relation: {
      op: 'union',
      scan,
      inputs: rows.map(({ relation }, branch) => ({ input: relation, columns: exprs[branch]! })),
    },
    persons: rows[0]!.persons,
    rowsArePersons: false,
    columns,
  }
}

/**
 * A table with persons stands in one branch alone: over a table with itself each person counts twice, which history
 * could not tell from another statistic, and half of it is the count of the table.
 */
function mustBeApart(rows: readonly RowResult[], { ctx }: Env): void {
  const tables = rows.map(({ relation }) => personTables(relation))
  const twice = tables.flatMap((names, at) =>
    names.filter((name) => tables.some((all, other) => other > at && all.includes(name))),
  )
  const [table] = twice
  if (table === undefined) return
  ctx.refuse({
    code: 'GATE_UNION_TABLE',
    rule: 'union.table',
    params: { table },
    words: ['union'],
    table,
    allowed: {
      zh: '用 OR、IN 或 CASE 写在一个查询里，或先在每一边汇总再 UNION ALL',
      en: 'one query with OR, IN or CASE, or UNION ALL of aggregated queries',
    },
  })
}

function personTables(relation: Relation): string[] {
  switch (relation.op) {
    case 'scan':
      return relation.persons ? [relation.table] : []
    case 'join':
      return [...personTables(relation.left), ...personTables(relation.right)]
    case 'union':
      return relation.inputs.flatMap(({ input }) => personTables(input))
  }
  return personTables(relation.input)
}

/** Bare columns of one strict level stay of it; what is mixed must be at most a measure. */
function levelOfAll(values: readonly Value[], { ctx }: Env): ColumnLevel {
  const [first] = values
  if (values.every(({ level }) => level === first!.level)) return first!.level
  for (const value of values) if (value.level !== 'measure') useValue(value, 'argument', ctx.refuse)
  return levelOver(values.map(({ level }) => level))
}

/** Sums of a column of a union are named after the columns of all branches; a measure must be a column by itself. */
function originOver(values: readonly Value[], exprs: readonly Expr[], { ctx }: Env): Origin {
  for (const value of values)
    if (value.level === 'measure' && !isBare(value))
      ctx.refuse({
        code: 'GATE_NOT_LINEAR',
        rule: 'union.measure',
        params: { column: refsOf([value])[0]?.column ?? '' },
        at: value.at,
        ...value.refs[0],
        level: 'measure',
        allowed: {
          zh: 'UNION ALL 中度量列须原样写出，运算写在外层的统计里',
          en: 'write a measure as it is in UNION ALL, and compute in the statistic outside',
        },
      })
  const origins = exprs.map((expr, index) => (values[index]!.raw ? null : originOf(ctx, expr)))
  const real = origins.filter((origin) => origin !== null)
  const named = real.every((origin) => origin?.key)
  const keys = [...new Set(real.flatMap((origin) => origin?.key ?? []))].sort()
  const whole = origins.every((origin) => origin && origin.columns.length > 0)
  return {
    key: named && keys.length > 0 ? keys.join('|') : null,
    counts: real.some((origin) => origin?.counts),
    columns: whole ? origins.flatMap((origin) => origin?.columns ?? []) : [],
  }
}
