import type { Expr, RowFunction } from '../../plan/row.ts'
import type { Node } from '../node.ts'
import type { Both } from '../refuse.ts'
import type { RowScope } from '../scope.ts'
import { levelOver, refsOf, useValue, type Value } from '../value.ts'

/** One call of a row function, as it is being lowered. */
export interface Call {
  readonly name: string
  readonly args: readonly Node[]
  readonly node: Node
  readonly scope: RowScope
  /** Lowers one argument. */
  row(node: Node): Value
  /** The arguments cannot be so. */
  misused(): never
}

export type Lowering = (call: Call) => Value

export const FUNCTIONS_ALLOWED: Both = {
  zh: '可用的函数：日期 year、quarter、month、week、day、dayofweek、hour、date_trunc、date_diff；文本 left、right、substring、length、lower、upper、trim、concat；数值 + - * / %、abs、round、floor、ceil；以及 coalesce、nullif、least、greatest、CAST、CASE',
  en: 'functions allowed: of dates year, quarter, month, week, day, dayofweek, hour, date_trunc, date_diff; of text left, right, substring, length, lower, upper, trim, concat; of numbers + - * / %, abs, round, floor, ceil; and coalesce, nullif, least, greatest, CAST, CASE',
}

export const LINEAR: Both = {
  zh: '度量列只能在统计中使用：与常量加减乘除、两列相乘、coalesce(列, 常量)，或写在 CASE 的 THEN 之后',
  en: 'measures go into statistics alone: with constants by + - * /, as a product of two, coalesce(column, constant), or behind THEN of a CASE',
}

/** What is built of arguments that are all at most group. @throws GATE_COLUMN_LEVEL */
export function plain(
  call: Call,
  fn: RowFunction,
  values: readonly Value[],
  result: { type: string; nullable?: boolean; args?: Expr[] },
): Value {
  for (const value of values)
    useValue(value, 'argument', call.scope.ctx.refuse, value.level === 'measure' ? LINEAR : undefined)
  return built(call, fn, values, result)
}

/** What is built of arguments of which some may be measures. */
export function linear(
  call: Call,
  fn: RowFunction,
  values: readonly Value[],
  result: { type: string; nullable?: boolean; args?: Expr[] },
): Value {
  for (const value of values)
    if (value.level !== 'measure') useValue(value, 'argument', call.scope.ctx.refuse)
  return built(call, fn, values, result)
}

function built(
  { node }: Call,
  fn: RowFunction,
  values: readonly Value[],
  { type, nullable, args }: { type: string; nullable?: boolean; args?: Expr[] },
): Value {
  const misses = nullable ?? values.some((value) => value.nullable)
  return {
    expr: { kind: 'call', fn, args: args ?? values.map(({ expr }) => expr), type, nullable: misses },
    type,
    nullable: misses,
    level: levelOver(values.map(({ level }) => level)),
    refs: refsOf(values),
    at: node,
  }
}

export const wholeExpr = (value: number): Expr => ({ kind: 'literal', type: 'integer', value: String(value) })
export const textExpr = (value: string): Expr => ({ kind: 'literal', type: 'text', value })
