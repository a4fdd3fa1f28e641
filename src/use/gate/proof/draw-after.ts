import {
  type AfterCondition,
  type AfterExpr,
  type AfterRow,
  type By,
  conjunction,
  HIDDEN,
  mustBeSure,
  negation,
  overNumbers,
  plain,
  truthOf,
  UNKNOWABLE,
} from './after.ts'
import type { Choice } from './choice.ts'
import { Ambiguous, type Released } from './model.ts'
import type { Comparison } from './values.ts'
import { rounded } from './values.ts'
import { type DrawnWindow, WINDOWS } from './windows.ts'

/** Expressions, conditions, orders and windows over released columns. */

const numbersOf = (columns: readonly AfterExpr[]) => columns.filter(({ kind }) => kind === 'number')

export function drawNumber(c: Choice, columns: readonly AfterExpr[], depth = 2): AfterExpr | null {
  const numbers = numbersOf(columns)
  if (numbers.length === 0) return null
  const leaf = c.one(numbers)
  if (depth <= 0) return leaf
  const a = drawNumber(c, columns, depth - 1) ?? leaf
  const n = 2 + c.below(5)
  const number = (sql: string, of: (row: AfterRow) => Released): AfterExpr => ({ sql, kind: 'number', of })
  switch (c.below(9)) {
    case 1:
      return number(
        `(${a.sql} * ${n})`,
        overNumbers((x) => x * n, a),
      )
    case 2:
      return number(
        `(${a.sql} - ${n})`,
        overNumbers((x) => x - n, a),
      )
    case 3: {
      const b = c.one(numbers)
      return number(
        `(${a.sql} / ${b.sql})`,
        overNumbers((x, y) => (y === 0 ? null : x / y), a, b),
      )
    }
    case 4: {
      const b = c.one(numbers)
      return number(
        `(${a.sql} + ${b.sql})`,
        overNumbers((x, y) => x + y, a, b),
      )
    }
    case 5:
      return number(`round(${a.sql}, 1)`, (row) => {
        const found = a.of(row)
        mustBeSure(found)
        const half = Math.abs(Math.abs((Number(found.value) * 10) % 1) - 0.5)
        if (
          !found.mark &&
          found.value !== null &&
          half < 1e-6 + 20 * found.slack &&
          (found.slack > 0 || half > 0)
        )
          throw new Ambiguous('a rounding')
        return overNumbers((x) => rounded(x, 1), { ...a, of: () => ({ ...found, slack: 0 }) })(row)
      })
    case 6:
      return number(`coalesce(${a.sql}, 0)`, (row) => {
        const found = a.of(row)
        mustBeSure(found)
        // 其他 is passed on.
        return found.mark === 'withheld' ? HIDDEN : found.value === null && !found.mark ? plain(0) : found
      })
    case 7: {
      const when = drawAfterCondition(c, columns, 0)
      return when
        ? number(`case when ${when.sql} then ${a.sql} else 0 end`, (row) => {
            const found = when.of(row)
            return found === UNKNOWABLE ? HIDDEN : found === true ? a.of(row) : plain(0)
          })
        : a
    }
    case 8:
      return number(`abs(${a.sql})`, overNumbers(Math.abs, a))
  }
  return a
}

export function drawAfterCondition(
  c: Choice,
  columns: readonly AfterExpr[],
  depth = 1,
): AfterCondition | null {
  if (numbersOf(columns).length === 0) return null
  if (depth > 0 && c.chance(30)) {
    const of = c.many(2, 2, () => drawAfterCondition(c, columns, depth - 1)!)
    return c.chance(30) ? negation(of[0]!) : conjunction(of, c.chance(50) ? 'and' : 'or')
  }
  const a = drawNumber(c, columns, depth)!
  if (c.chance(15)) {
    const negated = c.chance(50)
    return {
      sql: `${a.sql} is ${negated ? 'not ' : ''}null`,
      of: (row) => {
        const { mark, value, slack } = a.of(row)
        mustBeSure({ value, slack })
        // 其他 is there.
        if (mark === 'rest') return negated
        return mark ? UNKNOWABLE : (value === null) !== negated
      },
    }
  }
  const n = c.one([5, 0, 1, 2, 10, 100, 1000])
  const op = c.one<Comparison>(['>', '>=', '<', '<=', '=', '<>'])
  return { sql: `${a.sql} ${op} ${n}`, of: (row) => truthOf(op, a.of(row), plain(n)) }
}

export const drawBy = (c: Choice, columns: readonly AfterExpr[]): By => ({
  expr: c.one(columns),
  descending: c.chance(50),
  nullsFirst: c.chance(20) ? c.chance(50) : null,
})

export function drawWindow(
  c: Choice,
  columns: readonly AfterExpr[],
  keys: readonly AfterExpr[],
): DrawnWindow | null {
  const numbers = numbersOf(columns)
  if (numbers.length === 0) return null
  const fn = c.one(WINDOWS)
  const aggregate = ['sum', 'avg', 'count', 'min', 'max'].includes(fn)
  const order =
    aggregate && c.chance(50) ? [] : [drawBy(c, columns), ...keys.map((expr) => drawBy(c, [expr]))]
  return {
    fn,
    of: c.one(numbers),
    partition: keys.length > 0 && c.chance(50) ? [c.one(keys)] : [],
    order,
    offset: 1 + c.below(3),
    preceding: aggregate && order.length > 0 && c.chance(30) ? c.below(3) : null,
  }
}
