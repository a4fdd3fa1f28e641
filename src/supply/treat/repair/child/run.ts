import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ChildTools, type Duck, openDuck, quoteName, quoteText } from '../../../source/child/index.ts'
import { checkTables } from '../../quality/check.ts'
import type { BoundTable, CheckedTables, RulePack } from '../../quality/index.ts'
import { nationalTables } from '../../standard/library.ts'
import { settleRest, type TableResult, tableResults, touched, writeTable } from '../finish.ts'
import type { FixPack } from '../model.ts'
import {
  type ClassResult,
  classResults,
  type FixResult,
  fixResults,
  type RuleResult,
  ruleResults,
} from '../results.ts'
import { repairRounds, type Round } from '../rounds.ts'
import { standardOf, type Words } from '../standard.ts'
import { rowed } from './rowed.ts'

export interface RepairTable {
  readonly name: string
  /** Absolute paths of the version's parts, in order. */
  readonly files: readonly string[]
  /** Rows that an earlier repair of it sent to quarantine; null where there are none. */
  readonly quarantine: string | null
  readonly columns: BoundTable['columns']
  readonly reference: boolean
  readonly insuredColumn: string | null
  /** Folder for the new version; null for a dry run. */
  readonly folder: string | null
}

export interface RepairInput {
  readonly tables: readonly RepairTable[]
  readonly rules: RulePack
  readonly settings: Readonly<Record<string, number>>
  readonly fixes: FixPack
  readonly words: Words
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly now: number
  readonly maxRounds: number
  readonly samples: number
  readonly approved: readonly { readonly fix: string; readonly who: string }[]
  readonly refused: readonly { readonly table: string; readonly column: string; readonly row: number }[]
  readonly spill: string
}

export interface RepairOutput {
  readonly stable: boolean
  readonly rounds: readonly Round[]
  readonly tables: readonly (TableResult & {
    /** True where a new version was written. */
    readonly written: boolean
    /** Distinct values of the insured column that changed; they are numbered before the version lands. */
    readonly newKeys: number
  })[]
  readonly classes: readonly ClassResult[]
  readonly fixes: readonly FixResult[]
  readonly rules: readonly RuleResult[]
  readonly skipped: CheckedTables['skipped']
}

/** Repairs the bound tables of one treatment in an engine of its own; writes nothing in a dry run. */
export async function run(input: RepairInput, tools: ChildTools): Promise<RepairOutput> {
  await mkdir(input.spill, { recursive: true })
  const out = input.tables.flatMap(({ folder }) => (folder === null ? [] : [dirname(folder)]))
  const files = input.tables.flatMap((table) => table.files.map((file) => dirname(file)))
  const duck = await openDuck(tools, input.spill, [...files, ...out])
  try {
    return await repair(duck, input, (message) => tools.progress(message as never))
  } finally {
    await rm(input.spill, { recursive: true, force: true })
  }
}

async function repair(
  duck: Duck,
  input: RepairInput,
  tell: (message: object) => void,
): Promise<RepairOutput> {
  const { fixes: pack, rules } = input
  const standard = standardOf(input.words)
  const bound: BoundTable[] = []
  for (const { name, files, quarantine, columns, reference } of input.tables) {
    bound.push({ name, relation: await rowed(duck, files, quarantine), columns, reference })
  }
  const check = (tables: readonly BoundTable[], chosen: RulePack['rules']): Promise<CheckedTables> =>
    checkTables(duck, {
      tables,
      pack: { ...rules, rules: chosen },
      settings: input.settings,
      standard: nationalTables(),
      lists: input.lists,
      now: input.now,
      onProgress: ({ done, total }) => tell({ phase: 'checking', done, total }),
    })
  const result = await repairRounds(
    duck,
    {
      tables: bound,
      rules: rules.rules,
      pack,
      standard,
      maxRounds: input.maxRounds,
      approved: input.approved.map(({ fix }) => fix),
      refused: input.refused,
    },
    check,
    ({ round, changed }) => tell({ phase: 'round', round, changed }),
  )
  await settleRest(duck, rules.rules, pack)
  const tables = await tableResults(duck, result.tables)
  const who = new Map(input.approved.map((one) => [one.fix, one.who]))
  const written: RepairOutput['tables'][number][] = []
  for (const one of tables) {
    const asked = input.tables.find(({ name }) => name === one.table)!
    const work = result.tables.find(({ name }) => name === one.table)!
    if (asked.folder === null || !touched(one)) {
      written.push({ ...one, written: false, newKeys: 0 })
      continue
    }
    tell({ phase: 'writing', table: one.table })
    await writeTable(duck, work, one, {
      folder: asked.folder,
      standard,
      insuredColumn: asked.insuredColumn,
      who: (fix) => who.get(fix) ?? `${pack.code} v${pack.version}`,
      fixes: pack.fixes.map(({ id }) => id),
    })
    written.push({ ...one, written: true, newKeys: await stageKeys(duck, one, asked, asked.folder) })
  }
  const classOf = new Map(rules.rules.map((rule) => [rule.id, rule.class]))
  const scanned = new Map<string, number>()
  for (const { rule, scanned: n } of result.first.counts) {
    const cls = classOf.get(rule)!
    scanned.set(cls, (scanned.get(cls) ?? 0) + n)
  }
  return {
    stable: result.stable,
    rounds: result.rounds,
    tables: written,
    classes: await classResults(duck, scanned),
    fixes: await fixResults(duck, standard, input.samples),
    rules: await ruleResults(duck, rules.rules, pack),
    skipped: result.last.skipped,
  }
}

/** Where the insured column itself was mended, its new values, as the registry of persons takes them. */
async function stageKeys(
  duck: Duck,
  result: TableResult,
  table: RepairTable,
  folder: string,
): Promise<number> {
  const column = table.insuredColumn
  if (column === null || !result.columns.includes(column)) return 0
  const keys = `${folder}.keys`
  await mkdir(keys, { recursive: true })
  const value = `s.${quoteName(column)}`
  return duck.copy(
    `COPY (SELECT DISTINCT ${value} AS raw, trim(${value}) AS v
       FROM read_parquet(${quoteText(join(folder, 'part-0.parquet'))}) s
       WHERE ${value} IN (SELECT after FROM change WHERE tbl = ${quoteText(result.table)} AND col = ${quoteText(column)})
         AND trim(${value}) <> '') TO ${quoteText(join(keys, 'keys.parquet'))} (FORMAT parquet)`,
  )
}
