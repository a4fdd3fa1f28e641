import type { GrantTerms } from '../run/index.ts'
import type { ColumnExpr, Relation } from './model.ts'
import { type Node, neutral, nodeOf, nodesOf, listOf, textOf, unknownField } from './node.ts'
import type { Both, Refuse } from './refuse.ts'
import { type Found, resolveColumn, type Scan, type Scope, tableNamed } from './scope.ts'
import { familyOf } from './types.ts'

const MAX_TABLES = 8

/** The tables of FROM, and the joins between them. */
export interface From {
  readonly relation: Relation
  readonly scope: Scope
}

const JOIN_ALLOWED: Both = {
  zh: '可用：一张表，或 JOIN … ON 表1.列 = 表2.列（合约声明的关联列）',
  en: 'allowed: one table, or JOIN … ON a.x = b.y over pairs that the contract declares',
}

/** Lowers FROM. Names are looked up in the contract alone, so that files, functions and settings do not exist. */
export function lowerFrom(node: Node, terms: GrantTerms, refuse: Refuse): From {
  const scans: Scan[] = []
  const relation = lowerTable(node, { terms, scans, refuse }, scans)
  return { relation, scope: { terms, scans, refuse } }
}

function lowerTable(node: Node, scope: Scope, scans: Scan[]): Relation {
  const type = textOf(node.type)
  if (type === 'BASE_TABLE') return scanOf(node, scope, scans)
  if (type === 'JOIN') return joinOf(node, scope, scans)
  const called = textOf(nodeOf(node.function).function_name)
  const what = SOURCES[type] ?? { zh: type.toLowerCase(), en: type.toLowerCase() }
  return scope.refuse({
    code: 'GATE_SOURCE',
    rule: `source.${type.toLowerCase()}`,
    params: {
      whatZh: called ? `${what.zh} ${called}` : what.zh,
      whatEn: called ? `${what.en} ${called}` : what.en,
    },
    // Only a function knows its own place; the others would point at something inside them.
    at: type === 'TABLE_FUNCTION' ? node.function : undefined,
    words: SOURCE_WORDS[type] ?? ['from'],
    allowed: { zh: `合约中的表：${tablesOf(scope)}`, en: `the tables of the contract: ${tablesOf(scope)}` },
  })
}

const tablesOf = ({ terms }: Scope) => terms.tables.map(({ name }) => name).join(', ')

const SOURCES: Record<string, Both> = {
  TABLE_FUNCTION: { zh: '表函数', en: 'table function' },
  SUBQUERY: { zh: 'FROM 中的子查询', en: 'a subquery in FROM' },
  EXPRESSION_LIST: { zh: 'VALUES', en: 'VALUES' },
  SHOW_REF: { zh: 'SHOW、DESCRIBE 或 SUMMARIZE', en: 'SHOW, DESCRIBE or SUMMARIZE' },
  EMPTY: { zh: '没有 FROM 的查询', en: 'a query without FROM' },
  PIVOT: { zh: 'PIVOT', en: 'PIVOT' },
  COLUMN_DATA: { zh: 'VALUES', en: 'VALUES' },
}
const SOURCE_WORDS: Record<string, readonly string[]> = {
  SHOW_REF: ['show', 'describe', 'desc', 'summarize'],
  EXPRESSION_LIST: ['values'],
  SUBQUERY: ['from'],
}

function scanOf(node: Node, { terms, refuse }: Scope, scans: Scan[]): Relation {
  const qualified = [node.catalog_name, node.schema_name].map(textOf).filter((part) => part !== '')
  const name = [...qualified, textOf(node.table_name)].join('.')
  const table = tableNamed(terms, name, node, refuse)
  clauseFree(node, ['type', 'alias', 'query_location', 'table_name'], refuse)
  const alias = (textOf(node.alias) || table.name).toLowerCase()
  if (scans.some((scan) => scan.alias === alias)) {
    refuse({
      code: 'GATE_ALIAS_TWICE',
      rule: 'alias.twice',
      params: { alias },
      at: node,
      table: table.name,
      allowed: { zh: '给每张表一个不同的别名', en: 'give each table an alias of its own' },
    })
  }
  if (scans.length >= MAX_TABLES) {
    refuse({
      code: 'GATE_TOO_MANY_TABLES',
      rule: 'join.count',
      params: { limit: MAX_TABLES },
      at: node,
      table: table.name,
      allowed: { zh: `最多 ${MAX_TABLES} 张表`, en: `at most ${MAX_TABLES} tables` },
    })
  }
  const scan = scans.length
  scans.push({ scan, alias, table })
  return { op: 'scan', scan, table: table.name, persons: table.persons }
}

/** SAMPLE, AT (time travel), column aliases: fields of a table that say something we do not know. */
function clauseFree(node: Node, known: readonly string[], refuse: Refuse): void {
  const odd = unknownField(node, known)
  if (odd === undefined) return
  const name = odd.split('_')[0]!.toUpperCase()
  refuse({
    code: 'GATE_CLAUSE',
    rule: `clause.${odd}`,
    params: { clause: CLAUSES[odd] ?? name },
    at: odd === 'column_name_alias' ? node : undefined,
    words: [...(CLAUSE_WORDS[odd] ?? []), name.toLowerCase()],
    allowed: JOIN_ALLOWED,
  })
}

const CLAUSES: Record<string, string> = {
  column_name_alias: 'AS t(c, …)',
  at_clause: 'AT (…)',
  sample: 'SAMPLE',
}
const CLAUSE_WORDS: Record<string, readonly string[]> = {
  sample: ['tablesample', 'sample'],
  at_clause: ['at'],
}

