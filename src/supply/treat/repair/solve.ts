import { quoteName, quoteText } from '../../source/child/index.ts'
import type { Equation, Fix } from './model.ts'
import { alive } from './targets.ts'
import { ruleFits } from './work.ts'

const number = (alias: string, column: string, type = 'DECIMAL(18,2)'): string =>
  `TRY_CAST(${alias}.${quoteName(column)} AS ${type})`

const columnsIn = (e: Equation): string[] => [e.total, ...e.plus, ...(e.product ?? [])]

/**
 * SQL of the candidates that the equations of one table give: `fix, tbl, col, rule, row, before, after`.
 * A column is suspect when it stands in every equation that fails and in none that holds. Exactly one suspect, for which
 * all failing equations ask the same value, gets it. Of several suspects only a total that is computed from its parts
 * can be meant. A missing cell gets what all equations say in which it alone is missing. Decimals throughout.
 */
export function solveSql(
  fix: Fix,
  table: string,
  all: readonly Equation[],
  has: (t: string, c: string) => boolean,
): string | null {
  const equations = all.filter(
    (e) =>
      e.table === table &&
      columnsIn(e).every((c) => has(table, c)) &&
      (!e.sum ||
        ([e.sum.column, ...Object.keys(e.sum.on)].every((c) => has(e.sum!.table, c)) &&
          Object.values(e.sum.on).every((c) => has(table, c)))),
  )
  if (equations.length === 0) return null
  const columns = [...new Set(equations.flatMap(columnsIn))]
  const lets = fix.rules ? ruleFits('b.rule', fix.rules) : 'true'
  const states = equations.flatMap((e, j) => stateOf(e, j))
  const joins = equations.flatMap((e, j) => (e.sum ? [sumJoin(e, j)] : []))
  const guesses = columns.map((c) => guess(c, equations))
  return `WITH b AS MATERIALIZED (
      SELECT b.row, min(b.rule) AS rule, list(DISTINCT b.col) AS cols FROM blame b
      WHERE b.tbl = ${quoteText(table)} AND b.col IN (${columns.map(quoteText).join(', ')}) AND ${lets} GROUP BY b.row),
    m AS MATERIALIZED (SELECT t.*, b.rule AS __rule, b.cols AS __cols FROM ${alive(table)} t JOIN b ON b.row = t.__row),
    e AS MATERIALIZED (SELECT m.*, ${states.join(', ')} FROM m ${joins.join(' ')}),
    g AS (${guesses.join(' UNION ALL ')}),
    suspects AS (SELECT row, count(*) FILTER (suspect) AS n, count(*) FILTER (suspect AND computed) AS computed FROM g GROUP BY row)
    SELECT ${quoteText(fix.id)} AS fix, ${quoteText(table)} AS tbl, g.col, g.rule, g.row, g.before, g.said[1]::VARCHAR AS after
    FROM g JOIN suspects s ON s.row = g.row
    WHERE len(g.said) = 1 AND (g.missing OR (g.suspect AND (s.n = 1 OR (g.computed AND s.computed = 1))))
      AND g.said[1]::VARCHAR IS DISTINCT FROM g.before`
}

/** For equation j: `d_j` what the total has too much, null where a part is missing; `r_j` its right side; `x_j` what is missing. */
function stateOf(e: Equation, j: number): string[] {
  const total = number('m', e.total)
  const right = e.product
    ? `round(${number('m', e.product[0], 'DECIMAL(16,4)')} * ${number('m', e.product[1], 'DECIMAL(18,6)')}, 2)::DECIMAL(18,2)`
    : e.sum
      ? `q${j}.s`
      : e.plus.map((c) => number('m', c)).join(' + ')
  const missing = columnsIn(e).map((c) => `CASE WHEN ${number('m', c)} IS NULL THEN ${quoteText(c)} END`)
  const blank = `list_filter([${missing.join(', ')}], lambda x: x IS NOT NULL)`
  return [
    `(${total} - (${right}))::DECIMAL(18,2) AS d_${j}`,
    `(${right})::DECIMAL(18,2) AS r_${j}`,
    `CASE WHEN len(${blank}) = 1 ${e.sum ? `AND q${j}.s IS NOT NULL` : ''} THEN (${blank})[1] END AS x_${j}`,
  ]
}

