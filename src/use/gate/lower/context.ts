import type { Json } from '../../../kernel/canonical.ts'
import type { ColumnRef, GrantTerms } from '../../run/index.ts'
import type { Base, DerivedExpr } from '../plan/index.ts'
import type { Expr } from '../plan/row.ts'
import type { Node } from './node.ts'
import type { Refuse } from './refuse.ts'

/** Where a column of a derived table comes from. */
export interface Origin {
  /** What its sum is named after in a family; null where it cannot be summed. */
  readonly key: string | null
  /** Columns of the contract that it is, value for value: for declared joins. */
  readonly columns: readonly ColumnRef[]
  /** Is it a count within one person? */
  readonly counts: boolean
}

/** The lowering of one text: what its parts share. */
export interface Context {
  readonly terms: GrantTerms
  readonly refuse: Refuse
  /** The bases so far; their places are what `released` refers to. */
  readonly bases: Base[]
  /** By `scan.index`. */
  readonly origins: Map<string, Origin>
  /** How many sources there are: each has its own number. */
  scans: number
  /** How large the expressions are that were put in the place of columns of subqueries. */
  inlined: number
}

/** Limits of one text: beyond them no person writes, and each bounds the time that parsing and lowering take. */
export const LIMITS = {
  /** Sources side by side in one FROM. */
  tables: 8,
  /** Sources in the whole text, each use of a CTE counted. */
  sources: 24,
  /** Queries inside queries. */
  queries: 8,
  /** Nested expressions. */
  depth: 60,
  /** Columns of a SELECT list, and keys and statistics of one grouping. */
  columns: 100,
  bases: 8,
  /** Parts of one column of a subquery. */
  parts: 1_000,
  /** Parts of all that was put in the place of such columns. */
  inlined: 50_000,
  /** Parts of a whole plan. */
  plan: 100_000,
} as const

/** The number of a new source. @throws GATE_TOO_MANY_TABLES */
export function nextScan(ctx: Context, at: Node): number {
  if (ctx.scans >= LIMITS.sources) {
    ctx.refuse({
      code: 'GATE_TOO_MANY_TABLES',
      rule: 'source.count',
      params: { limit: LIMITS.sources },
      at,
      allowed: {
        zh: `全文最多 ${LIMITS.sources} 个数据来源`,
        en: `at most ${LIMITS.sources} sources in all`,
      },
    })
  }
  return ctx.scans++
}

/** Refuses expressions nested deeper than any person writes: the tree is walked by recursion. */
export function mustBeShallow(ctx: Context, depth: number, at: Node): void {
  if (depth <= LIMITS.depth) return
  ctx.refuse({
    code: 'GATE_TOO_DEEP',
    rule: 'depth',
    params: { limit: LIMITS.depth },
    at,
    allowed: {
      zh: `嵌套不超过 ${LIMITS.depth} 层，可改用 IN`,
      en: `at most ${LIMITS.depth} levels; use IN instead`,
    },
  })
}

/** Adds a base and gives its place. @throws GATE_TOO_MANY_BASES */
export function addBase(ctx: Context, base: Base, at: Node): number {
  if (ctx.bases.length >= LIMITS.bases) {
    ctx.refuse({
      code: 'GATE_TOO_MANY_BASES',
      rule: 'base.count',
      params: { limit: LIMITS.bases },
      at,
      allowed: {
        zh: `一条查询最多包含 ${LIMITS.bases} 个分组统计`,
        en: `at most ${LIMITS.bases} groupings in one query`,
      },
    })
  }
  return ctx.bases.push(base) - 1
}

/** The origin of a bare column; undefined for any other expression. */
export function originOf(ctx: Pick<Context, 'origins'>, expr: Expr): Origin | undefined {
  if (expr.kind === 'column')
    return {
      key: `${expr.table}.${expr.column}`,
      columns: [{ table: expr.table, column: expr.column }],
      counts: false,
    }
  return expr.kind === 'derived' ? ctx.origins.get(`${expr.scan}.${expr.index}`) : undefined
}

/** A new column of a derived table. */
export function derive(
  ctx: Context,
  column: Omit<DerivedExpr, 'kind'>,
  origin: Origin | undefined,
): DerivedExpr {
  ctx.origins.set(`${column.scan}.${column.index}`, origin ?? { key: null, columns: [], counts: false })
  return { kind: 'derived', ...column }
}

/** Refuses what grew beyond a limit by being used again and again. @throws GATE_TOO_DEEP */
export function tooLarge(ctx: Pick<Context, 'refuse'>, at: Node | undefined): never {
  return ctx.refuse({
    code: 'GATE_TOO_DEEP',
    rule: 'depth.size',
    at,
    allowed: {
      zh: '把查询拆成几条，或少用嵌套的派生列',
      en: 'split the query, or nest fewer derived columns',
    },
  })
}

/** How many parts a tree has; never looks at more than `most` of them, so that shared parts cannot make it long. */
export function sizeOf(tree: Json, most: number): number {
  const open: Json[] = [tree]
  let size = 0
  while (open.length > 0 && size <= most) {
    const one = open.pop()!
    if (typeof one !== 'object' || one === null) continue
    size++
    open.push(...Object.values(one))
  }
  return size
}
