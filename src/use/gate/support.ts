import type { Aggregate, Plan } from './model.ts'
import {
  canMiss,
  insuredOf,
  personScans,
  printArgument,
  printGroupExpr,
  printRelation,
  printStatistic,
} from './print.ts'

/**
 * SQL with hidden support: how many distinct insured persons each row and each cell rests on.
 *
 * An exact count(distinct) of every group costs 6 to 13 times the query itself (10 million rows). But k is small, so
 * a lower bound decides nearly every group: persons fall into 64 buckets by the low bits of their dense number, the
 * occupied buckets are a 64-bit OR, and no group has fewer persons than occupied buckets. Only groups that have at
 * least k rows and fewer than k occupied buckets are counted exactly, in a second pass over them alone. The decision
 * is the exact one; a support number that is k or more is "at least".
 */
export interface Printed {
  readonly sql: string
  /** Places in the result: keys, then statistics, then support numbers. */
  readonly keys: number
  readonly cells: number
  /** For each statistic: place of its support among the supports; 0 is the row's own. */
  readonly supportOf: readonly number[]
  /** False where no table has persons: there is no support to count. */
  readonly persons: boolean
}

/** Above this k the 64 (128) buckets fill too slowly to spare the exact count. */
const ONE_WORD = 45
const TWO_WORDS = 90

interface Support {
  /** The argument whose missing values do not count, or null for the row. */
  readonly argument: string | null
  readonly scans: readonly number[]
}

const SHIFT = (scan: number) => `CAST(1 AS UBIGINT) << CAST(${insuredOf(scan)} & 63 AS UBIGINT)`
const filter = (conditions: readonly string[]) =>
  conditions.length === 0 ? '' : ` FILTER (WHERE ${conditions.join(' AND ')})`
const least = (parts: readonly string[]) => (parts.length === 1 ? parts[0]! : `least(${parts.join(', ')})`)
const given = ({ argument }: Support) => (argument === null ? [] : [`${argument} IS NOT NULL`])

/** At most as many as there are persons, and cheap. */
function lowerBound(support: Support, words: number): string {
  const word = (scan: number, index: number) => {
    const chosen = words === 1 ? [] : [`(${insuredOf(scan)} & 64) = ${index * 64}`]
    return `coalesce(bit_count(bit_or(${SHIFT(scan)})${filter([...given(support), ...chosen])}), 0)`
  }
  const one = (scan: number) => Array.from({ length: words }, (_, index) => word(scan, index)).join(' + ')
  return least(support.scans.map(one))
}

const exact = (support: Support): string =>
  least(support.scans.map((scan) => `count(DISTINCT ${insuredOf(scan)})${filter(given(support))}`))
const rows = ({ argument }: Support): string => (argument === null ? 'count(*)' : `count(${argument})`)

/** Prints a plan for DuckDB. `minGroup` is k; rows on fewer persons are not even brought back. */
export function printPlan({ root }: Plan, minGroup: number): Printed {
  const scans = personScans(root)
  const supports: Support[] = [{ argument: null, scans }]
  const supportOf = root.cells.map((cell) => {
    if (cell.fn === 'count_rows' || !canMiss(cell.of)) return 0
    const argument = printArgument(cell.of)
    const known = supports.findIndex((one) => one.argument === argument)
    return known >= 0 ? known : supports.push({ argument, scans }) - 1
  })
  const shape = { keys: root.keys.length, cells: root.cells.length, supportOf, persons: scans.length > 0 }
  if (scans.length === 0) return { ...shape, sql: select(root, []) }
  if (minGroup > TWO_WORDS) return { ...shape, sql: printExact(root, supports, minGroup) }
  return { ...shape, sql: printBounded(root, supports, minGroup, minGroup > ONE_WORD ? 2 : 1) }
}

const keyNames = (root: Aggregate) => root.keys.map((_, index) => `k${index}`)

/** SELECT keys, statistics and more, over the plan's relation. */
function select(root: Aggregate, more: readonly string[], having = ''): string {
  const columns = [
    ...root.keys.map((key, index) => `${printGroupExpr(key)} AS k${index}`),
    ...root.cells.map((cell, index) => `${printStatistic(cell)} AS c${index}`),
    ...more,
  ]
  return `SELECT ${columns.join(', ')} ${body(root)}${having}`
}

function body(root: Aggregate, semi = ''): string {
  const { from, where } = printRelation(root.input)
  const group =
    root.keys.length > 0 ? ` GROUP BY ${root.keys.map((key) => printGroupExpr(key)).join(', ')}` : ''
  return `FROM ${from}${semi}${where ? ` WHERE ${where}` : ''}${group}`
}

function printExact(root: Aggregate, supports: readonly Support[], minGroup: number): string {
  const having = root.keys.length > 0 ? ` HAVING ${exact(supports[0]!)} >= ${minGroup}` : ''
  return select(
    root,
    supports.map((support, index) => `${exact(support)} AS s${index}`),
    having,
  )
}

function printBounded(root: Aggregate, supports: readonly Support[], k: number, words: number): string {
  const names = keyNames(root)
  const bounds = supports.flatMap((support, index) => [
    `${lowerBound(support, words)} AS s${index}`,
    `${rows(support)} AS n${index}`,
  ])
  const undecided = supports.map((_, index) => `(s${index} < ${k} AND n${index} >= ${k})`).join(' OR ')
  const doubt = `SELECT ${[...names, '1 AS one'].join(', ')} FROM __bound WHERE ${undecided}`
  const matches = names.map(
    (name, index) => `${printGroupExpr(root.keys[index]!)} IS NOT DISTINCT FROM __doubt.${name}`,
  )
  const semi = ` SEMI JOIN __doubt ON (${matches.length > 0 ? matches.join(' AND ') : '__doubt.one = 1'})`
  const again = [
    ...root.keys.map((key, index) => `${printGroupExpr(key)} AS k${index}`),
    ...supports.map((support, index) => `${exact(support)} AS s${index}`),
  ]
  // Without keys an aggregate over nothing is still one row: it must not stand in for a decided one.
  const some = names.length > 0 ? '' : ' HAVING count(*) > 0'
  const same = names.map((name) => `__bound.${name} IS NOT DISTINCT FROM __sure.${name}`).join(' AND ')
  const final = supports.map((_, index) => `coalesce(__sure.s${index}, __bound.s${index})`)
  const shown = [
    ...names.map((name) => `__bound.${name}`),
    ...root.cells.map((_, index) => `__bound.c${index}`),
    ...final.map((one, index) => `${one} AS s${index}`),
  ]
  const enough = names.length > 0 ? ` WHERE ${final[0]} >= ${k}` : ''
  return [
    `WITH __bound AS MATERIALIZED (${select(root, bounds)}),`,
    `__doubt AS (${doubt}),`,
    `__sure AS (SELECT ${again.join(', ')} ${body(root, semi)}${some})`,
    `SELECT ${shown.join(', ')} FROM __bound LEFT JOIN __sure ON (${same || 'true'})${enough}`,
  ].join(' ')
}
