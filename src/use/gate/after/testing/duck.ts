import { DuckDBInstance } from '@duckdb/node-api'
import type { Json } from '../../../../kernel/canonical.ts'
import type { Cell } from '../../../../platform/engine/index.ts'
import type { CheckedBase, Shown } from '../../../check/index.ts'
import type { Answer } from '../../../run/index.ts'
import { type Node, listOf, nodeOf, nodesOf, textOf } from '../../lower/node.ts'
import { type Refuse, refuser } from '../../lower/refuse.ts'
import type { Base, Plan } from '../../plan/index.ts'
import { finishPlan, type Lowered, lowerHaving, lowerUpper, type Role } from '../index.ts'

/** A released table of the tests: typed columns, and rows as they come out of the check. */
export interface Released {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly role?: Role }[]
  readonly rows: readonly (readonly Shown[])[]
}

/** DuckDB itself: its tree of a text, and its own answer to compare with. */
export interface Duck {
  tree(sql: string): Promise<Node>
  /** Columns by DuckDB's names of their types, and rows as the engine's child gives them. Null where it fails. */
  run(sql: string): Promise<{ types: string[]; rows: Cell[][] } | null>
  close(): void
}

export async function openDuck(): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  return {
    async tree(sql) {
      const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql])
      const tree = nodeOf(parseExact(String(reader.getRows()[0]![0]), exactNumber))
      if (tree.error === true) throw new Error(`${textOf(tree.error_message)}: ${sql}`)
      return nodeOf(nodeOf(listOf(tree.statements)[0]).node)
    },
    async run(sql) {
      const reader = await connection.runAndReadAll(sql).catch(() => null)
      if (!reader) return null
      return { types: reader.columnTypes().map(String), rows: reader.getRows().map((row) => row.map(cell)) }
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** As platform/engine/parser.ts has it: whole numbers that a double cannot hold stay text. */
function exactNumber(_key: string, value: Json, context?: { source?: string }): Json {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return context?.source && /^-?\d+$/.test(context.source) ? context.source : value
}
const parseExact = JSON.parse as (text: string, reviver: typeof exactNumber) => Json

/** As children/executor.mjs has it. */
function cell(value: unknown): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  const one = value as { value: bigint; constructor: { name: string }; toString(): string }
  if (one.constructor.name === 'DuckDBDecimalValue') {
    const size = one.value < 0n ? -one.value : one.value
    return size <= 999_999_999_999_999n ? Number(one.toString()) : one.toString()
  }
  return one.constructor.name.startsWith('DuckDBTimestamp')
    ? one.toString().replace(' ', 'T')
    : one.toString()
}

/** SELECT … FROM t [HAVING …] over a released table, lowered and finished here. */
export async function finishSql(sql: string, table: Released, duck: Duck): Promise<Answer> {
  return finishTree(await duck.tree(sql), sql, table)
}

export function planOf(node: Node, sql: string, { columns }: Pick<Released, 'columns'>): Plan {
  const refuse = refuser(sql)
  const leaf = (one: Node): Lowered | null => columnLeaf(one, columns, refuse)
  const released = { op: 'released', base: 0 } as const
  const scope = { leaf, refuse }
  const input =
    node.where_clause === null ? released : lowerHaving(nodeOf(node.where_clause), released, scope)
  const items = nodesOf(node.select_list).map((item, i) => ({
    node: item,
    name: textOf(item.alias) || `c${i}`,
  }))
  const modifiers = nodesOf(node.modifiers)
  const { after, output } = lowerUpper({ input, width: columns.length, items, modifiers, scope })
  return { plan: 'xinyu/2', bases: [listing(columns)], after, output }
}

function finishTree(node: Node, sql: string, table: Released): Answer {
  return finishPlan(planOf(node, sql, table), [checked(table)])
}

export const checked = ({ rows }: Pick<Released, 'rows'>): CheckedBase => ({
  rows: rows.map((row) => ({
    keys: row as CheckedBase['rows'][number]['keys'],
    rolled: [],
    cells: [],
    leaves: [],
  })),
})

const listing = (columns: Released['columns']): Base => ({
  op: 'listing',
  input: { op: 'scan', scan: 0, table: 't', persons: false },
  columns: columns.map(({ name, type }) => ({
    kind: 'column',
    scan: 0,
    table: 't',
    column: name,
    type,
    nullable: true,
  })),
})

function columnLeaf(node: Node, columns: Released['columns'], refuse: Refuse): Lowered | null {
  if (node.class !== 'COLUMN_REF') return null
  const name = listOf(node.column_names).map(textOf).at(-1)!
  const column = columns.findIndex((one) => one.name === name)
  if (column < 0) {
    return refuse({
      code: 'GATE_COLUMN_UNKNOWN',
      rule: 'column.unknown',
      params: { column: name, table: 't' },
      at: node,
      allowed: { zh: '', en: '' },
    })
  }
  return {
    expr: { kind: 'at', column },
    type: columns[column]!.type,
    role: columns[column]!.role ?? 'statistic',
  }
}