/** A sum speaks only where every row of it can be read; void rows are left out. */
function sumJoin(e: Equation, j: number): string {
  const sum = e.sum!
  const keys = Object.keys(sum.on).map(quoteName)
  const some = Object.entries(sum.on).map(
    ([their, mine]) => `o.${quoteName(their)} IN (SELECT ${quoteName(mine)} FROM m)`,
  )
  const on = Object.entries(sum.on).map(([their, mine]) => `q${j}.${quoteName(their)} = m.${quoteName(mine)}`)
  const value = number('o', sum.column)
  return `LEFT JOIN (SELECT ${keys.map((k) => `o.${k}`).join(', ')}, CASE WHEN count(*) = count(${value}) THEN sum(${value})::DECIMAL(18,2) END AS s
    FROM ${alive(sum.table)} o WHERE ${some.join(' AND ')} AND coalesce(o.vali_flag, '1') = '1'
    GROUP BY ALL) q${j} ON ${on.join(' AND ')} AND coalesce(m.vali_flag, '1') = '1'`
}

/** One column: whether it is suspect or missing, and what the equations say that it should be. */
function guess(c: string, equations: readonly Equation[]): string {
  const fails = (j: number, e: Equation): string => `abs(d_${j}) > ${(e.tolerance / 100).toFixed(2)}`
  const tests: string[] = []
  const failing: string[] = []
  const asked: string[] = []
  const told: string[] = []
  const computed: string[] = []
  for (const [j, e] of equations.entries()) {
    const inside = columnsIn(e).includes(c)
    tests.push(inside ? `(d_${j} IS NULL OR ${fails(j, e)})` : `(d_${j} IS NULL OR NOT ${fails(j, e)})`)
    if (!inside) continue
    failing.push(`coalesce(${fails(j, e)}, false)`)
    const fixed = e.total === c ? `r_${j}` : e.plus.includes(c) ? `${number('e', c)} + d_${j}` : null
    if (fixed !== null) asked.push(`CASE WHEN ${fails(j, e)} THEN (${fixed})::DECIMAL(18,2) END`)
    if (e.total === c && e.computed) computed.push(`coalesce(${fails(j, e)}, false)`)
    const others = e.plus.filter((p) => p !== c).map((p) => number('e', p))
    const rest = [number('e', e.total), ...others].join(' - ')
    if (e.total === c) told.push(`CASE WHEN x_${j} = ${quoteText(c)} THEN r_${j} END`)
    else if (e.plus.includes(c))
      told.push(`CASE WHEN x_${j} = ${quoteText(c)} THEN (${rest})::DECIMAL(18,2) END`)
  }
  const distinct = (list: string[]): string =>
    list.length === 0
      ? `[]::DECIMAL(18,2)[]`
      : `list_distinct(list_filter([${list.join(', ')}], lambda x: x IS NOT NULL))`
  const missing = `(${number('e', c)} IS NULL AND list_contains(e.__cols, ${quoteText(c)}))`
  return `SELECT e.__row AS row, e.__rule AS rule, ${quoteText(c)} AS col, e.${quoteName(c)} AS before, ${missing} AS missing,
      (${number('e', c)} IS NOT NULL AND ${tests.join(' AND ')} AND (${failing.join(' OR ')})) AS suspect,
      ${computed.length > 0 ? `(${computed.join(' OR ')})` : 'false'} AS computed,
      CASE WHEN ${missing} THEN ${distinct(told)} ELSE ${distinct(asked)} END AS said FROM e`
}
