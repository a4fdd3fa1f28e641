import type { AfterExpr } from '../plan/index.ts'
import { type Node, listOf, textOf } from '../lower/node.ts'
import type { Both, Refuse } from '../lower/refuse.ts'
import type { Windows } from './windows.ts'

export type Role = 'key' | 'statistic'

/** An expression over released values. A `statistic` derives from at least one; a `key` from keys and constants. */
export interface Lowered {
  readonly expr: AfterExpr
  /** DuckDB's name of the type; NULL for a bare NULL. */
  readonly type: string
  readonly role: Role
}

export interface AfterScope {
  /**
   * Asked first for every node: aggregate calls, grouping keys, aliases, columns of an aggregated input. Null: none of
   * these, so the lowering looks inside, or refuses by name.
   */
  leaf(node: Node): Lowered | null
  /** Where window columns go; null where there may be none (HAVING, WHERE, inside a window). */
  readonly windows: Windows | null
  readonly refuse: Refuse
}

export const roleOf = (parts: readonly { readonly role: Role }[]): Role =>
  parts.some(({ role }) => role === 'statistic') ? 'statistic' : 'key'

/** What a node wrote, for the messages: the name of a column or function, else its kind. */
export function labelOf(node: Node): string {
  const names = listOf(node.column_names).map(textOf)
  if (names.length > 0) return names.join('.')
  const name = textOf(node.function_name)
  return name ? `${name}(…)` : textOf(node.class).toLowerCase() || 'NULL'
}

/** One branch of a CASE. */
export const branch = (when: AfterExpr, expr: AfterExpr): { when: AfterExpr; then: AfterExpr } =>
  // oxlint-disable-next-line unicorn/no-thenable -- the second half of "when … then"; plain JSON that nobody awaits
  ({ when, then: expr })

export const ALLOWED: Both = {
  zh: '统计结果上可用：+ - * / %、比较、AND/OR/NOT、CASE、IN、BETWEEN、LIKE、IS NULL、abs、round、floor、ceil、sqrt、ln、exp、power、least、greatest、coalesce、nullif、concat、left、substring、length、lower、upper、cast(… as varchar/bigint/double)，以及窗口函数',
  en: 'allowed over statistics: + - * / %, comparisons, AND/OR/NOT, CASE, IN, BETWEEN, LIKE, IS NULL, abs, round, floor, ceil, sqrt, ln, exp, power, least, greatest, coalesce, nullif, concat, left, substring, length, lower, upper, cast(… as varchar/bigint/double), and window functions',
}
