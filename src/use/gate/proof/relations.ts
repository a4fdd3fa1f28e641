import { TABLES } from './data.ts'
import type { Column, Condition, Data, Level, Relation, Row, RowExpr, TableName, Value } from './model.ts'
import { order, usable } from './values.ts'

/** Rows of persons by the book: nested loops over arrays. */

export const quoted = (name: string): string => (/^[a-z_]\w*$/.test(name) ? name : `"${name}"`)

export function tableAs(table: TableName, alias: string): Relation {
  const { columns, persons } = TABLES[table]
  return {
    ctes: [],
    from: `${table} as ${alias}`,
    persons,
    width: columns.length,
    columns: columns.map((one, at) => ({
      sql: `${alias}.${quoted(one.name)}`,
      kind: one.kind,
      level: one.level,
      name: one.name,
      origin: `${table}.${one.name}`,
      of: (row) => row.values[at]!,
    })),
    rows: (data) => [...data[table]],
  }
}

const shifted = (column: Column, by: number): Column => ({
  ...column,
  of: (row) => column.of({ person: row.person, values: row.values.slice(by) }),
  ...(column.rests && {
    rests: (row: Row) => column.rests!({ person: row.person, values: row.values.slice(by) }),
  }),
})

/** A join on declared pairs; two rows of persons are put together only where they are the same person's. */
export function joined(
  kind: 'inner' | 'left',
  left: Relation,
  right: Relation,
  on: readonly (readonly [Column, Column])[],
  using: string | null = null,
): Relation {
  const condition = using
    ? `using (${using})`
    : `on ${on.map(([a, b]) => `${a.sql} = ${b.sql}`).join(' and ')}`
  const none: readonly Value[] = Array.from({ length: right.width }, () => null)
  return {
    ctes: [...left.ctes, ...right.ctes],
    from: `${left.from} ${kind === 'left' ? 'left join' : 'join'} ${right.from} ${condition}`,
    persons: left.persons || right.persons,
    columns: [...left.columns, ...right.columns.map((column) => shifted(column, left.width))],
    width: left.width + right.width,
    rows(data) {
      const others = right.rows(data)
      return left.rows(data).flatMap((one) => {
        const found = others.filter((other) => {
          if (left.persons && right.persons && one.person !== other.person) return false
          return on.every(([a, b]) => a.of(one) !== null && a.of(one) === b.of(other))
        })
        const rows = found.map((other) => ({
          person: left.persons ? one.person : other.person,
          values: [...one.values, ...other.values],
        }))
        return rows.length === 0 && kind === 'left'
          ? [{ person: one.person, values: [...one.values, ...none] }]
          : rows
      })
    },
  }
}

export interface Named {
  readonly name: string
  readonly expr: RowExpr
}

const list = (columns: readonly Named[]) =>
  columns.map(({ name, expr }) => `${expr.sql} as ${quoted(name)}`).join(', ')

/** `elses`: at which places a value may be the constant of an ELSE. */
const columnsAs = (
  columns: readonly Named[],
  alias: string,
  elses = (at: number) => columns[at]!.expr.rests !== undefined,
): Column[] =>
  columns.map(({ name, expr }, at) => ({
    sql: `${alias}.${quoted(name)}`,
    kind: expr.kind,
    level: expr.level,
    name,
    origin: (expr as Partial<Column>).origin ?? '',
    degree: expr.degree ?? 1,
    of: (row) => row.values[at]!,
    ...(elses(at) && { rests: (row: Row) => row.values[columns.length + at] === true }),
  }))

/** A text in brackets, or a CTE of the same text. */
function source(text: string, ctes: readonly string[], alias: string, cte: string | null) {
  return cte === null
    ? { ctes, from: `(${text}) as ${alias}` }
    : { ctes: [...ctes, `${cte} as (${text})`], from: `${cte} as ${alias}` }
}

const kept = (where: Condition | null) => (row: Row) => where === null || where.of(row) === true
const clause = (where: Condition | null) => (where ? ` where ${where.sql}` : '')

export function derived(
  input: Relation,
  columns: readonly Named[],
  where: Condition | null,
  alias: string,
  cte: string | null,
): Relation {
  const text = `select ${list(columns)} from ${input.from}${clause(where)}`
  return {
    ...source(text, input.ctes, alias, cte),
    persons: input.persons,
    width: 2 * columns.length,
    columns: columnsAs(columns, alias),
    rows: (data) => input.rows(data).filter(kept(where)).map(project(columns)),
  }
}

const project =
  (columns: readonly Named[]) =>
  (row: Row): Row => ({
    person: row.person,
    values: [
      ...columns.map(({ expr }) => expr.of(row)),
      // Whether the value is the person's own goes along.
      ...columns.map(({ expr }) => expr.rests?.(row) ?? true),
    ],
  })

