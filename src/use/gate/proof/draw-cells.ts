import type { Choice } from './choice.ts'
import { columnsAt, drawCondition, drawKey, groupColumns } from './draw-row.ts'
import type { Column, Kind, Measured, Relation, Row, RowExpr, Value } from './model.ts'
import {
  avgOf,
  countOf,
  countRows,
  distinctOf,
  jointOf,
  personsIn,
  quantileOf,
  spreadOf,
  sumOf,
} from './statistics.ts'

/** Aggregates over the columns of one relation. */

const numeric = ({ kind }: RowExpr) => kind === 'integer' || kind === 'decimal' || kind === 'double'

export const measures = (relation: Relation): Column[] => columnsAt(relation, 'measure').filter(numeric)

/** Columns of a table as they are: what is computed has no name that history could hold together. */
export const asTheyAre = (columns: readonly Column[]): Column[] =>
  columns.filter(({ origin }) => origin !== '')

const computed = (
  sql: string,
  kind: Kind,
  of: (row: Row) => Value,
  rests: (row: Row) => boolean = () => true,
  degree = 1,
): RowExpr => ({ sql, kind, level: 'measure', of, rests, degree })
const degreeOf = ({ degree = 1 }: RowExpr): number => degree
const num = (value: Value, fn: (value: number) => number): Value =>
  value === null ? null : fn(Number(value))

/** A measure: bare, in linear arithmetic, a product of two, or the branch of a CASE. */
export function drawMeasure(
  c: Choice,
  relation: Relation,
  columns: readonly Column[],
  most = 2,
  depth = 1,
): RowExpr {
  const a = c.one(columns)
  const n = 2 + c.below(3)
  const is = degreeOf(a)
  switch (depth <= 0 ? 0 : c.below(9)) {
    case 3:
      return computed(`${n} * ${a.sql}`, a.kind, (row) => num(a.of(row), (x) => n * x), a.rests, is)
    case 4:
      return computed(`${a.sql} * ${n} - 1`, a.kind, (row) => num(a.of(row), (x) => n * x - 1), a.rests, is)
    case 5:
      return computed(`${n} - ${a.sql}`, a.kind, (row) => num(a.of(row), (x) => n - x), a.rests, is)
    case 6: {
      const b = c.one(columns)
      if (is + degreeOf(b) > most) return a
      const kind = a.kind === b.kind ? a.kind : 'double'
      const of = (row: Row) => num(a.of(row), (x) => Number(num(b.of(row), (y) => x * y) ?? Number.NaN))
      return computed(`${a.sql} * ${b.sql}`, kind, of, both(a, b), is + degreeOf(b))
    }
    case 7: {
      const b = c.one(columns)
      // Who only adds the constant of an ELSE would have to be told apart for each side.
      if (asTheyAre([a, b]).length < 2) return a
      const of = (row: Row) => num(a.of(row), (x) => Number(num(b.of(row), (y) => x + y) ?? Number.NaN))
      return computed(`${a.sql} + ${b.sql}`, a.kind, of)
    }
    case 8: {
      const when = drawCondition(c, relation, 1)
      const then = drawMeasure(c, relation, columns, most, 0)
      // Of nobody it is 0 here and missing in SQL; where there are persons it is withheld.
      const other = c.one(relation.persons ? ['', ' else 0', ' else null'] : ['', ' else null'])
      return computed(
        `case when ${when.sql} then ${then.sql}${other} end`,
        then.kind,
        (row) => (when.of(row) === true ? then.of(row) : other === ' else 0' ? 0 : null),
        (row) => when.of(row) === true && (then.rests?.(row) ?? true),
        degreeOf(then),
      )
    }
  }
  return a
}

const both = (a: RowExpr, b: RowExpr) => (row: Row) => (a.rests?.(row) ?? true) && (b.rests?.(row) ?? true)
const PLACES = ['0.5', '0.25', '0.9', '0.05'] as const
const SPREADS = ['stddev', 'stddev_samp', 'stddev_pop', 'variance', 'var_samp', 'var_pop'] as const
const JOINTS = [
  'corr',
  'covar_samp',
  'covar_pop',
  'regr_slope',
  'regr_intercept',
  'regr_r2',
  'regr_count',
] as const

