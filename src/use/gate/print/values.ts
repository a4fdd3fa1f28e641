import { countsPersons, type Parts, type Printed } from './base.ts'
import { boundedGroups } from './bounded.ts'
import { fromWhere } from './relation.ts'

/** The table of a cell's values in the finest set: its keys, and `value`. */
export const valueTable = (cell: number): string => `__value${cell}`

/** Can only the rows themselves tell the value of this cell? */
export const needsRows = ({ base }: Parts, cell: number): boolean => {
  const one = base.cells[cell]!
  return one.fn === 'quantile' || (one.fn === 'count_distinct' && !countsPersons(one))
}

/** Tables of what is not additive. */
export function valueTables(parts: Parts, minGroup: number): Printed['steps'] {
  return parts.base.cells.flatMap(({ fn, at }, cell) =>
    needsRows(parts, cell)
      ? [
          {
            name: valueTable(cell),
            sql:
              fn === 'quantile'
                ? quantile(parts, cell, Number(at), minGroup)
                : distinct(parts, cell, minGroup),
          },
        ]
      : [],
  )
}

const groupBy = (columns: readonly string[]) => (columns.length > 0 ? ` GROUP BY ${columns.join(', ')}` : '')

/**
 * How many values stand with at least k persons each: as many as a GROUP BY of it would show. A value that fewer have
 * would tell that one of them is there (`count(distinct diagnosis)` of everybody with A, and of one person more).
 */
function distinct(parts: Parts, cell: number, k: number): string {
  const { keys } = parts
  const by = keys.map((_, key) => `k${key}`)
  const of = `k${keys.length}`
  const groups = { ...parts, keys: [...keys, parts.arguments[cell]!], base: { ...parts.base, cells: [] } }
  return `SELECT ${[...by, `count(${of}) AS value`].join(', ')} FROM (${boundedGroups(groups, k)})${groupBy(by)}`
}

/**
 * Quantiles that no person's value shows through: the mean of the k values centred on the place `at · (n − 1)` of the
 * ordered values. The first of them is number round(at · (n − 1) − (k − 1) ÷ 2), kept within 0 … n − k.
 */
function quantile(parts: Parts, cell: number, at: number, k: number): string {
  const by = parts.keys.map((_, key) => `k${key}`)
  const partition = by.length > 0 ? `PARTITION BY ${by.join(', ')}` : ''
  const keys = parts.keys.map((key, index) => `${key} AS k${index}`)
  const values = `SELECT ${[...keys, `${parts.arguments[cell]!} AS x`].join(', ')} ${fromWhere(parts.body)}`
  const place = `row_number() OVER (${partition} ORDER BY x) AS place`
  const ordered = `SELECT ${[...by, 'x', place, `count(*) OVER (${partition}) AS n`].join(', ')} FROM (${values}) WHERE x IS NOT NULL`
  const centred = `round(CAST('${at}' AS DOUBLE) * (n - 1) - CAST('${(k - 1) / 2}' AS DOUBLE))`
  const first = `least(greatest(${centred}, 0), greatest(n - ${k}, 0))`
  return `SELECT ${[...by, 'avg(x) AS value'].join(', ')} FROM (${ordered}) WHERE place > ${first} AND place <= ${first} + ${k}${groupBy(by)}`
}
