import { type Duck, quoteName } from '../../../source/child/index.ts'
import { type CompiledColumn, compileProfile, type SourceColumn } from '../compile.ts'
import type { ProjectKeys } from '../hmac.ts'
import { leastClass } from '../figures.ts'
import { measure } from '../measure.ts'
import type { Profile, RiskFigures } from '../model.ts'
import { readFiles } from './persons.ts'

export interface TransformWork {
  readonly files: readonly string[]
  readonly columns: readonly SourceColumn[]
  readonly profile: Profile
  readonly body: string
  readonly persons: boolean
  /** Columns that may leave at all; null: all. */
  readonly open: readonly string[] | null
  readonly threshold: { readonly minK: number; readonly maxRisk: number }
}

export interface Transformed {
  readonly rows: number
  readonly suppressedRows: number
  readonly blankedCells: number
  readonly columns: { name: string; type: string }[]
  readonly risk: RiskFigures
  readonly passes: boolean
}

/** The project's own number of a person, in the place of the space's. */
export const NUMBER = '__person'

/**
 * Makes the table `result` from one source table: transformed, searched for identifiers that stand where none should,
 * rows that stand out left out as far as the profile allows, and measured.
 */
export async function transform(duck: Duck, keys: ProjectKeys, work: TransformWork): Promise<Transformed> {
  const open = work.open === null ? {} : { open: new Set(work.open) }
  const compiled = compileProfile(work.profile, work.columns, keys, {
    body: work.body,
    persons: work.persons,
    ...open,
  })
  await duck.connection.run(`CREATE OR REPLACE TEMP TABLE result AS ${selectSql(compiled, work)}`)
  const blankedCells = await blankIdentifiers(duck, compiled, work)
  const names = new Set(compiled.map((column) => column.name))
  const { quasi, sensitive, ordered, fraction, maxSuppressed } = work.profile.risk
  const present = quasi.filter((name) => names.has(name))
  const person = work.persons ? NUMBER : null
  const before = await countRows(duck)
  const least = leastClass(work.threshold)
  const small = await smallRows(duck, present, person, least)
  // All or none: to leave out a part of them would still show the rest alone.
  if (small > 0 && small <= maxSuppressed * before) await dropSmall(duck, present, person, least)
  const rows = await countRows(duck)
  const risk = await measure(duck, {
    relation: 'result',
    quasi: present,
    person,
    sensitive: sensitive !== null && names.has(sensitive) ? sensitive : null,
    ordered,
    maxRisk: work.threshold.maxRisk,
    population: fraction === null ? null : { fraction },
  })
  return {
    rows,
    suppressedRows: before - rows,
    blankedCells,
    columns: compiled.map(({ name, type }) => ({ name, type })),
    risk,
    passes: passes(risk, work.threshold),
  }
}

/** Whether a result keeps what the grade demands; a table without rows tells of nobody. */
export const passes = (risk: RiskFigures, threshold: { minK: number; maxRisk: number }): boolean =>
  risk.quasi.length === 0 ||
  risk.records === 0 ||
  (risk.k >= threshold.minK && risk.prosecutor.max <= threshold.maxRisk)

function selectSql(compiled: readonly CompiledColumn[], { files, persons }: TransformWork): string {
  const list = compiled.map(({ name, sql }) => `${sql} AS ${quoteName(name)}`)
  if (!persons)
    return `SELECT ${list.length > 0 ? list.join(', ') : 'true AS empty'} FROM ${readFiles(files)} t`
  // In the order of the person's number: the source's order would tell who was registered next to whom.
  return `SELECT ${[`p.number AS ${NUMBER}`, ...list].join(', ')} FROM ${readFiles(files)} t
    JOIN person p ON p.n = t.__insured ORDER BY p.number`
}

/** An identity or phone number inside a longer text, not as part of a longer number. */
const NUMBERS_IN_TEXT =
  '(^|\\D)(\\d{6}(18|19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx]|1[3-9]\\d{9})($|\\D)'

