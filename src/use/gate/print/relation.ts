import type { InnerStatistic, Relation } from '../plan/index.ts'
import { argumentOf } from './argument.ts'
import { canMiss, type Names, printCondition, printExpr, type Shape, typeOf } from './expr.ts'
import { INSURED, institutionName, PERSON, quoted, scanName } from './names.ts'
import { converted, unionType } from './types.ts'

/** What the printing asks of the terms: the institution columns of each table. */
export type Institutions = ReadonlyMap<string, readonly string[]>

/** FROM and WHERE of a relation, and who its rows rest on. */
export interface Body {
  readonly from: string
  readonly where: readonly string[]
  /** The insured person of a row; null where no table below has persons. */
  readonly person: string | null
  /** Columns that tell the institution of a row; of tables with persons where one of them has any. */
  readonly institutions: readonly string[]
}

type Derived = Extract<Relation, { op: 'project' | 'perPerson' | 'union' }>
type Join = Extract<Relation, { op: 'join' }>

/** Every relation below this one, itself included, derived tables opened. */
export function relationsOf(relation: Relation): Relation[] {
  const below =
    relation.op === 'scan'
      ? []
      : relation.op === 'join'
        ? [relation.left, relation.right]
        : relation.op === 'union'
          ? relation.inputs.map(({ input }) => input)
          : [relation.input]
  return [relation, ...below.flatMap(relationsOf)]
}

/** Does any table below have persons? */
export const hasPersons = (relation: Relation): boolean =>
  relationsOf(relation).some((one) => one.op === 'scan' && one.persons)

/** Types of all derived tables, and the numbers of what left joins may leave out. */
export function namesOf(relation: Relation): Names {
  const derived = new Map<number, readonly Shape[]>()
  const optional = new Set<number>()
  const names: Names = { derived, optional }
  // Inner tables first: the types of the outer ones follow from them.
  for (const one of relationsOf(relation).reverse()) {
    if (one.op === 'join' && one.kind === 'left') for (const scan of numbersOf(one.right)) optional.add(scan)
    if (one.op === 'project' || one.op === 'perPerson' || one.op === 'union')
      derived.set(one.scan, shapesOf(one, names))
  }
  return names
}

/** Numbers that can be named in the rows of a relation. */
function numbersOf(relation: Relation): number[] {
  if (relation.op === 'filter') return numbersOf(relation.input)
  return relation.op === 'join'
    ? [...numbersOf(relation.left), ...numbersOf(relation.right)]
    : [relation.scan]
}

function shapesOf(relation: Derived, names: Names): Shape[] {
  const shape = (expr: Parameters<typeof typeOf>[0]): Shape => ({
    type: typeOf(expr),
    nullable: canMiss(expr, names),
  })
  if (relation.op === 'project') return relation.columns.map(shape)
  if (relation.op === 'perPerson')
    return [...relation.keys.map(shape), ...relation.cells.map((cell) => statistic(cell, names))]
  const [first, ...others] = relation.inputs
  return first!.columns.map((expr, index) => {
    const shapes = [shape(expr), ...others.map(({ columns }) => shape(columns[index]!))]
    return {
      type: unionType(shapes.map(({ type }) => type)),
      nullable: shapes.some(({ nullable }) => nullable),
    }
  })
}

/** A statistic within one person, and what it gives. */
function statistic({ fn, of }: InnerStatistic, names: Names): Shape & { readonly sql: string } {
  if (fn === 'count_rows' || of === null) return { sql: 'count(*)', type: 'BIGINT', nullable: false }
  if (fn === 'sum') {
    const { sql, type } = argumentOf(of, names)
    const total =
      type === 'DOUBLE'
        ? type
        : type.startsWith('DECIMAL')
          ? `DECIMAL(38,${/(\d+)\)$/.exec(type)![1]})`
          : 'HUGEINT'
    return { sql: `sum(${sql})`, type: total, nullable: true }
  }
  if (fn === 'avg')
    return { sql: `avg(${argumentOf(of, names, 'DOUBLE').sql})`, type: 'DOUBLE', nullable: true }
  const { sql, type } = argumentOf(of, names, typeOf(of))
  if (fn === 'count_distinct') return { sql: `count(DISTINCT ${sql})`, type: 'BIGINT', nullable: false }
  return fn === 'count'
    ? { sql: `count(${sql})`, type: 'BIGINT', nullable: false }
    : { sql: `${fn}(${sql})`, type, nullable: true }
}

