import { Missing, type Scope, type Target } from './compile.ts'
import type { Links } from './links.ts'
import type { Reader } from './reader.ts'
import { TEXT, type Value } from './values.ts'

/** What every rule of a check shares. */
export interface Moment {
  readonly settings: Readonly<Record<string, number>>
  readonly local: string
}

/** The rows of one table with the links that its rules ask for. */
export interface Scan {
  readonly scope: Scope
  /** `FROM … LEFT JOIN …`; `only` as in the reader. */
  from(only?: string): string
  /** The same rows with more columns of their own, computed before other tables are joined to them. */
  with(own: (from: string) => string): string
}

export function createScan(reader: Reader, links: Links, moment: Moment): Scan {
  const joins = new Map<string, { alias: string; sql: string }>()
  const join = (to: Target) => (link: string, keys: readonly string[]) => {
    const mine = keys.map((key) => value(to.on[key]!).sql)
    const id = JSON.stringify([link, mine])
    const known = joins.get(id)
    if (known) return known.alias
    const alias = `j${joins.size}`
    const on = keys.map((key, i) => `${alias}.k_${key} = ${mine[i]}`).join(' AND ')
    joins.set(id, { alias, sql: `LEFT JOIN ${link} ${alias} ON ${on}` })
    return alias
  }
  const shared = new Map<string, string>()
  const value = (column: string): Value => {
    const sql = `t.${reader.value(column)}`
    return { sql, kind: reader.reading.columns.get(column)!.kind }
  }
  const scope: Scope = {
    reading: reader.reading,
    ...moment,
    value,
    raw: (column) => rawValue(reader, column),
    malformed: (column) => reader.malformed(column),
    empty: (column) => reader.empty(column),
    real: (column) => reader.real(column),
    share: (sql) => {
      // A part that looks at a joined table, or is no more than a column, stays where it is.
      if (looksElsewhere(sql) || !sql.includes('(')) return sql
      const known = shared.get(sql)
      if (known) return known
      const alias = `t.s${shared.size}`
      shared.set(sql, alias)
      return alias
    },
    lookup: (to, column) => links.lookup(to, column, join(to), reader.reading),
    total: (to, column) => {
      const keys = Object.values(to.on).map((mine) => `${value(mine).sql} IS NOT NULL`)
      const total = links.total(to, column, join(to), reader.reading)
      return { sql: `CASE WHEN ${keys.join(' AND ')} THEN ${total.sql} END`, kind: total.kind }
    },
    found: (to) => ({
      sql: links.found(to, join(to), reader.reading),
      keys: Object.values(to.on).map((mine) => value(mine).sql),
    }),
  }
  const rows = (only?: string) => `FROM (${stages(reader.sql(only), shared)}) t`
  const joined = () => [...joins.values()].map(({ sql }) => sql).join(' ')
  return {
    scope,
    from: (only) => `${rows(only)} ${joined()}`,
    with: (own) => `FROM (${own(rows())}) t ${joined()}`,
  }
}

/** The expression looks at a joined table. */
export const looksElsewhere = (sql: string): boolean => /\bj\d+\./.test(sql)

/** Shared parts may be built of shared parts: each goes into a stage of its own, in the order in which they came. */
function stages(rows: string, shared: ReadonlyMap<string, string>): string {
  let sql = rows
  for (const [part, alias] of shared) sql = `SELECT *, ${part} AS ${alias.slice(2)} FROM (${sql}) t`
  return sql
}

const rawValue = (reader: Reader, column: string): Value => ({ sql: reader.raw(column), kind: TEXT })

/** A scope of the row alone, for the conditions of forms: other tables cannot decide how a cell is read. */
export function plainScope(reader: Reader): Scope {
  const alone = (): never => {
    throw new Missing('a condition of a form that looks at another table')
  }
  return {
    reading: reader.reading,
    settings: {},
    local: '1970-01-01 00:00:00',
    value: (column) => ({ sql: reader.value(column), kind: reader.reading.columns.get(column)!.kind }),
    raw: (column) => rawValue(reader, column),
    malformed: (column) => reader.malformed(column),
    empty: (column) => reader.empty(column),
    real: (column) => reader.real(column),
    share: (sql) => sql,
    lookup: alone,
    total: alone,
    found: alone,
  }
}