/** Shorter values than this are no identifier where they stand among numbers: an age is nobody's telephone. */
const LEAST_DIGITS = 8

/**
 * The net under the profile: a cell of an open column that is the value of a direct identifier of the table, or holds an
 * identity or phone number, is emptied. Catches a name in a code column, a column that was graded wrongly.
 */
async function blankIdentifiers(
  duck: Duck,
  compiled: readonly CompiledColumn[],
  work: TransformWork,
): Promise<number> {
  const open = compiled.filter((column) => !column.closed)
  if (open.length === 0) return 0
  const direct = work.columns.filter(
    (column) => column.role === 'direct' && /VARCHAR|BIGINT/.test(column.type),
  )
  await duck.connection.run('CREATE OR REPLACE TEMP TABLE forbidden (v VARCHAR)')
  for (const { name } of direct) {
    await duck.connection.run(
      `INSERT INTO forbidden SELECT DISTINCT v FROM (
         SELECT trim(CAST(${quoteName(name)} AS VARCHAR)) AS v FROM ${readFiles(work.files)}) WHERE length(v) >= 2`,
    )
  }
  let blanked = 0
  for (const { name, type } of open) {
    const column = quoteName(name)
    const least = /VARCHAR/.test(type) ? '' : `WHERE length(v) >= ${LEAST_DIGITS}`
    // Over distinct values: an open text column has few.
    await duck.connection.run(
      `CREATE OR REPLACE TEMP TABLE bad AS SELECT raw FROM (
         SELECT DISTINCT ${column} AS raw, trim(CAST(${column} AS VARCHAR)) AS v FROM result WHERE ${column} IS NOT NULL)
       WHERE v IN (SELECT v FROM forbidden ${least}) OR regexp_matches(v, '${NUMBERS_IN_TEXT}')`,
    )
    const [hit] = await duck.rows(`SELECT count(*) AS n FROM result WHERE ${column} IN (SELECT raw FROM bad)`)
    if (Number(hit!['n']) === 0) continue
    blanked += Number(hit!['n'])
    await duck.connection.run(`UPDATE result SET ${column} = NULL WHERE ${column} IN (SELECT raw FROM bad)`)
  }
  await duck.connection.run('DROP TABLE forbidden; DROP TABLE IF EXISTS bad')
  return blanked
}

const countRows = async (duck: Duck): Promise<number> =>
  Number((await duck.rows('SELECT count(*) AS n FROM result'))[0]!['n'])

const smallSql = (quasi: readonly string[], person: string | null, minK: number): string => {
  const keys = quasi.map(quoteName).join(', ')
  const size = person === null ? 'count(*)' : `count(DISTINCT ${quoteName(person)})`
  return `SELECT ${keys} FROM result GROUP BY ${keys} HAVING ${size} < ${minK}`
}
const matches = (quasi: readonly string[]): string =>
  quasi.map((name) => `s.${quoteName(name)} IS NOT DISTINCT FROM r.${quoteName(name)}`).join(' AND ')

async function smallRows(
  duck: Duck,
  quasi: readonly string[],
  person: string | null,
  minK: number,
): Promise<number> {
  if (quasi.length === 0) return 0
  const [row] = await duck.rows(
    `SELECT count(*) AS n FROM result r SEMI JOIN (${smallSql(quasi, person, minK)}) s ON ${matches(quasi)}`,
  )
  return Number(row!['n'])
}

/** Whole classes go, so that the others keep their persons. */
async function dropSmall(
  duck: Duck,
  quasi: readonly string[],
  person: string | null,
  minK: number,
): Promise<void> {
  await duck.connection.run(
    `CREATE OR REPLACE TEMP TABLE result AS SELECT r.* FROM result r ANTI JOIN (${smallSql(quasi, person, minK)}) s ON ${matches(quasi)}`,
  )
}
