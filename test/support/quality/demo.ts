import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Truth } from '../../../src/demo/plant/truth.ts'
import { BUREAU_TABLES, OTHER_COLUMNS, TABLE_COLUMNS } from '../../../src/demo/tables.ts'
import { nationalTables, shippedDictionaries } from '../../../src/supply/treat/standard/index.ts'
import { shippedPack } from '../../../src/supply/treat/quality/library.ts'
import type { BoundTable, CheckInput } from '../../../src/supply/treat/quality/model.ts'
import { type Duck, quoteText } from '../../../src/supply/treat/quality/sql.ts'

/** An engine of the test's own process. */
export async function openTestDuck(): Promise<Duck> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const rows = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[]
  return { rows, copy: async () => 0, connection }
}

/** Registers of public data belong to Shanghai: they are granted to its bureau only. */
const OTHERS = {
  natural_person: 'public',
  legal_entity: 'public',
  diag_list_b: 'dictionary',
  hilist_b: 'dictionary',
  admdvs_b: 'dictionary',
} as const

/** Loads one bureau of generated demo data, every cell as text, and binds it with what it may refer to. */
export async function bindDemo(duck: Duck, dir: string, bureau: string): Promise<BoundTable[]> {
  const bound: BoundTable[] = []
  const load = async (name: string, file: string, names: readonly string[], reference: boolean) => {
    await duck.connection.run(
      `CREATE OR REPLACE TABLE ${name} AS SELECT (row_number() OVER ()) - 1 AS __row, *
       FROM read_csv(${quoteText(file)}, header = true, all_varchar = true, nullstr = '', delim = ',', quote = '', escape = '')`,
    )
    const columns = names.map((column) => ({ name: column, type: 'VARCHAR' }))
    bound.push({ name, relation: name, columns, reference })
  }
  for (const table of BUREAU_TABLES) {
    await load(table, join(dir, bureau, `${table}.csv`), TABLE_COLUMNS[table], false)
  }
  for (const table of Object.keys(OTHERS) as (keyof typeof OTHERS)[]) {
    if (OTHERS[table] === 'public' && bureau !== '310000') continue
    await load(table, join(dir, OTHERS[table], `${table}.csv`), OTHER_COLUMNS[table], true)
  }
  return bound
}

export const checkInput = (tables: readonly BoundTable[], now = Date.UTC(2026, 0, 5)): CheckInput => ({
  tables,
  pack: shippedPack(),
  settings: {},
  standard: nationalTables(),
  lists: Object.fromEntries(
    shippedDictionaries().map(({ code, codes }) => [code, codes.map((entry) => entry.code)]),
  ),
  now,
})

export const truthsOf = (dir: string, bureau: string): Truth[] =>
  readFileSync(join(dir, 'truth.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Truth)
    .filter((truth) => truth.bureau === bureau)
export { idCheck, makeUscc } from '../../../src/demo/checks.ts'
