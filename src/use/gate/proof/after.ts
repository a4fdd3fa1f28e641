import { Ambiguous, type Released, type Truth, type Value } from './model.ts'
import { all, any, compare, type Comparison, not, order } from './values.ts'

/** What is done with released values, by the book. A withheld value stays withheld; a condition on one is unknown. */

export type AfterRow = readonly Released[]

export interface AfterExpr {
  readonly sql: string
  readonly kind: 'number' | 'text' | 'other'
  readonly of: (row: AfterRow) => Released
}
export interface AfterCondition {
  readonly sql: string
  readonly of: (row: AfterRow) => Truth | typeof UNKNOWABLE
}
/** What a condition on a withheld value is: not true, not false, and whatever hangs on it is withheld as well. */
export const UNKNOWABLE = 'unknowable'

export const plain = (value: Value, slack = 0): Released => ({ value, slack })
export const HIDDEN: Released = { value: null, slack: 0, mark: 'withheld' }

/** A function of present numbers; `slack` is what the slack of the arguments may make of it. */
export function overNumbers(
  fn: (...args: number[]) => number | null,
  ...of: readonly AfterExpr[]
): (row: AfterRow) => Released {
  return (row) => {
    const args = of.map((one) => one.of(row))
    if (args.some(({ mark }) => mark !== undefined)) return HIDDEN
    if (args.some(({ value }) => value === null))
      return plain(null, Math.max(...args.filter(({ value }) => value === null).map(({ slack }) => slack)))
    const values = args.map(({ value }) => Number(value))
    const result = fn(...values)
    if (result === null) return plain(null)
    const errors = args.map(({ slack }, at) =>
      slack === 0
        ? 0
        : Math.max(
            ...[-1, 1].map((sign) =>
              Math.abs((fn(...values.with(at, values[at]! + sign * slack)) ?? Number.NaN) - result),
            ),
          ),
    )
    const slack = errors.reduce((a, b) => a + b, 0)
    if (Number.isNaN(slack)) throw new Ambiguous('a bound of an error')
    return plain(result, 2 * slack + (Number.isInteger(result) ? 0 : 1e-12 * Math.abs(result)))
  }
}

/** Missing for one and no number for another. */
export function mustBeSure({ value, slack }: Released): void {
  if (value === null && slack > 0) throw new Ambiguous('a missing number')
}

export function truthOf(op: Comparison, a: Released, b: Released): ReturnType<AfterCondition['of']> {
  mustBeSure(a)
  const rest = a.mark === 'rest' && b.mark === undefined
  // 其他 is another value than any that is named.
  if (rest && b.value !== null && (op === '=' || op === '<>')) return op === '<>'
  if (a.mark || b.mark) return UNKNOWABLE
  if (typeof a.value === 'number' && typeof b.value === 'number') {
    const apart = Math.abs(a.value - b.value)
    const slack = a.slack + b.slack
    if (slack > 0 && apart <= slack + 1e-12 * Math.abs(a.value)) throw new Ambiguous('a comparison')
  }
  return compare(op, a.value, b.value)
}

/** What decides it whatever the others are, decides it. */
export const conjunction = (of: readonly AfterCondition[], word: 'and' | 'or'): AfterCondition => ({
  sql: `(${of.map(({ sql }) => sql).join(` ${word} `)})`,
  of(row) {
    const found = of.map((one) => one.of(row))
    if (found.includes(word === 'or')) return word === 'or'
    if (found.includes(UNKNOWABLE)) return UNKNOWABLE
    return (word === 'and' ? all : any)(found as Truth[])
  },
})
export const negation = (of: AfterCondition): AfterCondition => ({
  sql: `not (${of.sql})`,
  of(row) {
    const found = of.of(row)
    return found === UNKNOWABLE ? found : not(found)
  },
})

export interface By {
  readonly expr: AfterExpr
  readonly descending: boolean
  readonly nullsFirst: boolean | null
}

/** Missing last (DuckDB's default in both directions), what is withheld with it, 其他 behind both. */
export function sortOf(a: Released, b: Released, descending: boolean, nullsFirst: boolean): number {
  const rank = ({ mark, value }: Released) =>
    mark === 'rest' ? 2 : value === null ? (nullsFirst ? -1 : 1) : 0
  mustBeSure(a)
  mustBeSure(b)
  const by = rank(a) - rank(b)
  if (by !== 0 || a.value === null || b.value === null) return by
  if (a.slack + b.slack > 0 && a !== b) {
    const apart = Math.abs(Number(a.value) - Number(b.value))
    if (apart <= a.slack + b.slack + 1e-12 * Math.abs(Number(a.value))) throw new Ambiguous('an order')
  }
  return descending ? order(b.value, a.value) : order(a.value, b.value)
}

export const sorter =
  (by: readonly By[]) =>
  (a: AfterRow, b: AfterRow): number => {
    for (const { expr, descending, nullsFirst } of by) {
      const found = sortOf(expr.of(a), expr.of(b), descending, nullsFirst ?? false)
      if (found !== 0) return found
    }
    return 0
  }

/** All columns from the left: present, missing, withheld, 其他. */
export function wholeOrder(a: AfterRow, b: AfterRow): number {
  const rank = ({ mark, value }: Released) =>
    mark === 'rest' ? 3 : mark === 'withheld' ? 2 : value === null ? 1 : 0
  for (const [at, one] of a.entries()) {
    const found = rank(one) - rank(b[at]!) || sortOf(one, b[at]!, false, false)
    if (found !== 0) return found
  }
  return 0
}

export const textOf = (row: AfterRow): string =>
  JSON.stringify(
    row.map(({ value, mark }) => mark ?? (typeof value === 'number' ? Number(value.toPrecision(9)) : value)),
  )

/** One row of each. */
export function distinct(rows: readonly AfterRow[]): AfterRow[] {
  if (rows.some((row) => row.some(({ slack }) => slack > 0))) throw new Ambiguous('equal rows')
  return [...new Map(rows.map((row) => [textOf(row), row])).values()]
}
