import type { BoundTable, CheckedTables, RulePack } from '../quality/index.ts'
import type { Duck } from '../../source/child/index.ts'
import { quoteName, quoteText } from '../../source/child/index.ts'
import { candidateSql } from './candidates.ts'
import { mergeSql } from './duplicates.ts'
import type { Fix, FixPack } from './model.ts'
import { solveSql } from './solve.ts'
import { placeFixes, type Standard, UNSOUND } from './targets.ts'
import { columnsOfRules, columnsUsed, liftTables, ownColumns, workName, type WorkTable } from './work.ts'

/** Asks the given rules of the tables; leaves the table `finding(rule, tbl, col, row)`. */
export type Check = (tables: readonly BoundTable[], rules: RulePack['rules']) => Promise<CheckedTables>

export interface RoundsInput {
  readonly tables: readonly BoundTable[]
  readonly rules: RulePack['rules']
  readonly pack: FixPack
  readonly standard: Standard
  readonly maxRounds: number
  /** Fixes of mode `proposal` that a steward approved. */
  readonly approved?: readonly string[]
  /** Single proposals that were refused: they are never applied. */
  readonly refused?: readonly { readonly table: string; readonly column: string; readonly row: number }[]
}

export interface Round {
  readonly round: number
  readonly stage: number
  /** Findings before the round. */
  readonly findings: number
  /** Cells changed and rows merged. */
  readonly changed: number
}

export interface Rounds {
  readonly tables: readonly WorkTable[]
  readonly rounds: readonly Round[]
  readonly first: CheckedTables
  readonly last: CheckedTables
  /** False when the limit of rounds ended it. */
  readonly stable: boolean
}

/**
 * Repairs lifted tables round by round until a round changes nothing. Leaves in the engine: `change`, `merged`,
 * `proposal`, `first_finding`, and the findings of the last check in `finding` and `blame`.
 */
export async function repairRounds(
  duck: Duck,
  input: RoundsInput,
  check: Check,
  tell: (round: Round) => void = () => {},
): Promise<Rounds> {
  const { pack, standard } = input
  const run = (sql: string) => duck.connection.run(sql)
  const tables = await liftTables(duck, input.tables, columnsUsed(input.rules, pack), ownColumns(pack))
  await prepare(duck, input, tables)
  const columns = new Map(tables.map((t) => [t.name, new Set(t.columns.map((c) => c.name))]))
  const has = (table: string, column: string): boolean => columns.get(table)?.has(column) ?? false
  const lets = (fix: Fix): boolean => fix.mode === 'automatic' || (input.approved ?? []).includes(fix.id)
  const stages = [...new Set(pack.fixes.map((fix) => fix.stage))].sort((a, b) => a - b)
  const own = tables.filter((table) => !table.reference)

  const collect = async (fixes: readonly Fix[]): Promise<void> => {
    await run('DELETE FROM candidate')
    await run('DELETE FROM leaving')
    const cells = await duck.rows('SELECT DISTINCT tbl, col, cls FROM blame')
    const blamed = new Set(cells.map(({ tbl, col }) => `${String(tbl)}.${String(col)}`))
    const isBlamed = (table: string, column: string): boolean => blamed.has(`${table}.${column}`)
    for (const placed of placeFixes(fixes, tables, standard, isBlamed)) {
      const sql = candidateSql(placed, standard, has)
      if (sql !== null) await run(`INSERT INTO candidate BY NAME ${sql}`)
    }
    for (const fix of fixes) {
      for (const table of own) {
        if (!fix.at.some((at) => at.startsWith(`${table.name}.`) || at.startsWith('*.'))) continue
        if (
          !cells.some(
            ({ tbl, cls }) => tbl === table.name && (fix.how.kind === 'solve' || cls === 'uniqueness'),
          )
        )
          continue
        const merge = mergeSql(fix, table, has)
        if (merge !== null) await run(`INSERT INTO leaving BY NAME ${merge}`)
        const solved = fix.how.kind === 'solve' ? solveSql(fix, table.name, pack.equations, has) : null
        if (solved !== null) await run(`INSERT INTO candidate BY NAME ${solved}`)
      }
    }
  }

  const rounds: Round[] = []
  const asked = createAsking(duck, check, tables, input.rules)
  const first = await asked.all()
  await run('CREATE OR REPLACE TEMP TABLE first_finding AS SELECT * FROM blame')
  let last = first
  let whole = true
  for (;;) {
    const findings = await count(duck, 'SELECT count(*) AS n FROM blame')
    if (rounds.length >= input.maxRounds)
      return { tables, rounds, first, last: await asked.all(), stable: false }
    let changed = 0
    for (const stage of stages) {
      await collect(pack.fixes.filter((fix) => fix.stage === stage && lets(fix)))
      changed = await apply(duck, own, rounds.length + 1)
      if (changed === 0) continue
      rounds.push({ round: rounds.length + 1, stage, findings, changed })
      tell(rounds.at(-1)!)
      break
    }
    if (changed > 0) {
      last = await asked.after(rounds.length)
      whole = false
      continue
    }
    // What was carried over between rounds is never trusted with the result: everything is asked once more.
    if (!whole) {
      last = await asked.all()
      whole = true
      if ((await count(duck, 'SELECT count(*) AS n FROM blame')) !== findings) continue
    }
    await collect(pack.fixes.filter((fix) => !lets(fix)))
    await run(`CREATE OR REPLACE TEMP TABLE proposal AS ${CHOSEN}`)
    await run(
      `INSERT INTO proposal BY NAME SELECT fix, tbl, '' AS col, rule, row, NULL AS before, kept::VARCHAR AS after FROM (${LEAVING})`,
    )
    return { tables, rounds, first, last, stable: true }
  }
}

