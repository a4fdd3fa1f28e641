import type { Json } from '../../kernel/canonical.ts'
import type { GrantedColumn, GrantedTable, GrantTerms } from '../run/index.ts'
import { allowedFor, LEVEL_WORDS, mayUse, type Use, USE_WORDS } from './levels.ts'
import type { ColumnExpr } from './model.ts'
import { listOf, type Node, textOf } from './node.ts'
import type { Refuse } from './refuse.ts'

/** One table in FROM under its alias. */
export interface Scan {
  readonly scan: number
  /** Lower case, as DuckDB compares names. */
  readonly alias: string
  readonly table: GrantedTable
}

/** What the lowering of one query leans on. */
export interface Scope {
  readonly terms: GrantTerms
  readonly scans: readonly Scan[]
  readonly refuse: Refuse
}

/** A resolved column with its level; not yet allowed anything. */
export interface Found {
  readonly expr: ColumnExpr
  readonly level: GrantedColumn['level']
  readonly node: Json
}

const lower = (name: string) => name.toLowerCase()

/** The contract's columns of a table. `__insured` is ours and does not exist for a user. */
function columnOf(table: GrantedTable, name: string): [string, GrantedColumn] | undefined {
  if (lower(name).startsWith('__')) return undefined
  return Object.entries(table.columns).find(([known]) => lower(known) === lower(name))
}

const namesOf = (tables: readonly GrantedTable[]): string => tables.map(({ name }) => name).join(', ')

export function tableNamed(terms: GrantTerms, name: string, node: Node, refuse: Refuse): GrantedTable {
  // Names with two underscores are ours inside the printed SQL.
  const table = name.startsWith('__')
    ? undefined
    : terms.tables.find((one) => lower(one.name) === lower(name))
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

/** The column that a COLUMN_REF names, or undefined when no table in FROM has it. */
export function findColumn(node: Node, { scans, refuse }: Scope): Found | undefined {
  const names = listOf(node.column_names).map(textOf)
  const column = names.at(-1) ?? ''
  const among = names.length === 2 ? scans.filter(({ alias }) => alias === lower(names[0]!)) : scans
  if (names.length > 2) return undefined
  const found = among.flatMap((scan) => {
    const named = columnOf(scan.table, column)
    return named ? [{ scan, named }] : []
  })
  const [first, second] = found
  if (!first) return undefined
  if (second) {
    const options = found.map(({ scan }) => `${scan.alias}.${column}`).join(', ')
    refuse({
      code: 'GATE_COLUMN_AMBIGUOUS',
      rule: 'column.ambiguous',
      params: { column },
      at: node,
      column,
      allowed: { zh: `请写明表名：${options}`, en: `name the table: ${options}` },
    })
  }
  const [name, { type, nullable, level }] = first.named
  const { scan, table } = first.scan
  return { expr: { kind: 'column', scan, table: table.name, column: name, type, nullable }, level, node }
}

/** The column that must exist. @throws GATE_COLUMN_UNKNOWN */
export function resolveColumn(node: Node, scope: Scope): Found {
  const found = findColumn(node, scope)
  if (found) return found
  const names = listOf(node.column_names).map(textOf)
  const qualified =
    names.length === 2 ? scope.scans.find(({ alias }) => alias === lower(names[0]!)) : undefined
  const table = qualified?.table.name ?? namesOf(scope.scans.map(({ table }) => table))
  return scope.refuse({
    code: 'GATE_COLUMN_UNKNOWN',
    rule: 'column.unknown',
    params: { column: names.join('.'), table },
    at: node,
    ...(qualified ? { table } : {}),
    column: names.at(-1),
    allowed: visibleColumns(qualified ? [qualified] : scope.scans),
  })
}

function visibleColumns(scans: readonly Scan[]) {
  const seen = scans.flatMap(({ table }) =>
    Object.entries(table.columns).flatMap(([name, { level }]) => (level === 'hidden' ? [] : [name])),
  )
  const names = [...new Set(seen)].slice(0, 30).join(', ')
  return { zh: `可用的列：${names}`, en: `the columns you may use: ${names}` }
}

/** Lets a column through for one use. @throws GATE_COLUMN_LEVEL */
export function useColumn(found: Found, use: Use, scope: Scope): ColumnExpr {
  if (mayUse(found.level, use)) return found.expr
  const { table, column } = found.expr
  const level = LEVEL_WORDS[found.level]
  return scope.refuse({
    code: 'GATE_COLUMN_LEVEL',
    rule: `level.${found.level}.${use}`,
    params: {
      column: `${table}.${column}`,
      levelZh: level.zh,
      levelEn: level.en,
      useZh: USE_WORDS[use].zh,
      useEn: USE_WORDS[use].en,
    },
    at: found.node,
    table,
    column,
    level: found.level,
    allowed: allowedFor(found.level, column),
  })
}
