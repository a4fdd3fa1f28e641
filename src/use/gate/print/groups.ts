import type { Fold } from '../../../platform/engine/index.ts'
import { familyOf, scaleOf } from '../lower/types.ts'
import type { BaseCell } from '../plan/index.ts'
import { countsPersons, type Parts, type Printed, sameKeys } from './base.ts'
import { picked } from './picked.ts'
import { setNumber } from './plain.ts'
import { fromWhere } from './relation.ts'
import { needsRows, valueTable, valueTables } from './values.ts'

/**
 * SQL of groups with their members. Values are exact and come from the rows (`__rows0`, the finest set; coarser ones
 * add its rows up); who is in each row, with how much, is a stream of rows that the engine folds to one member for
 * each row and person. Supports are counted from the members: no count(distinct) of persons in SQL, which would cost
 * 5 to 10 times the query. Coarser sets bring no values that are not additive: the check withholds them there.
 */
export function printGroups(given: Parts, minGroup: number): Printed {
  const { parts, steps } = picked(given)
  const shares = sharesOf(parts)
  const places = placesOf(parts)
  const { base } = parts
  return {
    steps: [
      ...steps,
      ...valueTables(parts, minGroup),
      ...(places ? [{ name: '__places', sql: places }] : []),
      ...base.sets.map((_, set) => ({
        name: `__rows${set}`,
        sql: set === 0 ? finest(parts) : coarser(parts, set),
      })),
    ],
    sql: answer(parts, places !== null),
    layout: {
      set: 0,
      keys: base.keys.map((_, index) => 1 + index),
      cells: base.cells.map((_, index) => 1 + base.keys.length + index),
      support: null,
      supports: base.cells.map(() => null),
      institutions: places ? 1 + base.keys.length + base.cells.length : null,
    },
    members: {
      sql: members(parts, shares.columns),
      folds: shares.folds,
      size: 'SELECT CAST(coalesce(sum(n), 0) AS DOUBLE) FROM __rows0',
      ...(base.sets.length > 1 ? { unions: unions(parts) } : {}),
      cells: shares.of,
    },
  }
}

/** What a person has of a cell, row by row, and how it is folded. Columns that several cells read come once. */
interface Shares {
  readonly columns: readonly string[]
  readonly folds: readonly Fold[]
  readonly of: NonNullable<Printed['members']>['cells']
}

/** The part of a fold of this column, or of the rows alone. */
type Place = (how: Fold['how'], sql: string | null) => number

const NAN = "CAST('NaN' AS DOUBLE)"

function sharesOf(parts: Parts): Shares {
  const columns: string[] = []
  const folds: Fold[] = []
  const place: Place = (how, sql) => {
    const known = sql === null ? null : columns.indexOf(sql)
    const of = known === -1 ? columns.push(sql!) - 1 : known
    const same = folds.findIndex((one) => one.how === how && one.of === of)
    return same >= 0 ? same : folds.push({ how, of } as Fold) - 1
  }
  const of = parts.base.cells.map((cell, index) => {
    const value = `coalesce(CAST(${parts.arguments[index]!} AS DOUBLE), ${NAN})`
    const bounds = cell.fn === 'quantile' ? ([place('min', value), place('max', value)] as const) : null
    return { ...shareOf(parts, cell, index, place), bounds }
  })
  return { columns, folds, of }
}

function shareOf(parts: Parts, cell: BaseCell, index: number, place: Place) {
  const argument = parts.arguments[index]!
  if (cell.fn === 'sum') {
    const { sql, divisor } = numberOf(argument, parts.types[index]!)
    return { part: place('sum', sql), divisor }
  }
  // Each person counts once, however often it is there.
  const how = countsPersons(cell) ? 'one' : 'count'
  if (argument === null || !parts.missing[index]) return { part: place(how, null), divisor: 1 }
  const family = familyOf(parts.types[index]!)
  // Whole numbers and decimals are no number only where they are missing: their sum reads the same column.
  const sql =
    family === 'integer' || family === 'decimal'
      ? numberOf(argument, parts.types[index]!).sql
      : `CASE WHEN ${argument} IS NOT NULL THEN CAST(1 AS DOUBLE) ELSE ${NAN} END`
  return { part: place(how, sql), divisor: 1 }
}

/** Whole numbers add up the same in any order: a person's part must not depend on how rows lie on disk. */
function numberOf(argument: string, type: string): { sql: string; divisor: number } {
  const scale = familyOf(type) === 'decimal' ? scaleOf(type) : 0
  const sql = scale === 0 ? `CAST(${argument} AS DOUBLE)` : `round(CAST(${argument} AS DOUBLE) * 1e${scale})`
  return { sql: `coalesce(${sql}, ${NAN})`, divisor: 10 ** scale }
}

