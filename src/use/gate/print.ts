import type { Aggregate, ColumnExpr, Condition, GroupExpr, Literal, Relation, Statistic } from './model.ts'
import { familyOf } from './types.ts'

/** SQL of the plan's parts: quoted identifiers and typed literals, never a piece of the user's text. */

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
/** Our own short names; a table of the contract is never referred to by its name outside FROM. */
const scanName = (scan: number): string => `t${scan}`

export const printColumn = ({ scan, column }: ColumnExpr): string => `${scanName(scan)}.${quoted(column)}`

/** The dense insured number of one scan (design: never shown). */
export const insuredOf = (scan: number): string => `${scanName(scan)}."__insured"`

export function printGroupExpr(expr: GroupExpr): string {
  switch (expr.kind) {
    case 'column':
      return printColumn(expr)
    case 'part':
      return `${expr.part}(${printColumn(expr.of)})`
    case 'trunc':
      return `CAST(date_trunc(${text(expr.unit)}, ${printColumn(expr.of)}) AS DATE)`
  }
  return `left(${printColumn(expr.of)}, ${expr.length})`
}

const LITERAL_TYPES = {
  integer: 'BIGINT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  boolean: 'BOOLEAN',
} as const

export function printLiteral({ type, value }: Literal): string {
  if (type === 'text') return text(value)
  if (type === 'decimal') {
    const [whole = '', fraction = ''] = value.replace('-', '').split('.')
    return `CAST(${text(value)} AS DECIMAL(${Math.max(1, whole.length + fraction.length)}, ${fraction.length}))`
  }
  return `CAST(${text(value)} AS ${LITERAL_TYPES[type]})`
}

const printOperand = (operand: GroupExpr | Literal): string =>
  operand.kind === 'literal' ? printLiteral(operand) : printGroupExpr(operand)

export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.of.map(printCondition).join(condition.kind === 'and' ? ' AND ' : ' OR ')})`
    case 'not':
      return `(NOT ${printCondition(condition.of)})`
    case 'untrue':
      return `(${printCondition(condition.of)} IS NOT TRUE)`
    case 'compare':
      return `(${printGroupExpr(condition.left)} ${condition.op} ${printOperand(condition.right)})`
    case 'in': {
      const values = condition.values.map(printLiteral).join(', ')
      return `(${printGroupExpr(condition.left)} ${condition.negated ? 'NOT IN' : 'IN'} (${values}))`
    }
    case 'between':
      return `(${printGroupExpr(condition.left)} BETWEEN ${printLiteral(condition.low)} AND ${printLiteral(condition.high)})`
    case 'null':
      return `(${printGroupExpr(condition.left)} IS ${condition.negated ? 'NOT NULL' : 'NULL'})`
  }
  return `(${printGroupExpr(condition.left)} ${condition.negated ? 'NOT LIKE' : 'LIKE'} ${text(condition.pattern)})`
}

/** The value that a statistic works on. Non-finite numbers count as missing: one of them would speak for its group. */
export function printArgument(of: ColumnExpr): string {
  const column = printColumn(of)
  return familyOf(of.type) === 'double' ? `CASE WHEN isfinite(${column}) THEN ${column} END` : column
}

/** True where an argument can be missing, so that a cell may rest on fewer persons than its row. */
export const canMiss = (of: ColumnExpr): boolean => of.nullable || familyOf(of.type) === 'double'

export function printStatistic(cell: Statistic): string {
  if (cell.fn === 'count_rows') return 'count(*)'
  const argument = printArgument(cell.of)
  return cell.fn === 'count_distinct' ? `count(DISTINCT ${argument})` : `${cell.fn}(${argument})`
}

/** FROM and WHERE of a relation. */
export interface Body {
  readonly from: string
  readonly where: string | null
}

export function printRelation(relation: Relation): Body {
  if (relation.op === 'scan') return { from: printScan(relation), where: null }
  if (relation.op === 'filter') {
    const inner = printRelation(relation.input)
    const where = printCondition(relation.where)
    return { from: inner.from, where: inner.where ? `${inner.where} AND ${where}` : where }
  }
  const [left, right] = [printRelation(relation.left), printRelation(relation.right)]
  const on = relation.on.map((pair) => `${printColumn(pair.left)} = ${printColumn(pair.right)}`).join(' AND ')
  return { from: `(${left.from} INNER JOIN ${right.from} ON (${on}))`, where: null }
}

/** The rows of the contract are cut inside the source, below joins, groups and the counting of persons. */
function printScan({ table, scan, rows }: Extract<Relation, { op: 'scan' }>): string {
  const name = scanName(scan)
  const source = `${quoted(table)} AS ${name}`
  return rows ? `(SELECT * FROM ${source} WHERE ${printCondition(rows)}) AS ${name}` : source
}

/** Every scan below a relation. */
export function scansOf(relation: Relation): Extract<Relation, { op: 'scan' }>[] {
  if (relation.op === 'scan') return [relation]
  if (relation.op === 'filter') return scansOf(relation.input)
  return [...scansOf(relation.left), ...scansOf(relation.right)]
}

export const personScans = (root: Aggregate): number[] =>
  scansOf(root.input).flatMap(({ scan, persons }) => (persons ? [scan] : []))