const cell = (sql: string, kind: Measured['kind'], of: Measured['of']): Measured => ({
  sql,
  kind,
  of,
  over: (rows) => rows,
})

/** Counts of rows, values, distinct values, persons. */
function drawCount(c: Choice, relation: Relation): Measured {
  const counted = (): RowExpr => {
    const known = [...measures(relation), ...groupColumns(relation)]
    return c.chance(60) && known.length > 0 ? c.one(known) : drawKey(c, relation, 1)
  }
  const persons = columnsAt(relation, 'identity')
  switch (c.below(5)) {
    case 1: {
      const of = counted()
      return cell(`count(${of.sql})`, 'moments', (rows) => countOf(of, rows))
    }
    case 2: {
      const known = asTheyAre([...groupColumns(relation), ...measures(relation)])
      if (known.length === 0) break
      const of = c.one(known)
      return cell(`count(distinct ${of.sql})`, 'distinct', (rows, k) => distinctOf(of, rows, k))
    }
    case 3: {
      if (persons.length === 0) break
      const of = c.one(persons)
      return cell(`count(distinct ${of.sql})`, 'persons', (rows) => personsIn(of, rows))
    }
    case 4: {
      // Of nobody it is 0 here and missing in SQL; where there are persons it is withheld.
      if (!relation.persons) break
      const when = drawCondition(c, relation, 1)
      const met = (row: Row) => when.of(row) === true
      const of = computed('', 'integer', (row) => (met(row) ? 1 : 0), met)
      return cell(`sum(case when ${when.sql} then 1 else 0 end)`, 'moments', (rows) => sumOf(of, rows))
    }
  }
  return cell('count(*)', 'moments', countRows)
}

function drawPlain(c: Choice, relation: Relation): Measured {
  const columns = measures(relation)
  if (columns.length === 0 || c.chance(40)) return drawCount(c, relation)
  const of = drawMeasure(c, relation, columns)
  const single = columns.filter((one) => degreeOf(one) === 1)
  switch (single.length === 0 ? 0 : c.below(8)) {
    case 1:
    case 2:
      return cell(`avg(${of.sql})`, 'moments', (rows) => avgOf(of, rows))
    case 3: {
      const fn = c.one(SPREADS)
      const one = drawMeasure(c, relation, single, 1)
      return cell(`${fn}(${one.sql})`, 'moments', (rows) => spreadOf(fn, one, rows))
    }
    case 4: {
      const fn = c.one(JOINTS)
      const [y, x] = [c.one(single), c.one(single)]
      return cell(`${fn}(${y.sql}, ${x.sql})`, 'moments', (rows) => jointOf(fn, y, x, rows))
    }
    case 5: {
      const plain = asTheyAre(columns)
      if (plain.length === 0) break
      const one = c.one(plain)
      const at = c.one(PLACES)
      // Code tables have no ends to protect, and the quantile between two values alone.
      const fn = c.chance(50) || !relation.persons ? 'quantile_cont' : 'quantile_disc'
      const median = at === '0.5' && fn === 'quantile_cont'
      const sql = median ? `median(${one.sql})` : `${fn}(${one.sql}, ${at})`
      return cell(sql, 'position', (rows, k) => quantileOf(fn, Number(at), one, rows, k))
    }
  }
  return cell(`sum(${of.sql})`, 'moments', (rows) => sumOf(of, rows))
}

/** An aggregate, at times over some of the rows. */
export function drawCell(c: Choice, relation: Relation): Measured {
  const plain = drawPlain(c, relation)
  if (!c.chance(15)) return plain
  const where = drawCondition(c, relation, 1)
  const over = (rows: readonly Row[]) => rows.filter((row) => where.of(row) === true)
  return {
    ...plain,
    sql: `${plain.sql} filter (where ${where.sql})`,
    over,
    of: (rows, k) => plain.of(over(rows), k),
  }
}
