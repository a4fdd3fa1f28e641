import type { CompiledRule } from './compile.ts'
import { looksElsewhere, type Scan } from './scope.ts'
import { type Duck, quoteText } from './sql.ts'

/** Rules of one table that look at the same rows: all valid ones, or for the validity flag itself, all. */
export interface Group {
  readonly table: string
  readonly scan: Scan
  readonly rules: readonly CompiledRule[]
  /** The rows, counted for each condition, with only the joins that conditions need. */
  readonly counting: { readonly scan: Scan; readonly conditions: readonly string[] }
}

/** A rule that is asked, with the SQL that is true of a row that breaks it. */
interface Mark {
  readonly rule: CompiledRule['rule']
  readonly bad: string
  readonly kept: readonly string[]
}

/**
 * One scan: a dirty row is kept with one mark a rule; the few rows that are kept are then told apart.
 * Of every row only is asked whether all is well, and the marks are made where it is not. What looks at the row alone is
 * asked before other tables are joined to it: of plain vectors, where the engine answers parts that rules share once. Its
 * marks go through the joins as one list, null for clean rows. A rule that no cell of its storage type can break is not
 * asked at all.
 */
export async function markDirty(duck: Duck, { table, scan, rules }: Group): Promise<void> {
  const own: Mark[] = []
  const others: Mark[] = []
  const found = rules.flatMap(({ rule, when, bad, kept }) => {
    if (bad === 'false') return []
    const sql = when === null ? bad : `(coalesce(${when}, false) AND ${bad})`
    const late = looksElsewhere(sql)
    const place = (late ? others : own).push({ rule, bad: sql, kept })
    return [{ rule, mark: `${late ? 'others' : 'own'}[${place}]` }]
  })
  if (found.length === 0) return
  const from = scan.with((rows) => (own.length === 0 ? `SELECT *, NULL AS own ${rows}` : listed(own, rows)))
  // As one expression over whole vectors: the engine would answer `OR` rule by rule over ever new selections of rows.
  const clean = ['t.own IS NULL', ...partsOf(others)].join(' AND ')
  await duck.connection.run(
    `CREATE OR REPLACE TEMP TABLE q_mark AS
     SELECT t.__row, t.own::BOOLEAN[] AS own, ${listOf(others)}::BOOLEAN[] AS others ${from}
     WHERE (${clean}) IS NOT DISTINCT FROM false`,
  )
  const any = found.map(({ mark }, i) => `coalesce(bool_or(${mark}), false) AS d${i}`)
  const [marked] = await duck.rows(`SELECT ${any.join(', ')} FROM q_mark`)
  for (const [i, { rule, mark }] of found.entries()) {
    if (marked![`d${i}`] !== true) continue
    await duck.connection.run(
      `INSERT INTO finding SELECT ${[rule.id, table, rule.column].map(quoteText).join(', ')}, __row
       FROM q_mark WHERE ${mark}`,
    )
  }
  await duck.connection.run('DROP TABLE q_mark')
}

/** The rows with the marks of their own, null where there is none. */
function listed(early: readonly Mark[], rows: string): string {
  const clean = `SELECT *, (${partsOf(early).join(' AND ')}) AS clean ${rows}`
  const asked = `SELECT *, CASE WHEN NOT clean THEN ${listOf(early)} END AS asked FROM (${clean}) t`
  return `SELECT *, CASE WHEN list_contains(asked, true) THEN asked END AS own FROM (${asked}) t`
}

const listOf = (marks: readonly Mark[]): string => `[${marks.map(({ bad }) => bad).join(', ')}]`

const partsOf = (marks: readonly Mark[]): string[] => [...new Set(marks.flatMap(({ kept }) => kept))]