function joinOf(node: Node, scope: Scope, scans: Scan[]): Relation {
  const { refuse } = scope
  const kind = textOf(node.ref_type) === 'REGULAR' ? textOf(node.join_type) : textOf(node.ref_type)
  if (kind !== 'INNER') {
    refuse({
      code: 'GATE_JOIN_KIND',
      rule: `join.kind.${kind.toLowerCase()}`,
      params: { kind: kind === 'CROSS' ? 'CROSS JOIN' : `${kind} JOIN` },
      at: node.query_location === undefined || byteLess(node) ? undefined : node,
      words: [kind.toLowerCase(), ','],
      allowed: JOIN_ALLOWED,
    })
  }
  clauseFree(node, [...JOIN_FIELDS], refuse)
  const before = scans.length
  const left = lowerTable(nodeOf(node.left), scope, scans)
  const middle = scans.length
  const right = lowerTable(nodeOf(node.right), scope, scans)
  const sides: Sides = { left: scans.slice(before, middle), right: scans.slice(middle) }
  const on = neutral(node.using_columns)
    ? equalities(nodeOf(node.condition), node, scope).map(([a, b]) => pair(a, b, sides, scope))
    : listOf(node.using_columns).map((name) => usingPair(textOf(name), node, sides, scope))
  return { op: 'join', kind: 'inner', left, right, on }
}

const byteLess = (node: Node) => typeof node.query_location !== 'number'
const JOIN_FIELDS = [
  'type',
  'query_location',
  'left',
  'right',
  'condition',
  'join_type',
  'ref_type',
  'using_columns',
]

interface Sides {
  readonly left: readonly Scan[]
  readonly right: readonly Scan[]
}

/** The a.x = b.y of an ON, taken out of its ANDs. */
function equalities(condition: Node, join: Node, scope: Scope): [Node, Node][] {
  if (condition.type === 'CONJUNCTION_AND') {
    return nodesOf(condition.children).flatMap((child) => equalities(child, join, scope))
  }
  const [left, right] = [nodeOf(condition.left), nodeOf(condition.right)]
  const plain =
    condition.type === 'COMPARE_EQUAL' && left.class === 'COLUMN_REF' && right.class === 'COLUMN_REF'
  if (plain) return [[left, right]]
  return scope.refuse({
    code: 'GATE_JOIN_CONDITION',
    rule: 'join.condition',
    at: neutral(condition) ? join : condition,
    allowed: JOIN_ALLOWED,
  })
}

function pair(a: Node, b: Node, sides: Sides, scope: Scope): { left: ColumnExpr; right: ColumnExpr } {
  const here: Scope = { ...scope, scans: [...sides.left, ...sides.right] }
  const [first, second] = [resolveColumn(a, here), resolveColumn(b, here)]
  const isLeft = ({ expr }: Found) => sides.left.some(({ scan }) => scan === expr.scan)
  if (isLeft(first) === isLeft(second)) {
    scope.refuse({ code: 'GATE_JOIN_CONDITION', rule: 'join.sides', at: a, allowed: JOIN_ALLOWED })
  }
  return declared(isLeft(first) ? first : second, isLeft(first) ? second : first, scope)
}

function usingPair(
  name: string,
  node: Node,
  sides: Sides,
  scope: Scope,
): { left: ColumnExpr; right: ColumnExpr } {
  const column: Node = {
    class: 'COLUMN_REF',
    column_names: [name],
    query_location: node.query_location ?? null,
  }
  const left = resolveColumn(column, { ...scope, scans: sides.left })
  return declared(left, resolveColumn(column, { ...scope, scans: sides.right }), scope)
}

/** Two columns may meet only as a pair that the contract declares, and of one type: no conversion of rows. */
function declared(
  left: Found,
  right: Found,
  { terms, refuse }: Scope,
): { left: ColumnExpr; right: ColumnExpr } {
  const is = (ref: { table: string; column: string }, { expr }: Found) =>
    ref.table === expr.table && ref.column === expr.column
  const open = left.level !== 'hidden' && right.level !== 'hidden'
  const known = terms.joinKeys.some(
    ([a, b]) => (is(a, left) && is(b, right)) || (is(a, right) && is(b, left)),
  )
  const name = ({ expr }: Found) => `${expr.table}.${expr.column}`
  if (!known || !open) {
    const pairs = terms.joinKeys.map(([a, b]) => `${a.table}.${a.column} = ${b.table}.${b.column}`).join('; ')
    refuse({
      code: 'GATE_JOIN_UNDECLARED',
      rule: 'join.undeclared',
      params: { left: name(left), right: name(right) },
      at: right.node,
      table: right.expr.table,
      column: right.expr.column,
      level: right.level,
      allowed: pairs
        ? { zh: `合约声明的关联：${pairs}`, en: `the pairs that the contract declares: ${pairs}` }
        : {
            zh: '合约没有声明任何关联；可分别查询单表',
            en: 'the contract declares no pair; query single tables',
          },
    })
  }
  if (familyOf(left.expr.type) !== familyOf(right.expr.type) || familyOf(left.expr.type) === 'other') {
    refuse({
      code: 'GATE_TYPES_DIFFER',
      rule: 'join.types',
      params: { left: name(left), right: name(right) },
      at: right.node,
      table: right.expr.table,
      column: right.expr.column,
      allowed: { zh: '请提供方统一这两列的类型', en: 'ask the provider to give both columns one type' },
    })
  }
  return { left: left.expr, right: right.expr }
}
