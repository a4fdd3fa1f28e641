import { condition, type CompiledRule, compileRule, Missing } from './compile.ts'
import { readTable, type TableReading } from './columns.ts'
import { createLinks, type Links } from './links.ts'
import type { CheckedTables, CheckInput, Rule, RuleCount } from './model.ts'
import { createReader } from './reader.ts'
import { createScan, looksElsewhere, type Moment, plainScope, type Scan } from './scope.ts'
import { type Duck, quoteText } from './sql.ts'
import { checkUnique } from './unique.ts'

/** Rules of one table that look at the same rows: all valid ones, or for the validity flag itself, all. */
interface Group {
  readonly table: string
  readonly scan: Scan
  readonly rules: readonly CompiledRule[]
  /** The rows, counted for each condition, with only the joins that conditions need. */
  readonly counting: { readonly scan: Scan; readonly conditions: readonly string[] }
}

/**
 * Checks the bound tables against the pack on an open engine, in few scans: one a table for all rules of its rows, one
 * aggregation a key for uniqueness, and one join a key of another table that all rules share.
 * It leaves the temp table `finding(rule, tbl, col, row)`; a row of a rule occurs in it once.
 * @throws XinyuError RULE_* for a pack that is wrong, not for data that is
 */
export async function checkTables(duck: Duck, input: CheckInput): Promise<CheckedTables> {
  const plan = planCheck(input)
  await duck.connection.run(
    'CREATE OR REPLACE TEMP TABLE finding (rule VARCHAR, tbl VARCHAR, col VARCHAR, row BIGINT)',
  )
  const total = plan.links.count() + plan.groups.length + plan.unique.length
  let done = 0
  const step = (table: string) => input.onProgress?.({ table, done: done++, total })
  const scanned = new Map<string, number>()
  const scannedRows: Record<string, number> = {}
  try {
    await plan.links.build(duck, step)
    for (const group of plan.groups) {
      step(group.table)
      await markDirty(duck, group)
      const rows = await countScanned(duck, group, scanned)
      scannedRows[group.table] = Math.max(rows, scannedRows[group.table] ?? 0)
    }
    for (const { rule, reading } of plan.unique) {
      step(rule.table)
      scanned.set(rule.id, await checkUnique(duck, rule, reading, plan.links, plan.moment))
    }
  } finally {
    await plan.links.drop(duck)
  }
  return { ...(await countFindings(duck, scanned)), scannedRows, skipped: plan.skipped }
}

interface Plan {
  readonly groups: readonly Group[]
  readonly unique: readonly { rule: Rule; reading: TableReading }[]
  readonly links: Links
  readonly moment: Moment
  readonly skipped: readonly { rule: string; missing: string }[]
}

/** Everything that can be said before data is touched. @throws XinyuError RULE_* */
export function planCheck(input: CheckInput): Plan {
  const readings = new Map(
    input.tables.map((table) => [
      table.name,
      readTable(
        table,
        input.standard.find(({ name }) => name === table.name),
        input.pack,
        input.lists,
      ),
    ]),
  )
  const moment = { settings: { ...input.pack.settings, ...input.settings }, local: '' }
  const offset = (moment.settings['utc_offset_minutes'] ?? 480) * 60_000
  moment.local = new Date(input.now + offset).toISOString().slice(0, 19).replace('T', ' ')
  const links = createLinks(readings)
  const skipped: { rule: string; missing: string }[] = []
  const skipping = <T>(rule: Rule, body: () => T): T[] => {
    try {
      return [body()]
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      skipped.push({ rule: rule.id, missing: error.message })
      return []
    }
  }
  const groups: Group[] = []
  const unique: { rule: Rule; reading: TableReading }[] = []
  const rulesAsked =
    input.asked === undefined
      ? input.pack.rules
      : input.pack.rules.filter(({ id }) => input.asked!.includes(id))
  for (const rule of rulesAsked) {
    if (!readings.has(rule.table)) skipped.push({ rule: rule.id, missing: rule.table })
  }
  for (const [table, reading] of readings) {
    if (reading.table.reference) continue
    const rules = rulesAsked.filter((rule) => rule.table === table)
    const ofFlag = (rule: Rule) => rule.column === 'vali_flag'
    for (const chosen of [rules.filter((rule) => !ofFlag(rule)), rules.filter(ofFlag)]) {
      const ofRows = chosen.filter((rule) => rule.check.kind !== 'unique')
      if (ofRows.length === 0) continue
      const validOnly = !ofFlag(ofRows[0]!)
      const scanOf = () =>
        createScan(createReader(reading, { validOnly, scopeFor: plainScope }), links, moment)
      const scan = scanOf()
      const compiled = ofRows.flatMap((rule) => skipping(rule, () => compileRule(rule, scan.scope)))
      const counter = scanOf()
      const conditions = compiled.flatMap(({ rule }) =>
        rule.when === undefined ? [] : [condition(rule, rule.when, counter.scope)],
      )
      groups.push({ table, scan, rules: compiled, counting: { scan: counter, conditions } })
    }
    for (const rule of rules) {
      if (rule.check.kind !== 'unique') continue
      for (const column of [
        ...rule.check.columns,
        rule.column,
        ...(rule.check.per ? [rule.check.per] : []),
      ]) {
        if (!reading.columns.has(column)) {
          skipped.push({ rule: rule.id, missing: `${table}.${column}` })
          break
        }
      }
      if (!skipped.some((skip) => skip.rule === rule.id)) unique.push({ rule, reading })
    }
  }
  return { groups, unique, links, moment, skipped }
}

