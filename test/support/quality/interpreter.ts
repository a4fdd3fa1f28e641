import type { Expr } from '../../../src/supply/treat/quality/model.ts'

/** A second implementation of expressions, plain and slow: what the compiled SQL must equal. */
export type Plain =
  | null
  | boolean
  | string
  | { readonly n: bigint; readonly scale: number }
  | { readonly day: string }
  | { readonly time: string }

type Row = Readonly<Record<string, Plain>>
type Num = { readonly n: bigint; readonly scale: number }

const isNum = (value: Plain): value is Num => value !== null && typeof value === 'object' && 'n' in value
const num = (n: bigint, scale = 0): Num => ({ n, scale })
const dayOf = (value: Plain): string =>
  typeof value === 'object' && value !== null && 'day' in value
    ? value.day
    : (value as { time: string }).time.slice(0, 10)
const days = (value: Plain): number => Date.parse(`${dayOf(value)}T00:00:00Z`) / 86_400_000

/** −1, 0, 1 of two values of one kind. */
function compare(a: Plain, b: Plain): number {
  if (isNum(a) && isNum(b)) {
    const scale = Math.max(a.scale, b.scale)
    const [x, y] = [a, b].map(({ n, scale: s }) => n * 10n ** BigInt(scale - s)) as [bigint, bigint]
    return x < y ? -1 : x > y ? 1 : 0
  }
  const text = (value: Plain): string =>
    typeof value === 'object' && value !== null
      ? 'day' in value
        ? value.day
        : (value as { time: string }).time
      : String(value)
  const [x, y] = [text(a), text(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

function sum(args: readonly Plain[], sign: bigint): Plain {
  const values = args as readonly Num[]
  const scale = Math.max(...values.map((value) => value.scale))
  const parts = values.map(({ n, scale: s }) => n * 10n ** BigInt(scale - s))
  return num(
    parts.slice(1).reduce((total, part) => total + sign * part, parts[0]!),
    scale,
  )
}

function round({ n, scale }: Num): Num {
  if (scale === 0) return num(n)
  const unit = 10n ** BigInt(scale)
  const size = ((n < 0n ? -n : n) * 2n + unit) / (2n * unit)
  return num(n < 0n ? -size : size)
}

function age(birth: Plain, day: Plain): Num {
  const [b, d] = [dayOf(birth), dayOf(day)]
  return num(BigInt(Number(d.slice(0, 4)) - Number(b.slice(0, 4)) - (d.slice(5) < b.slice(5) ? 1 : 0)))
}

const months = (a: string, b: string): Num =>
  num(
    BigInt(
      (Number(b.slice(0, 4)) - Number(a.slice(0, 4))) * 12 + Number(b.slice(5, 7)) - Number(a.slice(5, 7)),
    ),
  )

const MAIN: Readonly<Record<string, (...args: Plain[]) => Plain>> = {
  add: (...args) => sum(args, 1n),
  sub: (...args) => sum(args, -1n),
  mul: (a, b) => num((a as Num).n * (b as Num).n, (a as Num).scale + (b as Num).scale),
  abs: (a) => num((a as Num).n < 0n ? -(a as Num).n : (a as Num).n, (a as Num).scale),
  round: (a) => round(a as Num),
  number: (a) => (/^\d{1,18}$/.test(a as string) ? num(BigInt(a as string)) : null),
  eq: (a, b) => compare(a, b) === 0,
  ne: (a, b) => compare(a, b) !== 0,
  lt: (a, b) => compare(a, b) < 0,
  le: (a, b) => compare(a, b) <= 0,
  gt: (a, b) => compare(a, b) > 0,
  ge: (a, b) => compare(a, b) >= 0,
  not: (a) => !(a as boolean),
  between: (a, low, high) => compare(a, low) >= 0 && compare(a, high) <= 0,
  length: (a) => num(BigInt(Array.from(a as string).length)),
  substr: (a, from, count) => {
    const start = Number((from as Num).n) - 1
    return Array.from(a as string)
      .slice(start, start + Number((count as Num).n))
      .join('')
  },
  lower: (a) => (a as string).toLowerCase(),
  upper: (a) => (a as string).toUpperCase(),
  days_between: (a, b) => num(BigInt(Math.round(days(b) - days(a)))),
  months_between: (a, b) => months(dayOf(a), dayOf(b)),
  year_of: (a) => num(BigInt(dayOf(a).slice(0, 4))),
  date_of: (a) => ({ day: dayOf(a) }),
  add_days: (a, n) => ({
    day: new Date((days(a) + Number((n as Num).n)) * 86_400_000).toISOString().slice(0, 10),
  }),
  age_at: (a, b) => age(a, b),
  matches: (a, pattern) => new RegExp(`^(?:${pattern as string})$`).test(a as string),
}

/** Null in, null out, but for the few functions that look at nulls. */
export function evaluate(expr: Expr, row: Row): Plain {
  if ('col' in expr) return row[expr.col] ?? null
  if ('lit' in expr) return typeof expr.lit === 'string' ? expr.lit : num(BigInt(expr.lit))
  if (!('fn' in expr)) throw new Error('not part of the comparison')
  const args = expr.args.map((arg) => evaluate(arg, row))
  switch (expr.fn) {
    case 'and':
      return args.includes(false) ? false : args.includes(null) ? null : true
    case 'or':
      return args.includes(true) ? true : args.includes(null) ? null : false
    case 'is_null':
      return args[0] === null
    case 'coalesce':
      return args.find((arg) => arg !== null) ?? null
    case 'in':
      return args[0] === null ? null : args.slice(1).some((one) => compare(args[0]!, one) === 0)
    default:
      return args.includes(null) ? null : MAIN[expr.fn]!(...args)
  }
}
