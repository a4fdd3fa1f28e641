import { countsPersons, type Parts, type Printed, sameKeys, statistic } from './base.ts'
import { fromWhere } from './relation.ts'

/**
 * SQL with hidden support where only the minimum group is asked for.
 *
 * An exact count(distinct) of every group costs 6 to 13 times the query itself (10 million rows). But k is small, so
 * a lower bound decides nearly every group: persons fall into 64 buckets by the low bits of their dense number, the
 * occupied buckets are a 64-bit OR, and no group has fewer persons than occupied buckets. Only groups that have at
 * least k rows and fewer than k occupied buckets are counted exactly, in a second pass over them alone. The decision
 * is the exact one; a support number that is k or more is "at least". Rows on fewer persons are not brought back.
 */
export function printBounded(parts: Parts, minGroup: number): Printed {
  const supports = supportsOf(parts)
  const layout = layoutOf(parts, supports)
  return { steps: [], sql: withSupports(parts, supports.list, minGroup), layout, members: null }
}

/** The groups alone that rest on at least k persons: their keys as `k0`, `k1`, … */
export const boundedGroups = (parts: Parts, minGroup: number): string => withSupports(parts, [null], minGroup)

const withSupports = (parts: Parts, supports: readonly Support[], k: number): string =>
  k > TWO_WORDS ? exactly(parts, supports, k) : bounded(parts, supports, k, k > ONE_WORD ? 2 : 1)

/** Above this k the 64 (128) buckets fill too slowly to spare the exact count. */
const ONE_WORD = 45
const TWO_WORDS = 90

/** What a support counts: the argument whose missing values do not count, or null for the row. */
type Support = string | null

function supportsOf({ arguments: args, missing }: Parts): { list: Support[]; of: number[] } {
  const list: Support[] = [null]
  const of = args.map((argument, cell) => {
    if (argument === null || !missing[cell]) return 0
    const known = list.indexOf(argument)
    return known >= 0 ? known : list.push(argument) - 1
  })
  return { list, of }
}

function layoutOf({ keys, base }: Parts, supports: { of: number[] }): Printed['layout'] {
  const first = keys.length + base.cells.length
  return {
    set: null,
    keys: keys.map((_, index) => index),
    cells: base.cells.map((_, index) => keys.length + index),
    support: first,
    supports: supports.of.map((index) => (index === 0 ? null : first + index)),
    institutions: null,
  }
}

const filter = (conditions: readonly string[]) =>
  conditions.length === 0 ? '' : ` FILTER (WHERE ${conditions.join(' AND ')})`
const given = (support: Support) => (support === null ? [] : [`${support} IS NOT NULL`])
const rows = (support: Support) => (support === null ? 'count(*)' : `count(${support})`)

/** At most as many as there are persons, and cheap. */
function lowerBound(person: string, support: Support, words: number): string {
  const shifted = `CAST(1 AS UBIGINT) << CAST(${person} & 63 AS UBIGINT)`
  const word = (index: number) => {
    const chosen = words === 1 ? [] : [`(${person} & 64) = ${index * 64}`]
    return `coalesce(bit_count(bit_or(${shifted})${filter([...given(support), ...chosen])}), 0)`
  }
  return Array.from({ length: words }, (_, index) => word(index)).join(' + ')
}

const exact = (person: string, support: Support) => `count(DISTINCT ${person})${filter(given(support))}`

function value({ base, arguments: args, missing, body }: Parts, cell: number): string {
  const one = base.cells[cell]!
  if (countsPersons(one)) return exact(body.person!, missing[cell] ? args[cell]! : null)
  return statistic(one.fn, args[cell]!)
}

/** SELECT keys, statistics and more, over the relation. */
function select(parts: Parts, more: readonly string[], having = ''): string {
  const columns = [
    ...parts.keys.map((key, index) => `${key} AS k${index}`),
    ...parts.base.cells.map((_, index) => `${value(parts, index)} AS c${index}`),
    ...more,
  ]
  return `SELECT ${columns.join(', ')} ${fromWhere(parts.body)}${groupBy(parts)}${having}`
}

const groupBy = ({ keys }: Parts) => (keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : '')

function exactly(parts: Parts, supports: readonly Support[], minGroup: number): string {
  const person = parts.body.person!
  const having = parts.keys.length > 0 ? ` HAVING ${exact(person, null)} >= ${minGroup}` : ''
  return select(
    parts,
    supports.map((support, index) => `${exact(person, support)} AS s${index}`),
    having,
  )
}

function bounded(parts: Parts, supports: readonly Support[], k: number, words: number): string {
  const { keys, base, body } = parts
  const person = body.person!
  const names = keys.map((_, index) => `k${index}`)
  const bounds = supports.flatMap((support, index) => [
    `${lowerBound(person, support, words)} AS s${index}`,
    `${rows(support)} AS n${index}`,
  ])
  const undecided = supports.map((_, index) => `(s${index} < ${k} AND n${index} >= ${k})`).join(' OR ')
  const doubt = `SELECT ${[...names, '1 AS one'].join(', ')} FROM __bound WHERE ${undecided}`
  const matches = keys.map((key, index) => `${key} IS NOT DISTINCT FROM __doubt.k${index}`)
  const semi = ` SEMI JOIN __doubt ON (${matches.length > 0 ? matches.join(' AND ') : '__doubt.one = 1'})`
  const again = [
    ...keys.map((key, index) => `${key} AS k${index}`),
    ...supports.map((support, index) => `${exact(person, support)} AS s${index}`),
  ]
  // Without keys an aggregate over nothing is still one row: it must not stand in for a decided one.
  const some = names.length > 0 ? '' : ' HAVING count(*) > 0'
  const same = sameKeys(
    '__bound',
    '__sure',
    keys.map((_, index) => index),
  )
  const final = supports.map((_, index) => `coalesce(__sure.s${index}, __bound.s${index})`)
  const shown = [
    ...names.map((name) => `__bound.${name}`),
    ...base.cells.map((_, index) => `__bound.c${index}`),
    ...final.map((one, index) => `${one} AS s${index}`),
  ]
  const enough = names.length > 0 ? ` WHERE ${final[0]} >= ${k}` : ''
  return [
    `WITH __bound AS MATERIALIZED (${select(parts, bounds)}),`,
    `__doubt AS (${doubt}),`,
    `__sure AS (SELECT ${again.join(', ')} ${fromWhere({ ...body, from: `${body.from}${semi}` })}${groupBy(parts)}${some})`,
    `SELECT ${shown.join(', ')} FROM __bound LEFT JOIN __sure ON (${same})${enough}`,
  ].join(' ')
}
