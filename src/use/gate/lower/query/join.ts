import type { Relation } from '../../plan/row.ts'
import { type Context, derive, LIMITS, nextScan, originOf } from '../context.ts'
import { listOf, type Node, nodeOf, textOf } from '../node.ts'
import { lowerCase, type Source } from '../scope.ts'
import { JOIN_ALLOWED } from './allowed.ts'
import { clauseFree, lowerFrom } from './from.ts'
import { isBare } from './group.ts'
import { joinReleased } from './join-released.ts'
import { asReleased } from './listing.ts'
import type { Env, ReleasedFrom, RowFrom } from './model.ts'
import { equalities, pair, usingPair } from './pairs.ts'

type Kind = 'inner' | 'left'
type From = RowFrom | ReleasedFrom

const FIELDS = [
  'type',
  'query_location',
  'left',
  'right',
  'condition',
  'join_type',
  'ref_type',
  'using_columns',
]

/** INNER and LEFT JOIN: of rows over declared pairs, of released values over any of their columns. */
export function lowerJoin(node: Node, env: Env): From {
  const kind = kindOf(node, env)
  clauseFree(node, FIELDS, env)
  const left = lowerFrom(nodeOf(node.left), env)
  const right = lowerFrom(nodeOf(node.right), env)
  mustDiffer(left, right, node, env)
  if (left.world === 'rows' && right.world === 'rows') return joinRows(kind, left, right, node, env)
  return joinReleased(kind, asReleased(left, node, env), asReleased(right, node, env), node, env)
}

function kindOf(node: Node, { ctx }: Env): Kind {
  const kind = textOf(node.ref_type) === 'REGULAR' ? textOf(node.join_type) : textOf(node.ref_type)
  if (kind === 'INNER') return 'inner'
  if (kind === 'LEFT') return 'left'
  return ctx.refuse({
    code: 'GATE_JOIN_KIND',
    rule: `join.kind.${kind.toLowerCase()}`,
    params: { kind: kind === 'CROSS' ? 'CROSS JOIN' : `${kind} JOIN` },
    at: typeof node.query_location === 'number' ? node : undefined,
    words: [WORDS[kind] ?? kind.toLowerCase(), ','],
    allowed: JOIN_ALLOWED,
  })
}
const WORDS: Readonly<Record<string, string>> = { OUTER: 'full' }

function mustDiffer(left: From, right: From, at: Node, { ctx }: Env): void {
  const aliases = [...left.sources, ...right.sources].map(({ alias }) => alias)
  const twice = aliases.find((alias, index) => aliases.indexOf(alias) < index)
  if (twice !== undefined)
    ctx.refuse({
      code: 'GATE_ALIAS_TWICE',
      rule: 'alias.twice',
      params: { alias: twice },
      at: nodeOf(at.right),
      allowed: { zh: '给每张表一个不同的别名', en: 'give each table an alias of its own' },
    })
  if (aliases.length > LIMITS.tables)
    ctx.refuse({
      code: 'GATE_TOO_MANY_TABLES',
      rule: 'join.count',
      params: { limit: LIMITS.tables },
      at: nodeOf(at.right),
      allowed: {
        zh: `一个 FROM 最多 ${LIMITS.tables} 张表`,
        en: `at most ${LIMITS.tables} tables in one FROM`,
      },
    })
}

function joinRows(kind: Kind, left: RowFrom, written: RowFrom, node: Node, env: Env): RowFrom {
  const { ctx } = env
  // A row of the left without a match rests on nobody: removing a person would move it between groups.
  if (kind === 'left' && !left.persons && written.persons)
    ctx.refuse({
      code: 'GATE_JOIN_SIDE',
      rule: 'join.left_persons',
      at: node,
      allowed: {
        zh: '把含参保人的表写在 LEFT JOIN 的左边，或使用 INNER JOIN',
        en: 'put the table with persons on the left of LEFT JOIN, or use INNER JOIN',
      },
    })
  const right = kind === 'left' ? ownTable(written, nodeOf(node.right), ctx) : written
  const using = listOf(node.using_columns).map(textOf)
  const on =
    using.length > 0
      ? using.map((name) => usingPair(name, node, left, right, ctx))
      : equalities(nodeOf(node.condition), node, ctx).map(([a, b]) => pair(a, b, left, right, ctx))
  const merged = using.map(lowerCase)
  const sources = right.sources.map((source) => ({
    ...source,
    columns:
      kind === 'left'
        ? source.columns.map((column) => ({ ...column, value: missing(column.value) }))
        : source.columns,
    merged: [...source.merged, ...merged],
  }))
  return {
    world: 'rows',
    relation: joined(kind, left.relation, right.relation, on),
    persons: left.persons || right.persons,
    rowsArePersons: false,
    sources: [...left.sources, ...sources],
  }
}

/** Filters of what is joined go above the join, as far as that is the same. */
function joined(
  kind: Kind,
  left: Relation,
  right: Relation,
  on: Extract<Relation, { op: 'join' }>['on'],
): Relation {
  if (left.op === 'filter')
    return { op: 'filter', input: joined(kind, left.input, right, on), where: left.where }
  if (right.op === 'filter' && kind === 'inner')
    return { op: 'filter', input: joined(kind, left, right.input, on), where: right.where }
  return { op: 'join', kind, left, right, on }
}

/** The right side of a LEFT JOIN where no row matches: all of its columns are missing, also computed ones. */
const missing = (value: Source['columns'][number]['value']): Source['columns'][number]['value'] => ({
  ...value,
  nullable: true,
  expr:
    value.expr.kind === 'column' || value.expr.kind === 'derived'
      ? { ...value.expr, nullable: true }
      : value.expr,
})

/** The right side of a LEFT JOIN as a derived table of its own, where its columns or filters are more than a table's. */
function ownTable(from: RowFrom, at: Node, ctx: Context): RowFrom {
  const all = from.sources.flatMap(({ columns }) => columns)
  const plain = from.relation.op !== 'filter' && from.relation.op !== 'join'
  if (plain && all.every(({ value }) => isBare(value))) return from
  const kept = all.filter(({ value }) => value.level !== 'hidden')
  const scan = nextScan(ctx, at)
  const columns = new Map(
    kept.map((column, index) => {
      const { expr, type, nullable } = column.value
      const origin =
        column.value.level === 'measure' && !isBare(column.value) ? undefined : originOf(ctx, expr)
      const derived = derive(ctx, { scan, index, name: column.name, type, nullable }, origin)
      return [column, { ...column, value: { ...column.value, expr: derived } }]
    }),
  )
  return {
    ...from,
    relation: {
      op: 'project',
      scan,
      input: from.relation,
      columns: kept.map(({ value }) => value.expr),
    },
    sources: from.sources.map((source) => ({
      ...source,
      columns: source.columns.flatMap((column) => columns.get(column) ?? []),
    })),
  }
}