async function prepare(duck: Duck, input: RoundsInput, tables: readonly WorkTable[]): Promise<void> {
  const run = (sql: string) => duck.connection.run(sql)
  const cell =
    'fix VARCHAR, tbl VARCHAR, col VARCHAR, rule VARCHAR, row BIGINT, before VARCHAR, after VARCHAR'
  await run(`CREATE OR REPLACE TEMP TABLE candidate (${cell})`)
  await run(`CREATE OR REPLACE TEMP TABLE proposal (${cell})`)
  await run(`CREATE OR REPLACE TEMP TABLE change (${cell}, round INTEGER)`)
  await run(
    'CREATE OR REPLACE TEMP TABLE leaving (fix VARCHAR, tbl VARCHAR, rule VARCHAR, row BIGINT, kept BIGINT)',
  )
  await run(
    'CREATE OR REPLACE TEMP TABLE merged (fix VARCHAR, tbl VARCHAR, rule VARCHAR, row BIGINT, kept BIGINT, round INTEGER)',
  )
  await run('CREATE OR REPLACE TEMP TABLE refused (tbl VARCHAR, col VARCHAR, row BIGINT)')
  for (const { table, column, row } of input.refused ?? []) {
    await run(`INSERT INTO refused VALUES (${quoteText(table)}, ${quoteText(column)}, ${row})`)
  }
  await run('CREATE OR REPLACE TEMP TABLE rule_class (rule VARCHAR, cls VARCHAR)')
  await insertMany(
    duck,
    'rule_class',
    input.rules.map((rule) => [rule.id, rule.class]),
  )
  await run('CREATE OR REPLACE TEMP TABLE dictionary (list VARCHAR, text VARCHAR, code VARCHAR)')
  const lists = new Set(
    tables.flatMap((table) =>
      table.columns.flatMap(({ name }) => input.standard.columnOf(table.name, name)?.codeList ?? []),
    ),
  )
  for (const list of lists) {
    const texts = input.standard.textsOf(list)
    await insertMany(
      duck,
      'dictionary',
      texts.map(({ text, code }) => [list, text, code]),
    )
  }
}

