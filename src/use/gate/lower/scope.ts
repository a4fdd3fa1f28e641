import type { GrantedColumn, GrantedTable, GrantTerms } from '../../run/index.ts'
import { type Context, LIMITS, tooLarge } from './context.ts'
import { listOf, type Node, textOf } from './node.ts'
import type { Both, Refuse } from './refuse.ts'
import type { Value } from './value.ts'

/** A column that a source offers. */
export interface SourceColumn {
  readonly name: string
  readonly value: Omit<Value, 'at'>
  /** Parts of the expression that a column of a subquery stands for. */
  readonly size?: number
}

/** One source of FROM under its alias. */
export interface Source {
  /** Lower case, as DuckDB compares names. */
  readonly alias: string
  /** For messages. */
  readonly table: string
  readonly columns: readonly SourceColumn[]
  /** Columns that USING merged with those of the left side: only their full name finds them here. */
  readonly merged: readonly string[]
}

/** What row expressions of one query lean on. */
export interface RowScope {
  readonly ctx: Context
  readonly sources: readonly Source[]
  /** Are there rows of persons in FROM? */
  readonly persons: boolean
  /** Asked first for each node: keys and statistics of a grouping per person. */
  readonly own?: (node: Node) => Value | null
}

export const lowerCase = (name: string) => name.toLowerCase()
export const namesOf = (tables: readonly { name: string }[]): string =>
  tables.map(({ name }) => name).join(', ')

/** Names with two underscores are ours inside the printed SQL: they do not exist for a user. */
const isOurs = (name: string) => name.startsWith('__')

/** The table of the contract. @throws GATE_TABLE_UNKNOWN */
export function tableNamed(terms: GrantTerms, name: string, node: Node, refuse: Refuse): GrantedTable {
  const table = isOurs(name) ? undefined : terms.tables.find((one) => lowerCase(one.name) === lowerCase(name))
  if (table) return table
  const tables = namesOf(terms.tables)
  return refuse({
    code: 'GATE_TABLE_UNKNOWN',
    rule: 'table.unknown',
    params: { table: name },
    at: node,
    table: name,
    allowed: { zh: `合约中的表：${tables}`, en: `the tables of the contract: ${tables}` },
  })
}

/** The source of one table of the contract. */
export function tableSource(table: GrantedTable, scan: number, alias: string): Source {
  const columns = Object.entries(table.columns).flatMap(([name, column]) =>
    isOurs(name) ? [] : [{ name, value: columnValue(table, scan, name, column) }],
  )
  return { alias: lowerCase(alias), table: table.name, columns, merged: [] }
}

function columnValue(
  table: GrantedTable,
  scan: number,
  name: string,
  { type, nullable, level }: GrantedColumn,
): SourceColumn['value'] {
  const ref = { table: table.name, column: name }
  return { expr: { kind: 'column', scan, ...ref, type, nullable }, type, nullable, level, refs: [ref] }
}

/** The column that a COLUMN_REF names, or undefined when no source has it. @throws GATE_COLUMN_AMBIGUOUS */
export function findColumn(node: Node, { sources, ctx }: RowScope): Value | undefined {
  const names = listOf(node.column_names).map(textOf)
  if (names.length > 2) return undefined
  const column = lowerCase(names.at(-1) ?? '')
  const qualified = names.length === 2
  const among = qualified ? sources.filter(({ alias }) => alias === lowerCase(names[0]!)) : sources
  const found = among.flatMap((source) =>
    source.columns
      .filter(({ name }) => lowerCase(name) === column && (qualified || !source.merged.includes(column)))
      .map(({ value, size = 0 }) => ({ source, value, size })),
  )
  if (found.length > 1)
    ambiguous(
      names.at(-1)!,
      found.map(({ source }) => source.alias),
      node,
      ctx.refuse,
    )
  ctx.inlined += found[0]?.size ?? 0
  if (ctx.inlined > LIMITS.inlined) tooLarge(ctx, node)
  return found[0] && { ...found[0].value, at: node }
}

export function ambiguous(column: string, aliases: readonly string[], node: Node, refuse: Refuse): never {
  const options = aliases.map((alias) => `${alias}.${column}`).join(', ')
  return refuse({
    code: 'GATE_COLUMN_AMBIGUOUS',
    rule: 'column.ambiguous',
    params: { column },
    at: node,
    column,
    allowed: { zh: `请写明表名：${options}`, en: `name the table: ${options}` },
  })
}

/** The column that must exist. @throws GATE_COLUMN_UNKNOWN */
export function resolveColumn(node: Node, scope: RowScope): Value {
  return findColumn(node, scope) ?? unknownColumn(node, scope.sources, scope.ctx.refuse, visible)
}

/** Names the sources that were looked in and the columns that they have. */
export function unknownColumn<S extends { alias: string; table: string }>(
  node: Node,
  sources: readonly S[],
  refuse: Refuse,
  columnsOf: (source: S) => readonly string[],
): never {
  const names = listOf(node.column_names).map(textOf)
  const qualified =
    names.length === 2 ? sources.find(({ alias }) => alias === lowerCase(names[0]!)) : undefined
  const table = qualified?.table ?? sources.map((one) => one.table).join(', ')
  const seen = new Set((qualified ? [qualified] : sources).flatMap((source) => columnsOf(source)))
  return refuse({
    code: 'GATE_COLUMN_UNKNOWN',
    rule: 'column.unknown',
    params: { column: names.join('.'), table },
    at: node,
    ...(qualified ? { table } : {}),
    column: names.at(-1),
    allowed: offered([...seen]),
  })
}

const visible = ({ columns }: Source) =>
  columns.flatMap(({ name, value }) => (value.level === 'hidden' ? [] : [name]))

const offered = (names: readonly string[]): Both => {
  const list = names.slice(0, 30).join(', ')
  return { zh: `可用的列：${list}`, en: `the columns you may use: ${list}` }
}
