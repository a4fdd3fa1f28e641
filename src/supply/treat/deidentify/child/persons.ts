import { macSql } from '../../../../safeguard/crypto/hashing/index.ts'
import { type Duck, quoteName, quotePath } from '../../../source/child/index.ts'
import { SHIFT_DAYS } from '../compile.ts'
import { base32Sql, letSql, type ProjectKeys } from '../hmac.ts'
import { identityNumberSql } from '../identity-number.ts'

/** Where it stands which identity number an insured person of a system has. */
export interface IdentitySource {
  readonly files: readonly string[]
  /** Column of the identity number; `__insured` tells the person. */
  readonly column: string
}

/** The insured persons of one table, and whose they are. */
export interface PersonTable {
  readonly files: readonly string[]
  readonly body: string
}

export const readFiles = (files: readonly string[]): string =>
  `read_parquet([${files.map(quotePath).join(', ')}])`

/**
 * Makes `person`: insured number → pseudonym, own number and date shift within the project. Persons of all tables are
 * matched on their identity number first, in this process's memory: those of different provinces who have the same are
 * one. Who has none, or several different ones, stays apart under the own system number, since a wrong match would show
 * one person's care as another's.
 */
export async function makePersons(
  duck: Duck,
  keys: ProjectKeys,
  tables: readonly PersonTable[],
  sources: readonly IdentitySource[],
): Promise<{ persons: number }> {
  const run = (sql: string) => duck.connection.run(sql)
  await run('CREATE TEMP TABLE insured (tbl INTEGER, body VARCHAR, n UINTEGER)')
  for (const [i, { files, body }] of tables.entries()) {
    await run(
      `INSERT INTO insured SELECT DISTINCT ${i}, '${body}', __insured::UINTEGER FROM ${readFiles(files)} WHERE __insured IS NOT NULL`,
    )
  }
  await run('CREATE TEMP TABLE known (n UINTEGER, id VARCHAR)')
  for (const { files, column } of sources) {
    // Distinct first: the check digit costs more than all else here.
    await run(
      `INSERT INTO known SELECT DISTINCT n, ${identityNumberSql('raw')} FROM (
         SELECT DISTINCT __insured::UINTEGER AS n, ${quoteName(column)} AS raw FROM ${readFiles(files)}
         WHERE ${quoteName(column)} IS NOT NULL)
       WHERE n IN (SELECT n FROM insured)`,
    )
  }
  await run(
    `CREATE TEMP TABLE sure AS SELECT n, min(id) AS id FROM known WHERE id IS NOT NULL GROUP BY n
     HAVING count(DISTINCT id) = 1`,
  )
  await run('DROP TABLE known')
  await run(
    `CREATE TEMP TABLE hashed AS SELECT n, identified, ${macSql(keys.person, 'message')} AS h FROM (
       SELECT i.n, s.id IS NOT NULL AS identified,
         CASE WHEN s.id IS NULL THEN 'own:' || i.n ELSE 'id:' || s.id END AS message
       FROM (SELECT DISTINCT n FROM insured) i LEFT JOIN sure s USING (n))`,
  )
  await run('DROP TABLE sure')
  // In the order of the pseudonym: a number tells nothing about when or where a person first appeared.
  await run(
    `CREATE TEMP TABLE person AS SELECT n, identified, p.pseudonym, p.number, p.shift FROM hashed JOIN (
       SELECT h, ${letSql('h', 'x', base32Sql('x'))} AS pseudonym, row_number() OVER (ORDER BY h)::UINTEGER AS number,
         ${shiftSql(macSql(keys.shift, 'h'))} AS shift
       FROM (SELECT DISTINCT h FROM hashed)) p USING (h)`,
  )
  await run('DROP TABLE hashed')
  // Who stands in tables of more than one body: found again across provinces and registers.
  await run(
    `CREATE TEMP TABLE met AS SELECT number FROM insured JOIN person USING (n) GROUP BY number HAVING count(DISTINCT body) > 1`,
  )
  const [row] = await duck.rows('SELECT count(DISTINCT number) AS n FROM person')
  return { persons: Number(row!['n']) }
}

/** From −SHIFT_DAYS to SHIFT_DAYS, never 0: a date that did not move is a date that is known. */
function shiftSql(digest: string): string {
  const draw = `(('0x' || substr(${digest}, 1, 8))::UBIGINT % ${2 * SHIFT_DAYS})::INTEGER`
  return `list_transform([${draw}], lambda d: CASE WHEN d < ${SHIFT_DAYS} THEN d - ${SHIFT_DAYS} ELSE d - ${SHIFT_DAYS} + 1 END)[1]`
}

/** Persons of one table: all, with a known identity number, and also in tables of other bodies. */
export async function countPersons(
  duck: Duck,
  table: number,
): Promise<{ persons: number; identified: number; matched: number }> {
  const [row] = await duck.rows(
    `SELECT count(DISTINCT p.number) AS persons, count(DISTINCT p.number) FILTER (WHERE p.identified) AS identified,
       count(DISTINCT m.number) AS matched
     FROM insured i JOIN person p USING (n) LEFT JOIN met m ON m.number = p.number WHERE i.tbl = ${table}`,
  )
  return {
    persons: Number(row!['persons']),
    identified: Number(row!['identified']),
    matched: Number(row!['matched']),
  }
}