export interface Part {
  readonly input: Relation
  readonly columns: readonly Named[]
  readonly where: Condition | null
}

const STRICTER: readonly Level[] = ['open', 'group', 'measure', 'compare', 'join', 'identity']

export function unioned(parts: readonly Part[], alias: string, cte: string | null): Relation {
  const text = parts
    .map(({ input, columns, where }) => `select ${list(columns)} from ${input.from}${clause(where)}`)
    .join(' union all ')
  const elses = (at: number) => parts.some(({ columns }) => columns[at]!.expr.rests !== undefined)
  const level = (at: number): Level =>
    STRICTER[Math.max(...parts.map((one) => STRICTER.indexOf(one.columns[at]!.expr.level)))]!
  return {
    ...source(
      text,
      parts.flatMap(({ input }) => input.ctes),
      alias,
      cte,
    ),
    persons: true,
    width: 2 * parts[0]!.columns.length,
    columns: columnsAs(parts[0]!.columns, alias, elses).map((column, at) => ({
      ...column,
      level: level(at),
      origin: parts.every(({ columns }) => (columns[at]!.expr as Partial<Column>).origin === column.origin)
        ? column.origin
        : '',
    })),
    rows: (data) =>
      parts.flatMap(({ input, columns, where }) =>
        input.rows(data).filter(kept(where)).map(project(columns)),
      ),
  }
}

export type InnerFn = 'count_rows' | 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max'
export interface Inner {
  readonly name: string
  readonly fn: InnerFn
  readonly of: RowExpr | null
}

const INNER_SQL: Record<InnerFn, (of: string) => string> = {
  count_rows: () => 'count(*)',
  count: (of) => `count(${of})`,
  count_distinct: (of) => `count(distinct ${of})`,
  sum: (of) => `sum(${of})`,
  avg: (of) => `avg(${of})`,
  min: (of) => `min(${of})`,
  max: (of) => `max(${of})`,
}

/** One statistic within one person: missing values are left out, and non-finite numbers with them. */
function inner({ fn, of }: Inner, rows: readonly Row[]): Value {
  if (fn === 'count_rows' || of === null) return rows.length
  const values = rows.map((row) => of.of(row)).filter((value) => usable(value)) as Exclude<Value, null>[]
  if (fn === 'count') return values.length
  if (fn === 'count_distinct') return new Set(values).size
  if (values.length === 0) return null
  if (fn === 'min') return values.reduce((a, b) => (order(b, a) < 0 ? b : a))
  if (fn === 'max') return values.reduce((a, b) => (order(b, a) > 0 ? b : a))
  const sum = values.reduce((total: number, value) => total + Number(value), 0)
  return fn === 'sum' ? sum : sum / values.length
}

/** GROUP BY the insured person (and keys): each row is one person's. */
export function perPerson(
  input: Relation,
  person: Column,
  keys: readonly Named[],
  cells: readonly Inner[],
  where: Condition | null,
  alias: string,
  cte: string | null,
): Relation {
  const statistics = cells.map(({ name, fn, of }): Named => {
    const counts = fn.startsWith('count')
    const expr: RowExpr = {
      sql: INNER_SQL[fn](of?.sql ?? ''),
      kind: counts ? 'integer' : fn === 'avg' ? 'double' : (of?.kind ?? 'integer'),
      level: counts ? 'group' : (of?.level ?? 'group'),
      of: () => null,
    }
    return { name, expr }
  })
  const columns = [{ name: 'psn_no', expr: person }, ...keys, ...statistics]
  const by = [person, ...keys.map(({ expr }) => expr)]
  const text = `select ${list(columns)} from ${input.from}${clause(where)} group by ${by.map(({ sql }) => sql).join(', ')}`
  return {
    ...source(text, input.ctes, alias, cte),
    persons: true,
    width: 2 * columns.length,
    columns: columnsAs(columns, alias),
    rows(data) {
      const groups = Map.groupBy(input.rows(data).filter(kept(where)), (row) =>
        JSON.stringify([row.person, ...by.map((expr) => expr.of(row))]),
      )
      return [...groups.values()].map((rows): Row => {
        const first = rows[0]!
        return {
          person: first.person,
          values: [
            ...by.map((expr) => expr.of(first)),
            ...cells.map((cell) => inner(cell, rows)),
            ...columns.map(() => true),
          ],
        }
      })
    },
  }
}

/** Rows of a relation under a condition. */
export const rowsOf = (relation: Relation, where: Condition | null, data: Data): Row[] =>
  relation.rows(data).filter(kept(where))
