import { quoteName, quoteText } from '../../source/child/index.ts'
import type { How, Source } from './model.ts'
import { alive, blamed, type Placed, sound, type Standard } from './targets.ts'
import { columnsOf, inForm, valueSql } from './values.ts'

type Sources = Extract<How, { sources: Source[] }>

/**
 * SQL of the candidates of one fix at one column: `fix, rule, row, before, after`. All are computed from the same state,
 * so that the order of fixes within a round cannot matter. Null where a table that it needs is not there.
 */
export function candidateSql(
  placed: Placed,
  standard: Standard,
  has: (t: string, c: string) => boolean,
): string | null {
  const { how } = placed.fix
  switch (how.kind) {
    case 'normalise':
      return simple(
        placed,
        `SELECT m.__row AS row, ${inForm(how.as, `m.${quoteName(placed.column)}`)} AS v FROM m`,
      )
    case 'dictionary':
      return dictionary(placed, standard)
    case 'derive':
    case 'lookup':
    case 'restore_key':
      return bySources(placed, how, has)
    default:
      return null
  }
}

const head = ({ fix, table, column }: Placed): string =>
  `${quoteText(fix.id)} AS fix, ${quoteText(table)} AS tbl, ${quoteText(column)} AS col`

/** `m`: the blamed rows. */
const mine = (placed: Placed): string =>
  `b AS MATERIALIZED (${blamed(placed)}), m AS MATERIALIZED (SELECT t.* FROM ${alive(placed.table)} t JOIN b ON b.row = t.__row)`

function simple(placed: Placed, values: string): string {
  const cell = `m.${quoteName(placed.column)}`
  return `WITH ${mine(placed)}, v AS (${values})
    SELECT ${head(placed)}, b.rule, b.row, ${cell} AS before, v.v AS after
    FROM v JOIN b ON b.row = v.row JOIN m ON m.__row = v.row WHERE v.v IS NOT NULL AND v.v IS DISTINCT FROM ${cell}`
}

function dictionary(placed: Placed, standard: Standard): string | null {
  const list = standard.columnOf(placed.table, placed.column)?.codeList
  if (list === undefined || standard.textsOf(list).length === 0) return null
  const text = inForm('text', `m.${quoteName(placed.column)}`)
  return simple(
    placed,
    `SELECT m.__row AS row, min(d.code) AS v FROM m JOIN dictionary d ON d.list = ${quoteText(list)} AND d.text = ${text}
     GROUP BY m.__row HAVING count(DISTINCT d.code) = 1`,
  )
}

/** One source: the rows it speaks of with the number of different values and one of them. */
function sourceSql(placed: Placed, source: Source): string {
  const { table, column } = placed
  const own = [
    ...Object.values(source.on),
    ...[source.value, ...source.when.flat()].flatMap((value) => columnsOf(value, 'col')),
  ].filter((name) => name !== column)
  const tests = [
    sound(table, own, 'm'),
    ...source.when.map(([a, b]) => `${valueSql(a, 'm', 's')} = ${valueSql(b, 'm', 's')}`),
  ]
  const value = valueSql(source.value, 'm', 's')
  if (source.table === undefined) {
    return `SELECT m.__row AS row, 1 AS n, ${value} AS v FROM m WHERE ${tests.join(' AND ')} AND ${value} IS NOT NULL`
  }
  const theirs = [...Object.keys(source.on), ...columnsOf(source.value, 'their')]
  const on = Object.entries(source.on).map(([their, my]) => `s.${quoteName(their)} = m.${quoteName(my)}`)
  const where = Object.entries(source.where).map(
    ([their, text]) => `s.${quoteName(their)} = ${quoteText(text)}`,
  )
  const other = source.table === table ? ['s.__row <> m.__row'] : []
  return `SELECT m.__row AS row, count(DISTINCT ${value}) AS n, min(${value}) AS v
    FROM m JOIN ${alive(source.table)} s ON ${on.join(' AND ')}
    WHERE ${[...tests, ...where, ...other, sound(source.table, theirs, 's')].join(' AND ')} AND ${value} IS NOT NULL
    GROUP BY m.__row`
}

function bySources(placed: Placed, how: Sources, has: (t: string, c: string) => boolean): string | null {
  const usable = how.sources.filter((source) => sourceThere(placed, source, has))
  if (usable.length === 0) return null
  if (how.kind === 'restore_key' && !has(how.in.table, how.in.column)) return null
  const cell = `m.${quoteName(placed.column)}`
  const parts = usable.map((source, i) => `s${i} AS (${sourceSql(placed, source)})`)
  const joins = usable.map((_, i) => `LEFT JOIN s${i} ON s${i}.row = b.row`)
  const said = `list_filter([${usable.map((_, i) => `s${i}.v`).join(', ')}], lambda x: x IS NOT NULL)`
  const clear = usable.map((_, i) => `coalesce(s${i}.n, 1) = 1`)
  const lords = usable.flatMap((source, i) => (source.authority ? [`s${i}.v IS NOT NULL`] : []))
  const known =
    how.kind === 'restore_key'
      ? [`EXISTS (SELECT 1 FROM ${alive(how.in.table)} k WHERE k.${quoteName(how.in.column)} = said[1])`]
      : []
  return `WITH ${mine(placed)}, ${parts.join(', ')},
    heard AS (SELECT b.row, b.rule, b.unsound, ${said} AS said,
        ${lords.length > 0 ? lords.join(' OR ') : 'false'} AS lord FROM b ${joins.join(' ')} WHERE ${clear.join(' AND ')})
    SELECT ${head(placed)}, h.rule, h.row, ${cell} AS before, said[1] AS after FROM heard h JOIN m ON m.__row = h.row
    WHERE ${[`len(list_distinct(said)) = 1`, `(h.unsound OR h.lord OR len(said) > 1)`, `said[1] IS DISTINCT FROM ${cell}`, ...known].join(' AND ')}`
}

/** A source that needs a table or column that is not at hand does not speak. */
function sourceThere({ table }: Placed, source: Source, has: (t: string, c: string) => boolean): boolean {
  const values = [source.value, ...source.when.flat()]
  const own = [...Object.values(source.on), ...values.flatMap((value) => columnsOf(value, 'col'))]
  const theirs = [
    ...Object.keys(source.on),
    ...Object.keys(source.where),
    ...values.flatMap((value) => columnsOf(value, 'their')),
  ]
  return (
    own.every((name) => has(table, name)) &&
    (source.table === undefined ? theirs.length === 0 : theirs.every((name) => has(source.table!, name)))
  )
}