export function printRelation(relation: Relation, names: Names, institutions: Institutions): Body {
  switch (relation.op) {
    case 'scan':
      return printScan(relation, names, institutions)
    case 'filter': {
      const body = printRelation(relation.input, names, institutions)
      return { ...body, where: [...body.where, printCondition(relation.where, names)] }
    }
    case 'join':
      return printJoin(relation, names, institutions)
  }
  return printDerived(relation, names, institutions)
}

/** The rows of the contract are cut inside the source, below joins, groups and the counting of persons. */
function printScan(
  { table, scan, persons, rows }: Extract<Relation, { op: 'scan' }>,
  names: Names,
  institutions: Institutions,
): Body {
  const name = scanName(scan)
  const source = `${quoted(table)} AS ${name}`
  return {
    from: rows ? `(SELECT * FROM ${source} WHERE ${printCondition(rows, names)}) AS ${name}` : source,
    where: [],
    person: persons ? `${name}.${INSURED}` : null,
    institutions: (institutions.get(table) ?? []).map((column) => `${name}.${quoted(column)}`),
  }
}

function printJoin(relation: Join, names: Names, institutions: Institutions): Body {
  const left = printRelation(relation.left, names, institutions)
  const right = printRelation(relation.right, names, institutions)
  const on = relation.on.map((pair) => `${printExpr(pair.left, names)} = ${printExpr(pair.right, names)}`)
  // Without this a row would rest on two persons, and one of them could look the other up.
  if (left.person && right.person) on.push(`${left.person} = ${right.person}`)
  const outer = relation.kind === 'left'
  return {
    from: `(${left.from} ${outer ? 'LEFT' : 'INNER'} JOIN ${right.from} ON (${[...on, ...(outer ? right.where : [])].join(' AND ')}))`,
    where: [...left.where, ...(outer ? [] : right.where)],
    person: left.person ?? right.person,
    institutions: ofPersons(left, right),
  }
}

/** A code table may repeat a person's row for every institution: it counts only where no table of persons tells. */
function ofPersons(left: Body, right: Body): readonly string[] {
  if (left.person && !right.person && left.institutions.length > 0) return left.institutions
  if (right.person && !left.person && right.institutions.length > 0) return right.institutions
  return [...left.institutions, ...right.institutions]
}

function printDerived(relation: Derived, names: Names, institutions: Institutions): Body {
  const name = scanName(relation.scan)
  const inputs = (relation.op === 'union' ? relation.inputs : [relation]).map(({ input }) =>
    printRelation(input, names, institutions),
  )
  const shapes = names.derived.get(relation.scan)!
  const persons = inputs.some(({ person }) => person !== null)
  const carried = Math.max(...inputs.map((input) => input.institutions.length))
  const selects = inputs.map((body, at) => {
    const grouped = relation.op === 'perPerson'
    const person = body.person ?? 'CAST(NULL AS UINTEGER)'
    const places = Array.from({ length: carried }, (_, index) => {
      const sql = body.institutions[Math.min(index, body.institutions.length - 1)]
      // One institution stands for all of a person's: a lower bound of how many there are.
      const text = sql ? `CAST(${sql} AS VARCHAR)` : 'CAST(NULL AS VARCHAR)'
      return `${grouped ? `min(${text})` : text} AS ${institutionName(index)}`
    })
    const columns = columnsOf(relation, at, names).map(
      ({ sql, type }, index) => `${converted(sql, type, shapes[index]!.type)} AS c${index}`,
    )
    const group = grouped
      ? ` GROUP BY ${[
          ...columnsOf(relation, at, names)
            .slice(0, relation.keys.length)
            .map(({ sql }) => sql),
          person,
        ].join(', ')}`
      : ''
    const list = [...columns, ...(persons ? [`${person} AS ${PERSON}`] : []), ...places]
    return `SELECT ${list.join(', ')} ${fromWhere(body)}${group}`
  })
  return {
    from: `(${selects.join(' UNION ALL ')}) AS ${name}`,
    where: [],
    person: persons ? `${name}.${PERSON}` : null,
    institutions: Array.from({ length: carried }, (_, index) => `${name}.${institutionName(index)}`),
  }
}

function columnsOf(relation: Derived, input: number, names: Names) {
  const printed = (expr: Parameters<typeof typeOf>[0]) => ({
    sql: printExpr(expr, names),
    type: typeOf(expr),
  })
  if (relation.op === 'union') return relation.inputs[input]!.columns.map(printed)
  if (relation.op === 'project') return relation.columns.map(printed)
  return [...relation.keys.map(printed), ...relation.cells.map((cell) => statistic(cell, names))]
}

export const fromWhere = ({ from, where }: Pick<Body, 'from' | 'where'>): string =>
  `FROM ${from}${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`
