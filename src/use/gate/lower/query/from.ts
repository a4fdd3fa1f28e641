import { nextScan } from '../context.ts'
import { listOf, type Node, nodeOf, textOf, unknownField } from '../node.ts'
import type { Both } from '../refuse.ts'
import { lowerCase, namesOf, tableNamed, tableSource } from '../scope.ts'
import { refuseClause } from '../words.ts'
import { JOIN_ALLOWED } from './allowed.ts'
import { lowerJoin } from './join.ts'
import type { Cte, Env, ReleasedFrom, Result, RowFrom } from './model.ts'
import { inside, lowerQuery } from './query.ts'

const SOURCES: Readonly<Record<string, Both>> = {
  TABLE_FUNCTION: { zh: '表函数', en: 'table function' },
  EXPRESSION_LIST: { zh: 'VALUES', en: 'VALUES' },
  SHOW_REF: { zh: 'SHOW、DESCRIBE 或 SUMMARIZE', en: 'SHOW, DESCRIBE or SUMMARIZE' },
  EMPTY: { zh: '没有 FROM 的查询', en: 'a query without FROM' },
  PIVOT: { zh: 'PIVOT', en: 'PIVOT' },
  COLUMN_DATA: { zh: 'VALUES', en: 'VALUES' },
}
const SOURCE_WORDS: Readonly<Record<string, readonly string[]>> = {
  SHOW_REF: ['show', 'describe', 'desc', 'summarize'],
  EXPRESSION_LIST: ['values'],
  COLUMN_DATA: ['values'],
  PIVOT: ['pivot', 'unpivot'],
}

/** Lowers FROM. Names are looked up in WITH and in the contract alone: files, functions and settings do not exist. */
export function lowerFrom(node: Node, env: Env): RowFrom | ReleasedFrom {
  const type = textOf(node.type)
  if (type === 'BASE_TABLE') return named(node, env)
  if (type === 'JOIN') return lowerJoin(node, env)
  if (type === 'SUBQUERY') {
    clauseFree(node, ['type', 'alias', 'query_location', 'subquery', 'column_name_alias'], env)
    const inner = lowerQuery(nodeOf(nodeOf(node.subquery).node), inside(env))
    const alias = textOf(node.alias) || 'unnamed_subquery'
    return sourced(renamed(inner, listOf(node.column_name_alias).map(textOf), node, env), alias)
  }
  const called = textOf(nodeOf(node.function).function_name)
  const what = SOURCES[type] ?? { zh: type.toLowerCase(), en: type.toLowerCase() }
  const { terms, refuse } = env.ctx
  return refuse({
    code: 'GATE_SOURCE',
    rule: `source.${type.toLowerCase()}`,
    params: {
      whatZh: called ? `${what.zh} ${called}` : what.zh,
      whatEn: called ? `${what.en} ${called}` : what.en,
    },
    // Only a function knows its own place; the others would point at something inside them.
    at: type === 'TABLE_FUNCTION' ? node.function : undefined,
    words: SOURCE_WORDS[type] ?? ['from'],
    allowed: {
      zh: `合约中的表：${namesOf(terms.tables)}`,
      en: `the tables of the contract: ${namesOf(terms.tables)}`,
    },
  })
}

/** A name in FROM: a query of WITH, or a table of the contract. */
function named(node: Node, env: Env): RowFrom | ReleasedFrom {
  const { ctx } = env
  const qualified = [node.catalog_name, node.schema_name].map(textOf).filter((part) => part !== '')
  const name = [...qualified, textOf(node.table_name)].join('.')
  clauseFree(node, ['type', 'alias', 'query_location', 'table_name', 'catalog_name', 'schema_name'], env)
  const cte = qualified.length === 0 ? env.ctes.get(lowerCase(name)) : undefined
  if (cte) return sourced(usedCte(cte, node, env), textOf(node.alias) || name)
  const table = tableNamed(ctx.terms, name, node, ctx.refuse)
  const scan = nextScan(ctx, node)
  return {
    world: 'rows',
    relation: { op: 'scan', scan, table: table.name, persons: table.persons },
    persons: table.persons,
    rowsArePersons: false,
    sources: [tableSource(table, scan, textOf(node.alias) || table.name)],
  }
}

function usedCte(cte: Cte, at: Node, env: Env): Result {
  cte.used = true
  if (cte.released) return cte.released
  const result = renamed(lowerQuery(cte.node, { ...cte.env, depth: env.depth + 1 }), cte.aliases, at, env)
  if (result.world === 'released') cte.released = result
  return result
}

/** AS t(a, b): other names for the columns of a subquery. */
function renamed(result: Result, names: readonly string[], at: Node, env: Env): Result {
  if (names.length === 0) return result
  if (names.length > result.columns.length)
    refuseClause('AS t(c, …)', env.ctx.refuse, { at, allowed: JOIN_ALLOWED })
  const rename = <C extends { readonly name: string }>(columns: readonly C[]): C[] =>
    columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }))
  return result.world === 'rows'
    ? { ...result, columns: rename(result.columns) }
    : { ...result, columns: rename(result.columns) }
}

function sourced(result: Result, written: string): RowFrom | ReleasedFrom {
  const alias = lowerCase(written)
  if (result.world === 'released') {
    const { after, columns } = result
    return { world: 'released', after, sources: [{ alias, table: written, from: 0, columns, merged: [] }] }
  }
  const { relation, persons, rowsArePersons, columns } = result
  const source = { alias, table: written, columns, merged: [] }
  return { world: 'rows', relation, persons, rowsArePersons, sources: [source] }
}

const CLAUSES: Readonly<Record<string, string>> = {
  column_name_alias: 'AS t(c, …)',
  at_clause: 'AT (…)',
  sample: 'SAMPLE',
}
const CLAUSE_WORDS: Readonly<Record<string, readonly string[]>> = {
  sample: ['tablesample', 'sample'],
  at_clause: ['at'],
}

/** SAMPLE, AT (time travel), column aliases of a table: fields that say something we do not know. */
export function clauseFree(node: Node, known: readonly string[], env: Env): void {
  const odd = unknownField(node, known)
  if (odd === undefined) return
  const name = odd.split('_')[0]!.toUpperCase()
  refuseClause(CLAUSES[odd] ?? name, env.ctx.refuse, {
    at: odd === 'column_name_alias' ? node : undefined,
    words: [...(CLAUSE_WORDS[odd] ?? []), name.toLowerCase()],
    allowed: JOIN_ALLOWED,
  })
}
