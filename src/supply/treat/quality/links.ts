import { XinyuError } from '../../../kernel/errors/index.ts'
import { COUNT, Missing, type Target, totalKind } from './compile.ts'
import type { TableReading } from './columns.ts'
import { createReader, type Reader } from './reader.ts'
import { plainScope } from './scope.ts'
import { type Duck, quoteName } from './sql.ts'
import type { Value } from './values.ts'

/** A relation with one row a key of another table: its columns, or the sums over its rows. Built once, used by all. */
interface Link {
  readonly id: string
  readonly keys: readonly string[]
  readonly sums: boolean
  readonly reader: Reader
  readonly columns: Set<string>
}

/** The links that the rules of one check need, whatever tables they belong to. */
export interface Links {
  lookup(to: Target, column: string, join: (link: string, keys: readonly string[]) => string): Value
  total(
    to: Target,
    column: string | undefined,
    join: (link: string, keys: readonly string[]) => string,
  ): Value
  found(to: Target, join: (link: string, keys: readonly string[]) => string): string
  count(): number
  /** Makes them in the engine, telling each step. */
  build(duck: Duck, step: (table: string) => void): Promise<void>
  drop(duck: Duck): Promise<void>
}

export function createLinks(readings: ReadonlyMap<string, TableReading>): Links {
  const links = new Map<string, Link>()
  const linkFor = (to: Target, sums: boolean): Link => {
    const keys = Object.keys(to.on).sort()
    const key = JSON.stringify([to.table, keys, to.valid, sums])
    const made = links.get(key)
    if (made) return made
    const known = readings.get(to.table)
    if (!known) throw new Missing(to.table)
    const reading = withGhosts(known)
    const reader = createReader(reading, { validOnly: to.valid, scopeFor: plainScope })
    for (const column of keys) reader.value(column)
    const link = { id: `q_link_${links.size}`, keys, sums, reader, columns: new Set<string>() }
    links.set(key, link)
    return link
  }
  const kindOf = (link: Link, column: string) => link.reader.reading.columns.get(column)!.kind
  return {
    lookup(to, column, join) {
      const link = linkFor(to, false)
      link.reader.value(column)
      link.columns.add(column)
      return { sql: `${join(link.id, link.keys)}.${quoteName(`v_${column}`)}`, kind: kindOf(link, column) }
    },
    total(to, column, join) {
      const link = linkFor(to, true)
      const alias = join(link.id, link.keys)
      const none = `CASE WHEN ${alias}.hit IS NULL THEN 0`
      if (column === undefined) return { sql: `(${none} ELSE ${alias}.n END)`, kind: COUNT }
      link.reader.value(column)
      if (kindOf(link, column).is !== 'num') {
        throw new XinyuError('RULE_ARGUMENTS', { name: 'total', expects: 'number' })
      }
      link.columns.add(column)
      const sum = `${alias}.${quoteName(`v_${column}`)}`
      return { sql: `(${none} ELSE ${sum} END)`, kind: totalKind(kindOf(link, column)) }
    },
    found(to, join) {
      const link = linkFor(to, false)
      return `${join(link.id, link.keys)}.hit IS NOT NULL`
    },
    count: () => links.size,
    async build(duck, step) {
      for (const link of links.values()) {
        step(link.reader.reading.table.name)
        await buildLink(duck, link)
      }
    },
    async drop(duck) {
      for (const { id } of links.values()) {
        await duck.connection.run(`DROP VIEW IF EXISTS ${id}`)
        await duck.connection.run(`DROP TABLE IF EXISTS ${id}_dup`)
        await duck.connection.run(`DROP TABLE IF EXISTS ${id}_many`)
      }
    },
  }
}

/** Rows in quarantine count as existing for whoever points to them. */
function withGhosts(reading: TableReading): TableReading {
  const { table } = reading
  if (table.ghosts === undefined) return reading
  const names = table.columns.map(({ name }) => quoteName(name)).join(', ')
  const relation = `(SELECT ${names}, __row FROM ${table.relation} UNION ALL SELECT ${names}, -1 AS __row FROM ${table.ghosts})`
  return { ...reading, table: { ...table, relation } }
}

async function buildLink(duck: Duck, link: Link): Promise<void> {
  const keys = link.keys.map((column) => `k_${column}`)
  const named = [
    ...link.keys.map((column) => `${link.reader.value(column)} AS k_${column}`),
    ...[...link.columns].map((column) => `${link.reader.value(column)} AS ${quoteName(`v_${column}`)}`),
  ]
  const present = link.keys.map((column) => `${link.reader.value(column)} IS NOT NULL`).join(' AND ')
  const rows = `SELECT ${named.join(', ')} FROM (${link.reader.sql()}) t WHERE ${present}`
  const values = [...link.columns].map((column) => quoteName(`v_${column}`))
  if (link.sums) {
    // A malformed amount is found where it stands: a sum that lacks it says nothing.
    const sums = values.map((v) => `CASE WHEN count(*) = count(${v}) THEN sum(${v})::HUGEINT END AS ${v}`)
    const select = [...keys, ...sums, 'count(*) AS n', 'true AS hit'].join(', ')
    await duck.connection.run(
      `CREATE TEMP TABLE ${link.id}_many AS SELECT ${select} FROM (${rows}) GROUP BY ${keys.join(', ')}`,
    )
    await duck.connection.run(`CREATE TEMP VIEW ${link.id} AS SELECT * FROM ${link.id}_many`)
    return
  }
  const hash = `hash(${keys.join(', ')})`
  // Grouping whole rows of a large table costs many times what finding the few double keys by their hash costs.
  await duck.connection.run(
    `CREATE TEMP TABLE ${link.id}_dup AS SELECT ${hash} AS h FROM (${rows}) GROUP BY h HAVING count(*) > 1`,
  )
  const [counted] = await duck.rows(`SELECT count(*) AS n FROM ${link.id}_dup`)
  const all = [...keys, ...values, 'true AS hit'].join(', ')
  if (Number(counted!['n']) === 0) {
    await duck.connection.run(`CREATE TEMP VIEW ${link.id} AS SELECT ${all} FROM (${rows})`)
    return
  }
  const same = values.map((v) => `CASE WHEN min(${v}) = max(${v}) THEN min(${v}) END AS ${v}`)
  await duck.connection.run(
    `CREATE TEMP TABLE ${link.id}_many AS SELECT ${[...keys, ...same, 'true AS hit'].join(', ')}
     FROM (${rows}) WHERE ${hash} IN (SELECT h FROM ${link.id}_dup) GROUP BY ${keys.join(', ')}`,
  )
  await duck.connection.run(
    `CREATE TEMP VIEW ${link.id} AS
     SELECT ${all} FROM (${rows}) WHERE ${hash} NOT IN (SELECT h FROM ${link.id}_dup)
     UNION ALL SELECT * FROM ${link.id}_many`,
  )
}
