import { XinyuError } from '../../../kernel/errors/index.ts'
import { COUNT, Missing, type Target, totalKind } from './compile.ts'
import { cellHash, type TableReading } from './columns.ts'
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
  /** Columns that point to it, with their tables; as many to each key. */
  readonly askers: Map<string, Asker>
}

interface Asker {
  readonly reading: TableReading
  readonly columns: readonly string[]
}

/** Where fewer rows than this share of a table are pointed to, only those are linked. */
const FEW = 0.25

/** The links that the rules of one check need, whatever tables they belong to. */
export interface Links {
  lookup(
    to: Target,
    column: string,
    join: (link: string, keys: readonly string[]) => string,
    asker: TableReading,
  ): Value
  total(
    to: Target,
    column: string | undefined,
    join: (link: string, keys: readonly string[]) => string,
    asker: TableReading,
  ): Value
  found(to: Target, join: (link: string, keys: readonly string[]) => string, asker: TableReading): string
  count(): number
  /** Makes them in the engine, telling each step. */
  build(duck: Duck, step: (table: string) => void): Promise<void>
  drop(duck: Duck): Promise<void>
}

export function createLinks(readings: ReadonlyMap<string, TableReading>): Links {
  const links = new Map<string, Link>()
  const linkFor = (to: Target, sums: boolean, reading: TableReading): Link => {
    const link = madeFor(to, sums)
    const columns = link.keys.map((key) => to.on[key]!)
    link.askers.set(JSON.stringify([reading.table.name, columns]), { reading, columns })
    return link
  }
  const madeFor = (to: Target, sums: boolean): Link => {
    const keys = Object.keys(to.on).sort()
    const key = JSON.stringify([to.table, keys, to.valid, sums])
    const made = links.get(key)
    if (made) return made
    const known = readings.get(to.table)
    if (!known) throw new Missing(to.table)
    const reading = withGhosts(known)
    const reader = createReader(reading, { validOnly: to.valid, scopeFor: plainScope })
    for (const column of keys) reader.value(column)
    const link: Link = {
      id: `q_link_${links.size}`,
      keys,
      sums,
      reader,
      columns: new Set(),
      askers: new Map(),
    }
    links.set(key, link)
    return link
  }
  const kindOf = (link: Link, column: string) => link.reader.reading.columns.get(column)!.kind
  return {
    lookup(to, column, join, asker) {
      const link = linkFor(to, false, asker)
      link.reader.value(column)
      link.columns.add(column)
      return { sql: `${join(link.id, link.keys)}.${quoteName(`v_${column}`)}`, kind: kindOf(link, column) }
    },
    total(to, column, join, asker) {
      const link = linkFor(to, true, asker)
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
    found(to, join, asker) {
      const link = linkFor(to, false, asker)
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
        await duck.connection.run(`DROP TABLE IF EXISTS ${id}_asked`)
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
  const asked = await askedOnly(duck, link)
  const rowsOf = (only?: string) => {
    const tests = [asked, only].filter((one) => one != null)
    const rows = link.reader.sql(tests.length === 0 ? undefined : tests.join(' AND '))
    return `SELECT ${named.join(', ')} FROM (${rows}) t WHERE ${present}`
  }
  const rows = rowsOf()
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
  const { reading } = link.reader
  const cells = cellHash(reading, link.keys)
  const hashes =
    cells === null
      ? `SELECT ${hash} AS h FROM (${rows})`
      : `SELECT ${cells.hash} AS h FROM ${reading.table.relation} t WHERE ${asked ?? cells.present}`
  // Grouping whole rows of a large table costs many times what finding the few double keys by their hash costs.
  await duck.connection.run(
    `CREATE TEMP TABLE ${link.id}_dup AS SELECT h FROM (${hashes}) GROUP BY h HAVING count(*) > 1`,
  )
  const [counted] = await duck.rows(`SELECT count(*) AS n FROM ${link.id}_dup`)
  const all = [...keys, ...values, 'true AS hit'].join(', ')
  if (Number(counted!['n']) === 0) {
    await duck.connection.run(`CREATE TEMP VIEW ${link.id} AS SELECT ${all} FROM (${rows})`)
    return
  }
  const double = (word: 'IN' | 'NOT IN') =>
    cells === null
      ? `SELECT * FROM (${rows}) WHERE ${hash} ${word} (SELECT h FROM ${link.id}_dup)`
      : rowsOf(`${cells.hash} ${word} (SELECT h FROM ${link.id}_dup)`)
  const same = values.map((v) => `CASE WHEN min(${v}) = max(${v}) THEN min(${v}) END AS ${v}`)
  await duck.connection.run(
    `CREATE TEMP TABLE ${link.id}_many AS SELECT ${[...keys, ...same, 'true AS hit'].join(', ')}
     FROM (${double('IN')}) GROUP BY ${keys.join(', ')}`,
  )
  await duck.connection.run(
    `CREATE TEMP VIEW ${link.id} AS
     SELECT ${all} FROM (${double('NOT IN')})
     UNION ALL SELECT * FROM ${link.id}_many`,
  )
}

/**
 * The condition that narrows a link to the rows that are pointed to, where those are few: a settlement that is taken
 * back names another one, and hardly any does. Null where it is not worth it, or a key is not its cell.
 */
async function askedOnly(duck: Duck, { id, keys, reader, askers }: Link): Promise<string | null> {
  const own = cellHash(reader.reading, keys)
  const theirs = [...askers.values()].map(({ reading, columns }) => ({
    relation: reading.table.relation,
    cells: cellHash(reading, columns),
  }))
  if (own === null || theirs.some(({ cells }) => cells === null)) return null
  const counts = theirs.map(
    ({ relation, cells }) => `(SELECT count(*) FROM ${relation} t WHERE ${cells!.present})`,
  )
  const [row] = await duck.rows(
    `SELECT (SELECT count(*) FROM ${reader.reading.table.relation}) AS rows, ${counts.join(' + ')} AS asked`,
  )
  if (Number(row!['asked']) >= Number(row!['rows']) * FEW) return null
  const hashes = theirs.map(
    ({ relation, cells }) => `SELECT ${cells!.hash} AS h FROM ${relation} t WHERE ${cells!.present}`,
  )
  await duck.connection.run(
    `CREATE TEMP TABLE ${id}_asked AS SELECT DISTINCT h FROM (${hashes.join(' UNION ALL ')})`,
  )
  return `${own.hash} IN (SELECT h FROM ${id}_asked)`
}