/**
 * One scan: a dirty row is kept with one mark a rule; the few rows that are kept are then told apart.
 * What looks at the row alone is asked before other tables are joined to it: of plain vectors, where the engine answers
 * parts that rules share once. A rule that no cell of its storage type can break is not asked at all.
 */
async function markDirty(duck: Duck, { table, scan, rules }: Group): Promise<void> {
  const marks = rules.flatMap(({ rule, when, bad }, i) => {
    if (bad === 'false') return []
    const sql = when === null ? bad : `(coalesce(${when}, false) AND ${bad})`
    return [{ rule, id: `d${i}`, sql, late: looksElsewhere(sql) }]
  })
  if (marks.length === 0) return
  const late = marks.filter((mark) => mark.late)
  const early = marks.filter((mark) => !mark.late)
  const named = (of: typeof marks) => of.map(({ id, sql }) => `, ${sql} AS ${id}`).join('')
  const ids = (of: typeof marks) => of.map(({ id }) => id)
  const from = scan.with((rows) => {
    if (early.length === 0) return `SELECT * ${rows}`
    return `SELECT *, ${anyOf(ids(early))} AS early FROM (SELECT *${named(early)} ${rows})`
  })
  const all = [...(early.length === 0 ? [] : ['early']), ...ids(late)]
  await duck.connection.run(
    `CREATE OR REPLACE TEMP TABLE q_mark AS
     SELECT __row, ${ids(marks).join(', ')}
     FROM (SELECT t.__row${early.length === 0 ? '' : `, t.early, ${ids(early).join(', ')}`}${named(late)} ${from})
     WHERE ${anyOf(all)}`,
  )
  const [marked] = await duck.rows(
    `SELECT ${ids(marks)
      .map((id) => `coalesce(bool_or(${id}), false) AS ${id}`)
      .join(', ')} FROM q_mark`,
  )
  for (const { rule, id } of marks) {
    if (marked![id] !== true) continue
    await duck.connection.run(
      `INSERT INTO finding SELECT ${[rule.id, table, rule.column].map(quoteText).join(', ')}, __row
       FROM q_mark WHERE ${id}`,
    )
  }
  await duck.connection.run('DROP TABLE q_mark')
}

/** One expression over whole vectors: the engine would answer `OR` rule by rule over ever new selections of rows. */
const anyOf = (marks: readonly string[]): string =>
  marks.length === 1 ? marks[0]! : `greatest(${marks.join(', ')})`

async function countScanned(duck: Duck, group: Group, scanned: Map<string, number>): Promise<number> {
  const { scan, conditions } = group.counting
  const distinct = [...new Set(conditions)]
  const counts = distinct.map((when, i) => `, count(*) FILTER (WHERE ${when}) AS c${i}`)
  const [row] = await duck.rows(`SELECT count(*) AS n${counts.join('')} ${scan.from()}`)
  let next = 0
  for (const { rule } of group.rules) {
    const column = rule.when === undefined ? 'n' : `c${distinct.indexOf(conditions[next++]!)}`
    scanned.set(rule.id, Number(row![column]))
  }
  return Number(row!['n'])
}

async function countFindings(
  duck: Duck,
  scanned: ReadonlyMap<string, number>,
): Promise<Pick<CheckedTables, 'counts' | 'dirtyRows'>> {
  const dirty = new Map(
    (await duck.rows('SELECT rule, count(*) AS n FROM finding GROUP BY rule')).map((row) => [
      String(row['rule']),
      Number(row['n']),
    ]),
  )
  const counts: RuleCount[] = [...scanned].map(([rule, rows]) => ({
    rule,
    scanned: rows,
    dirty: dirty.get(rule) ?? 0,
  }))
  const rows = await duck.rows('SELECT tbl, count(DISTINCT row) AS n FROM finding GROUP BY tbl')
  return { counts, dirtyRows: Object.fromEntries(rows.map((row) => [String(row['tbl']), Number(row['n'])])) }
}