/** Numbered groups of the finest set with what is additive of them, and what only the rows can tell. */
function finest(parts: Parts): string {
  const { base, keys, body, arguments: args } = parts
  const additive = base.cells.map(({ fn }, cell) =>
    fn === 'sum' ? `sum(${args[cell]!})` : count(parts, cell),
  )
  const columns = [
    ...keys.map((key, index) => `${key} AS k${index}`),
    ...base.cells.map((_, cell) => `${needsRows(parts, cell) ? 'NULL' : additive[cell]!} AS c${cell}`),
    'count(*) AS n',
  ]
  const group = keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : ''
  const all = base.keys.map((_, index) => index)
  const values = base.cells.map(({ fn }, cell) => {
    if (!needsRows(parts, cell)) return `g.c${cell}`
    const value = `q${cell}.value`
    return `${fn === 'quantile' ? value : `coalesce(${value}, 0)`} AS c${cell}`
  })
  const joins = base.cells.flatMap((_, cell) =>
    needsRows(parts, cell)
      ? [` LEFT JOIN ${valueTable(cell)} AS q${cell} ON (${sameKeys('g', `q${cell}`, all)})`]
      : [],
  )
  const shown = [
    'row_number() OVER () - 1 AS number',
    ...all.map((key) => `g.k${key}`),
    ...values,
    'g.n AS n',
  ]
  return `SELECT ${shown.join(', ')} FROM (SELECT ${columns.join(', ')} ${fromWhere(body)}${group}) AS g${joins.join('')}`
}

const count = ({ arguments: args, base }: Parts, cell: number): string =>
  countsPersons(base.cells[cell]!) || args[cell] === null ? 'count(*)' : `count(${args[cell]!})`

/** Groups of a coarser set, numbered on from those of the sets before it (the finest left out). */
function coarser(parts: Parts, set: number): string {
  const { base } = parts
  const keys = base.sets[set]!.map((key) => `k${key}`)
  const columns = [
    ...keys,
    ...base.cells.map(({ fn }, cell) => {
      if (needsRows(parts, cell)) return `NULL AS c${cell}`
      return fn === 'sum'
        ? `sum(c${cell}) AS c${cell}`
        : `CAST(coalesce(sum(c${cell}), 0) AS BIGINT) AS c${cell}`
    }),
    // Without it a total of values that do not add up would be no aggregate, and a row for each group.
    'count(*) AS n',
  ]
  const group = keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : ''
  const before = Array.from({ length: set - 1 }, (_, at) => ` + (SELECT count(*) FROM __rows${at + 1})`).join(
    '',
  )
  return `SELECT row_number() OVER () - 1${before} AS number, * FROM (SELECT ${columns.join(', ')} FROM __rows0${group})`
}

/** Distinct institutions of each row, for all sets; null where nobody asks. */
function placesOf({ base, keys, body }: Parts): string | null {
  const places = body.institutions.map((sql) => `count(DISTINCT ${sql})`)
  if (places.length === 0) return null
  const several = base.sets.length > 1
  const sets = base.sets.map((set) => `(${set.map((key) => keys[key]!).join(', ')})`).join(', ')
  const one = keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : ''
  const columns = [
    `${several ? setNumber(base.sets, keys) : '0'} AS set_number`,
    ...keys.map((key, index) => `${key} AS k${index}`),
    `${places.length > 1 ? `least(${places.join(', ')})` : places[0]!} AS places`,
  ]
  return `SELECT ${columns.join(', ')} ${fromWhere(body)}${several ? ` GROUP BY GROUPING SETS (${sets})` : one}`
}

/** All sets one below the other, each in the order of its numbers. */
function answer({ base }: Parts, places: boolean): string {
  const selects = base.sets.map((set, at) => {
    const columns = [
      `${at} AS set_number`,
      ...base.keys.map((_, key) => (set.includes(key) ? `r.k${key}` : 'NULL')),
      ...base.cells.map((_, cell) => `r.c${cell}`),
      ...(places ? ['coalesce(m.places, 0)'] : []),
      'r.number AS number',
    ]
    const join = places
      ? ` LEFT JOIN __places AS m ON (m.set_number = ${at} AND ${sameKeys('m', 'r', set)})`
      : ''
    return `SELECT ${columns.join(', ')} FROM __rows${at} AS r${join}`
  })
  return `${selects.join(' UNION ALL ')} ORDER BY set_number, number`
}

function members({ keys, body }: Parts, shares: readonly string[]): string {
  const row = keys.length > 0 ? '__rows0.number' : '0'
  const columns = [`CAST(${row} AS UINTEGER)`, `CAST(${body.person!} AS UINTEGER)`, ...shares]
  const same = keys.map((key, index) => `${key} IS NOT DISTINCT FROM __rows0.k${index}`).join(' AND ')
  const from = keys.length > 0 ? `${body.from} INNER JOIN __rows0 ON (${same})` : body.from
  return `SELECT ${columns.join(', ')} ${fromWhere({ from, where: [...body.where, `${body.person!} IS NOT NULL`] })}`
}

/** Which rows of the finest set each row of the coarser ones is made of. */
function unions({ base }: Parts): string {
  return base.sets
    .slice(1)
    .map(
      (set, at) =>
        `SELECT CAST(l.number AS UINTEGER), CAST(r.number AS UINTEGER) FROM __rows0 AS l INNER JOIN __rows${at + 1} AS r ON (${sameKeys('l', 'r', set)})`,
    )
    .join(' UNION ALL ')
}
