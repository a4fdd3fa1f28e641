import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Truth } from '../../src/demo/plant/truth.ts'
import { BUREAU_TABLES, OTHER_COLUMNS, TABLE_COLUMNS } from '../../src/demo/tables.ts'
import { type Duck, quoteText } from '../../src/supply/source/index.ts'
import {
  type BoundTable,
  type CheckInput,
  checkTables,
  QUALITY_CLASSES,
  type QualityClass,
  shippedPack,
} from '../../src/supply/treat/quality/index.ts'
import { openTestDuck } from '../../src/supply/treat/repair/duck.fixture.ts'
import { settleRest, type TableResult, tableResults } from '../../src/supply/treat/repair/finish.ts'
import { shippedFixes } from '../../src/supply/treat/repair/pack.ts'
import {
  type ClassResult,
  classResults,
  type RuleResult,
  ruleResults,
} from '../../src/supply/treat/repair/results.ts'
import { repairRounds, type Rounds } from '../../src/supply/treat/repair/rounds.ts'
import { shippedWords, standardOf } from '../../src/supply/treat/repair/standard.ts'
import { nationalTables, shippedDictionaries } from '../../src/supply/treat/standard/index.ts'

export type Truths = readonly Truth[]

/** Registers of public data belong to Shanghai: they are granted to its bureau only. */
const OTHERS = {
  natural_person: 'public',
  legal_entity: 'public',
  diag_list_b: 'dictionary',
  hilist_b: 'dictionary',
  admdvs_b: 'dictionary',
} as const

/** Loads one bureau of generated demo data, every cell as text, and binds it with what it may refer to. */
async function bindDemo(duck: Duck, dir: string, bureau: string): Promise<BoundTable[]> {
  const bound: BoundTable[] = []
  const load = async (name: string, file: string, names: readonly string[], reference: boolean) => {
    await duck.connection.run(
      `CREATE TABLE ${name} AS SELECT (row_number() OVER ()) - 1 AS __row, *
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

/** The shipped rules, half a year after the last day of the demo: what is late is not in the future too. */
export const checkInput = (tables: readonly BoundTable[]): CheckInput => ({
  tables,
  pack: shippedPack(),
  settings: {},
  standard: nationalTables(),
  lists: Object.fromEntries(
    shippedDictionaries().map(({ code, codes }) => [code, codes.map((entry) => entry.code)]),
  ),
  now: Date.UTC(2026, 5, 1),
})

export const truthsOf = (dir: string, bureau: string): Truths =>
  readFileSync(join(dir, 'truth.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Truth)
    .filter((truth) => truth.bureau === bureau)

export interface Repaired {
  readonly duck: Duck
  readonly done: Rounds
  readonly tables: readonly TableResult[]
  readonly classes: readonly ClassResult[]
  readonly rules: readonly RuleResult[]
}

/** Classes of the truth file by their Chinese names, in the order of ours. */
const CHINESE = ['完整性', '唯一性', '准确性', '规范性', '一致性', '时效性', '关联性', '逻辑性']
export const classOf = (name: string): QualityClass => QUALITY_CLASSES[CHINESE.indexOf(name)]!

/** Repairs one bureau of generated demo data, with every proposal approved or with none. */
export async function repairDemo(
  dir: string,
  bureau: string,
  options: { readonly approve: boolean; readonly reverse?: boolean },
): Promise<Repaired> {
  const duck = await openTestDuck()
  const bound = await bindDemo(duck, dir, bureau)
  const base = checkInput(bound)
  const shipped = shippedFixes()
  const pack = options.reverse ? { ...shipped, fixes: shipped.fixes.toReversed() } : shipped
  const done = await repairRounds(
    duck,
    {
      tables: bound,
      rules: base.pack.rules,
      pack,
      standard: standardOf(shippedWords()),
      maxRounds: 12,
      approved: options.approve ? pack.fixes.map(({ id }) => id) : [],
    },
    (tables, rules) => checkTables(duck, { ...base, tables, pack: { ...base.pack, rules } }),
  )
  await settleRest(duck, base.pack.rules, pack)
  const classes = new Map(base.pack.rules.map((rule) => [rule.id, rule.class]))
  const scanned = new Map<string, number>()
  for (const { rule, scanned: n } of done.first.counts) {
    scanned.set(classes.get(rule)!, (scanned.get(classes.get(rule)!) ?? 0) + n)
  }
  return {
    duck,
    done,
    tables: await tableResults(duck, done.tables),
    classes: await classResults(duck, scanned),
    rules: await ruleResults(duck, base.pack.rules, pack),
  }
}
