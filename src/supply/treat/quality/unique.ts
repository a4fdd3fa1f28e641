import { condition } from './compile.ts'
import { cellHash, type TableReading } from './columns.ts'
import type { Links } from './links.ts'
import type { Rule } from './model.ts'
import { createReader } from './reader.ts'
import { createScan, type Moment, plainScope } from './scope.ts'
import { type Duck, quoteText } from './sql.ts'

/**
 * Finds the rows that share their values with another row. Keys that lack a part or are malformed are not compared.
 * The keys are first grouped by a hash of their cells, which is small; only what occurs twice is looked at itself.
 * @returns the number of rows that the rule speaks of
 */
export async function checkUnique(
  duck: Duck,
  rule: Rule,
  reading: TableReading,
  links: Links,
  moment: Moment,
): Promise<number> {
  const { check } = rule
  if (check.kind !== 'unique') return 0
  const reader = createReader(reading, { validOnly: true, scopeFor: plainScope })
  const scan = createScan(reader, links, moment)
  const keys = check.columns.map((column) => scan.scope.value(column).sql)
  const per = check.per === undefined ? 'NULL' : scan.scope.value(check.per).sql
  const when = rule.when === undefined ? 'true' : condition(rule, rule.when, scan.scope)
  const named = keys.map((key, i) => `${key} AS k${i}`).join(', ')
  const names = keys.map((_, i) => `k${i}`).join(', ')
  const present = keys.map((key) => `${key} IS NOT NULL`).join(' AND ')
  const rows = (only?: string) =>
    `SELECT t.__row, ${named}, ${per} AS p ${scan.from(only)} WHERE ${when} AND ${present}`
  const [spoken] = await duck.rows(
    rule.when === undefined
      ? `SELECT count(*) AS n ${scan.from()}`
      : `SELECT count(*) AS n ${scan.from()} WHERE ${when}`,
  )
  const cells = cellHash(reading, check.columns)
  const hashes =
    cells === null
      ? `SELECT hash(${names}) AS h FROM (${rows()})`
      : `SELECT ${cells.hash} AS h FROM ${reading.table.relation} t WHERE ${cells.present}`
  await duck.connection.run(
    `CREATE OR REPLACE TEMP TABLE q_twice AS SELECT h FROM (${hashes}) GROUP BY h HAVING count(*) > 1`,
  )
  const [twice] = await duck.rows('SELECT count(*) AS n FROM q_twice')
  if (Number(twice!['n']) > 0) {
    const several = check.per === undefined ? '' : ' AND min(p) <> max(p)'
    await duck.connection.run(
      cells === null
        ? `CREATE OR REPLACE TEMP TABLE q_same AS
           SELECT * FROM (${rows()}) WHERE hash(${names}) IN (SELECT h FROM q_twice)`
        : `CREATE OR REPLACE TEMP TABLE q_same AS ${rows(`${cells.hash} IN (SELECT h FROM q_twice)`)}`,
    )
    await duck.connection.run(
      `INSERT INTO finding SELECT ${[rule.id, rule.table, rule.column].map(quoteText).join(', ')}, c.__row
       FROM q_same c JOIN (
         SELECT ${names} FROM q_same GROUP BY ${names} HAVING count(*) > 1${several}
       ) d USING (${names})`,
    )
    await duck.connection.run('DROP TABLE q_same')
  }
  await duck.connection.run('DROP TABLE q_twice')
  return Number(spoken!['n'])
}
