import type { ColumnLevel, ColumnRef } from '../../run/index.ts'
import type { Expr } from '../plan/row.ts'
import type { Raw } from './constant.ts'
import { allowedFor, LEVEL_WORDS, mayUse, type Use, USE_WORDS } from './levels.ts'
import { listOf, type Node, textOf } from './node.ts'
import type { Both, Refuse } from './refuse.ts'

/** A row expression with its type and level; not yet allowed anything. */
export interface Value {
  readonly expr: Expr
  /** DuckDB's name of the type. */
  readonly type: string
  readonly nullable: boolean
  readonly level: ColumnLevel
  /** Columns of the contract that it looks at, for the messages. */
  readonly refs: readonly ColumnRef[]
  /** What the text wrote. */
  readonly at: Node
  /** A bare constant: it takes the type of what it meets. */
  readonly raw?: Raw
}

/** The name of a value for a sentence: the first column that it looks at. */
export function labelOf({ refs, at }: Pick<Value, 'refs' | 'at'>): string {
  const [first] = refs
  if (first) return `${first.table}.${first.column}`
  const names = listOf(at.column_names).map(textOf)
  if (names.length > 0) return names.join('.')
  return typeof at.function_name === 'string' ? at.function_name : '?'
}

/** Table and column of a value, for the detail of a refusal. */
export const namedBy = (value: Value) => ({ label: labelOf(value), ...value.refs[0] })

/** Lets a value through for one use. @throws GATE_COLUMN_LEVEL */
export function useValue<V extends Value>(value: V, use: Use, refuse: Refuse, allowed?: Both): V {
  return mayUse(value.level, use) ? value : refuseUse(value, use, refuse, allowed)
}

/** Says which column of which level may not be used so. */
export function refuseUse(value: Value, use: Use, refuse: Refuse, allowed?: Both): never {
  const { level, refs, at } = value
  const words = LEVEL_WORDS[level]
  return refuse({
    code: 'GATE_COLUMN_LEVEL',
    rule: `level.${level}.${use}`,
    params: {
      column: labelOf(value),
      levelZh: words.zh,
      levelEn: words.en,
      useZh: USE_WORDS[use].zh,
      useEn: USE_WORDS[use].en,
    },
    at,
    ...refs[0],
    level,
    allowed: allowed ?? allowedFor(level, refs[0]?.column ?? labelOf(value)),
  })
}

/** Bare columns alone may be of these levels: inside an expression they are refused. */
const MIXED: readonly ColumnLevel[] = ['open', 'group', 'measure']

/** The level of what derives from several: the strictest of open, group and measure. */
export const levelOver = (levels: readonly ColumnLevel[]): ColumnLevel =>
  MIXED[Math.max(0, ...levels.map((level) => MIXED.indexOf(level)))] ?? 'hidden'

/** Each column once. */
export function refsOf(values: readonly Pick<Value, 'refs'>[]): ColumnRef[] {
  const all = values.flatMap(({ refs }) => refs)
  return all.filter(
    (one, index) => all.findIndex((two) => two.table === one.table && two.column === one.column) === index,
  )
}