async function insertMany(duck: Duck, table: string, rows: readonly (readonly string[])[]): Promise<void> {
  for (let i = 0; i < rows.length; i += 500) {
    const values = rows.slice(i, i + 500).map((row) => `(${row.map(quoteText).join(', ')})`)
    await duck.connection.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`)
  }
}

interface Asking {
  /** Asks every rule. */
  all(): Promise<CheckedTables>
  /** Asks the rules that a round can have touched; the findings of the others are still what they were. */
  after(round: number): Promise<CheckedTables>
}

/** Checks and keeps the findings with their class in `blame`, and the cells that are unsound in `unsound`. */
function createAsking(
  duck: Duck,
  check: Check,
  tables: readonly WorkTable[],
  rules: RulePack['rules'],
): Asking {
  const run = (sql: string) => duck.connection.run(sql)
  const columns = columnsOfRules(rules)
  let known: CheckedTables | null = null
  const ask = async (chosen: RulePack['rules']): Promise<CheckedTables> => {
    const checked = await check(tables, chosen)
    const fresh = `SELECT DISTINCT f.rule, c.cls, f.tbl, f.col, f.row::BIGINT AS row FROM finding f JOIN rule_class c ON c.rule = f.rule`
    if (chosen.length === rules.length) await run(`CREATE OR REPLACE TEMP TABLE blame AS ${fresh}`)
    else if (chosen.length > 0) {
      await run(`DELETE FROM blame WHERE rule IN (${chosen.map((rule) => quoteText(rule.id)).join(', ')})`)
      await run(`INSERT INTO blame BY NAME ${fresh}`)
    }
    await run(
      `CREATE OR REPLACE TEMP TABLE unsound AS
       SELECT DISTINCT tbl, col, row FROM blame WHERE cls IN (${UNSOUND.map(quoteText).join(', ')})`,
    )
    return checked
  }
  return {
    all: async () => (known = await ask(rules)),
    after: async (round) => {
      const cells = await duck.rows(
        `SELECT DISTINCT tbl, col FROM change WHERE round = ${round} UNION SELECT DISTINCT tbl, '*' FROM merged WHERE round = ${round}`,
      )
      const whole = new Set(
        cells.flatMap(({ tbl, col }) => (col === '*' || col === 'vali_flag' ? [String(tbl)] : [])),
      )
      const changed = new Set(cells.map(({ tbl, col }) => `${String(tbl)}.${String(col)}`))
      const chosen = rules.filter((rule) =>
        [...columns.get(rule.id)!].some(
          (name) => changed.has(name) || whole.has(name.slice(0, name.indexOf('.'))),
        ),
      )
      const checked = await ask(chosen)
      const now = new Map(checked.counts.map((one) => [one.rule, one]))
      return (known = { ...known!, counts: known!.counts.map((one) => now.get(one.rule) ?? one) })
    },
  }
}

/**
 * One value for each cell: where two fixes of the same round ask for different values, neither is more likely and the
 * cell stays. A value that the cell had before is not taken again, so that no two fixes can undo each other for ever.
 */
const CHOSEN = `
  SELECT min(c.fix) AS fix, c.tbl, c.col, min(c.rule) AS rule, c.row, any_value(c.before) AS before, any_value(c.after) AS after
  FROM candidate c
  WHERE NOT EXISTS (SELECT 1 FROM refused r WHERE r.tbl = c.tbl AND r.col = c.col AND r.row = c.row)
    AND NOT EXISTS (SELECT 1 FROM change x WHERE x.tbl = c.tbl AND x.col = c.col AND x.row = c.row AND x.before IS NOT DISTINCT FROM c.after)
  GROUP BY c.tbl, c.col, c.row HAVING count(DISTINCT c.after) = 1`

/** One place for each row that merges. */
const LEAVING = `
  SELECT min(l.fix) AS fix, l.tbl, min(l.rule) AS rule, l.row, min(l.kept) AS kept FROM leaving l
  WHERE NOT EXISTS (SELECT 1 FROM refused r WHERE r.tbl = l.tbl AND r.col = '' AND r.row = l.row)
  GROUP BY l.tbl, l.row HAVING count(DISTINCT l.kept) = 1`

/** Applies what was collected; returns the number of cells changed and rows merged. */
async function apply(duck: Duck, tables: readonly WorkTable[], round: number): Promise<number> {
  const run = (sql: string) => duck.connection.run(sql)
  await run(`CREATE OR REPLACE TEMP TABLE chosen AS ${CHOSEN}`)
  await run(`INSERT INTO change BY NAME SELECT *, ${round} AS round FROM chosen`)
  await run(`INSERT INTO merged BY NAME SELECT *, ${round} AS round FROM (${LEAVING})`)
  const cells = await duck.rows('SELECT DISTINCT tbl, col FROM chosen ORDER BY ALL')
  for (const { tbl, col } of cells) {
    const column = quoteName(String(col))
    await run(
      `UPDATE ${workName(String(tbl))} AS w SET ${column} = c.after FROM chosen c
       WHERE c.tbl = ${quoteText(String(tbl))} AND c.col = ${quoteText(String(col))} AND c.row = w.__row`,
    )
  }
  for (const { name } of tables) {
    await run(
      `UPDATE ${workName(name)} SET __gone = true
       WHERE __row IN (SELECT row FROM merged WHERE tbl = ${quoteText(name)} AND round = ${round})`,
    )
  }
  return count(
    duck,
    `SELECT (SELECT count(*) FROM chosen) + (SELECT count(*) FROM merged WHERE round = ${round}) AS n`,
  )
}

const count = async (duck: Duck, sql: string): Promise<number> => Number((await duck.rows(sql))[0]!['n'])
