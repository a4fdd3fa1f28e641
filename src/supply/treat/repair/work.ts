import type { BoundTable, RulePack } from '../quality/index.ts'
import type { Duck } from '../../source/child/index.ts'
import { quoteName, quoteText } from '../../source/child/index.ts'
import type { FixPack, Source } from './model.ts'
import { columnsOf } from './values.ts'

/** A table under repair: its needed columns as texts in the engine, the rest only as a hash of each row. */
export interface WorkTable extends BoundTable {
  /** All columns as they lie in the version. */
  readonly whole: BoundTable['columns']
  /** Relation of the version itself. */
  readonly source: string
}

/** Columns that every table keeps at hand where it has them. */
const ALWAYS = ['rid', 'vali_flag', 'refd_setl_flag']

/** Names of tables and columns that the rules and fixes speak of: only these are lifted into the engine's memory. */
export function columnsUsed(rules: RulePack['rules'], pack: FixPack): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>()
  const add = (table: string, names: readonly string[]): void => {
    const set = used.get(table) ?? used.set(table, new Set()).get(table)!
    for (const name of names) set.add(name)
  }
  for (const rule of rules) {
    add(rule.table, [rule.column])
    walk(rule.when, rule.table, add)
    walk(rule.check, rule.table, add)
  }
  const source = (s: Source): void => {
    if (s.table === undefined) return
    const values = [s.value, ...s.when.flat()]
    add(s.table, [
      ...Object.keys(s.on),
      ...Object.keys(s.where),
      ...values.flatMap((v) => columnsOf(v, 'their')),
    ])
  }
  for (const { how } of pack.fixes) {
    if (how.kind === 'restore_key') add(how.in.table, [how.in.column])
    if (how.kind === 'keep_referred') for (const { table, column } of how.by) add(table, [column])
    if ('sources' in how) how.sources.forEach(source)
  }
  for (const e of pack.equations) {
    add(e.table, [e.total, ...e.plus, ...(e.product ?? []), ...Object.values(e.sum?.on ?? {})])
    if (e.sum) add(e.sum.table, [e.sum.column, ...Object.keys(e.sum.on)])
  }
  return used
}

/** Columns of each rule, as `table.column`; with what the form of such a column depends on. */
export function columnsOfRules(rules: RulePack['rules']): Map<string, ReadonlySet<string>> {
  const direct = new Map<string, Set<string>>()
  for (const rule of rules) {
    const set = new Set([`${rule.table}.${rule.column}`])
    const add = (table: string, names: readonly string[]): void =>
      names.forEach((name) => set.add(`${table}.${name}`))
    walk(rule.when, rule.table, add)
    walk(rule.check, rule.table, add)
    direct.set(rule.id, set)
  }
  // A value that breaks a form is not compared: forms under conditions reach into every rule of the column.
  const forms = rules.filter((rule) => rule.class === 'conformity')
  return new Map(
    rules.map((rule) => {
      const own = direct.get(rule.id)!
      const through = forms.filter((form) => own.has(`${form.table}.${form.column}`))
      return [rule.id, new Set([...own, ...through.flatMap((form) => [...direct.get(form.id)!])])]
    }),
  )
}

/** Own columns that a fix at this table reads. */
export function ownColumns(pack: FixPack): string[] {
  return pack.fixes.flatMap(({ at, how }) => {
    const named = at.map((one) => one.split(/[.:]/)[1]!).filter((name) => name !== '*')
    if (how.kind === 'keep_first') return [...named, ...how.key]
    if (how.kind === 'keep_referred') return [...named, ...how.same, how.id]
    if (!('sources' in how)) return named
    const values = how.sources.flatMap((s) => [s.value, ...s.when.flat()])
    return [
      ...named,
      ...how.sources.flatMap((s) => Object.values(s.on)),
      ...values.flatMap((v) => columnsOf(v, 'col')),
    ]
  })
}

/** Any part of a rule: `{col}`, `{raw}`, `lookup`, `total`, `exists`, `code.in`, `unique`. */
function walk(node: unknown, table: string, add: (table: string, names: readonly string[]) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, table, add)
    return
  }
  if (node === null || typeof node !== 'object') return
  const record = node as Record<string, unknown>
  const other = typeof record['table'] === 'string' ? record['table'] : null
  for (const [key, value] of Object.entries(record)) {
    if ((key === 'col' || key === 'raw' || key === 'per') && typeof value === 'string') add(table, [value])
    else if (key === 'columns' && Array.isArray(value)) add(table, value.map(String))
    else if (key === 'column' && other !== null) add(other, [String(value)])
    else if (key === 'on' && other !== null && value !== null && typeof value === 'object') {
      add(other, Object.keys(value))
      add(table, Object.values(value).map(String))
    } else walk(value, table, add)
  }
}

/** Text of a cell as it is compared and repaired; amounts in 分 as 元 with two places. */
function textOf({ name, type, unit }: BoundTable['columns'][number]): string {
  const column = quoteName(name)
  if (unit === 'fen') return `(CAST(${column} AS DECIMAL(18,0)) * 0.01::DECIMAL(3,2))::DECIMAL(18,2)::VARCHAR`
  return type === 'VARCHAR' ? `nullif(${column}, '')` : `${column}::VARCHAR`
}

/** Lifts the needed columns of each table into the engine. */
export async function liftTables(
  duck: Duck,
  tables: readonly BoundTable[],
  used: Map<string, Set<string>>,
  own: readonly string[],
): Promise<WorkTable[]> {
  const lifted: WorkTable[] = []
  for (const table of tables) {
    const wanted = new Set([...(used.get(table.name) ?? []), ...own, ...ALWAYS])
    const columns = table.columns.filter(({ name }) => wanted.has(name))
    const rest = table.columns.filter(({ name }) => !wanted.has(name) && !name.startsWith('__'))
    const relation = quoteName(`work_${table.name}`)
    const hash =
      rest.length === 0 ? `0::UBIGINT` : `hash(${rest.map(({ name }) => quoteName(name)).join(', ')})`
    const texts = columns.map((column) => `${textOf(column)} AS ${quoteName(column.name)}`)
    await duck.connection.run(
      `CREATE OR REPLACE TEMP TABLE ${relation} AS
       SELECT ${[...texts, `${hash} AS __rest`, 'false AS __gone', '__row::BIGINT AS __row'].join(', ')} FROM ${table.relation}`,
    )
    lifted.push({
      name: table.name,
      relation: `(SELECT * FROM ${relation} WHERE NOT __gone)`,
      reference: table.reference,
      columns: columns.map(({ name }) => ({ name, type: 'VARCHAR' })),
      whole: table.columns,
      source: table.relation,
    })
  }
  return lifted
}

export const workName = (table: string): string => quoteName(`work_${table}`)

/** SQL that is true where a rule id fits one of the patterns, in which `*` stands for a table. */
export const ruleFits = (rule: string, patterns: readonly string[]): string =>
  `(${patterns
    .map((p) => `${rule} LIKE ${quoteText(p.replaceAll('_', '\\_').replaceAll('*', '%'))} ESCAPE '\\'`)
    .join(' OR ')})`
