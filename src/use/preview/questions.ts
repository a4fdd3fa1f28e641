import type { ColumnLevel } from '../run/index.ts'
import type { PreviewSource } from './tables.ts'

/** One table of a contract as a preview looks at it: names, types and levels, nothing of its rows. */
export interface LogicalTable {
  readonly name: string
  readonly columns: readonly LogicalColumn[]
}

export interface LogicalColumn {
  readonly name: string
  readonly type: string
  readonly level: ColumnLevel
}

/** One ordinary query of a preview. */
export interface Question extends Omit<PreviewSource, 'runId'> {
  readonly sql: string
}

/** One-way tables of one query: as many bases as the closed plan has. More would use up the release budget. */
export const MOST_MARGINALS = 8
const MOST_MEANS = 24

const NUMBER =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|FLOAT|DOUBLE|DECIMAL)/

/**
 * What a preview asks: the one-way tables of the chosen columns that may be grouped by (the first eight where nobody
 * chose), and the means of measures. Days are asked by month, since few groups of single days are large enough.
 */
export function questionsOf(table: LogicalTable, chosen?: readonly string[]): Question[] {
  const keys = table.columns
    .filter(({ level, name }) => mayGroup(level) && (chosen === undefined || chosen.includes(name)))
    .slice(0, MOST_MARGINALS)
  const measures = table.columns
    .filter(({ level, type }) => level === 'measure' && NUMBER.test(type))
    .slice(0, MOST_MEANS)
  const marginals: Question[] =
    keys.length === 0
      ? []
      : [
          {
            drawn: 'marginal',
            columns: keys.map(({ name }) => name),
            sql: keys.map((column) => oneWay(table.name, column)).join('\nunion all\n'),
          },
        ]
  if (measures.length === 0) return marginals
  const names = measures.map(({ name }) => name)
  const means = names.map((name, place) => `avg(${quoted(name)}) as m${place}`).join(', ')
  return [...marginals, { drawn: 'mean', columns: names, sql: `select ${means}\nfrom ${quoted(table.name)}` }]
}

const mayGroup = (level: ColumnLevel): boolean => level === 'open' || level === 'group'

/** `name`, `value`, `n`: the shape that `rules.ts` reads. */
function oneWay(table: string, { name, type }: LogicalColumn): string {
  const from = `from ${quoted(table)}`
  const label = `'${name.replaceAll("'", "''")}' as name`
  if (!isDay(type)) {
    const key = quoted(name)
    return `select ${label}, cast(${key} as varchar) as value, count(*) as n ${from} group by ${key}`
  }
  const [year, month] = [`year(${quoted(name)})`, `month(${quoted(name)})`]
  const value = `cast(${year} * 100 + ${month} as varchar) as value`
  return `select ${label}, ${value}, count(*) as n ${from} group by ${year}, ${month}`
}

export const isDay = (type: string): boolean => /^(DATE|TIMESTAMP)/.test(type)

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
