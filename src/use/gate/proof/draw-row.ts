import type { Choice } from './choice.ts'
import type { Column, Condition, Kind, Relation, RowExpr, Truth, Value } from './model.ts'
import {
  all,
  any,
  compare,
  type Comparison,
  DATE_PARTS,
  DIFFERENCES,
  isIn,
  like,
  not,
  right,
  rounded,
  strict,
  substring,
  textLiteral,
  TRUNCATED,
} from './values.ts'

/** Expressions of level group and conditions over the columns of one relation. */

const call = (
  kind: Kind,
  sql: string,
  fn: (...args: Exclude<Value, null>[]) => Value,
  ...args: RowExpr[]
) => {
  const lifted = strict(fn)
  return {
    kind,
    sql,
    level: 'group' as const,
    of: (row: Parameters<RowExpr['of']>[0]) => lifted(...args.map((one) => one.of(row))),
  }
}
/** Another expression of the same kind. */
const as = ({ kind }: RowExpr, sql: string, of: RowExpr['of']): RowExpr => ({ kind, level: 'group', sql, of })
const looks = ({ level }: RowExpr) => level === 'group' || level === 'open'

export const groupColumns = (relation: Relation, kind?: Kind): Column[] =>
  relation.columns.filter((one) => looks(one) && (kind === undefined || one.kind === kind))

export const columnsAt = (relation: Relation, level: RowExpr['level']): Column[] =>
  relation.columns.filter((one) => one.level === level)

const TEXTS = ['1', '2', "o'x", '女', '11', 'a', '二级', '东']
const COMPARISONS: readonly Comparison[] = ['=', '<>', '<', '<=', '>', '>=']

function drawText(c: Choice, relation: Relation, depth: number): RowExpr | null {
  const columns = groupColumns(relation, 'text')
  if (columns.length === 0) return null
  const leaf = c.one(columns)
  if (depth <= 0) return leaf
  const a = drawText(c, relation, depth - 1) ?? leaf
  const size = 1 + c.below(2)
  switch (c.below(11)) {
    case 1:
      return call('text', `left(${a.sql}, ${size})`, (x) => substring(x, 1, size), a)
    case 2:
      return call('text', `right(${a.sql}, ${size})`, (x) => right(x, size), a)
    case 3:
      return call('text', `substring(${a.sql}, ${size}, 1)`, (x) => substring(x, size, 1), a)
    case 4:
      return call('text', `upper(${a.sql})`, (x) => String(x).toUpperCase(), a)
    case 5:
      return call('text', `lower(trim(${a.sql}))`, (x) => String(x).trim().toLowerCase(), a)
    case 6:
      return call('text', `(${a.sql} || '-')`, (x) => `${x}-`, a)
    case 7: {
      const b = drawText(c, relation, 0) ?? leaf
      return as(a, `concat(${a.sql}, ${b.sql})`, (row) => `${a.of(row) ?? ''}${b.of(row) ?? ''}`)
    }
    case 8:
      return as(a, `coalesce(${a.sql}, 'none')`, (row) => a.of(row) ?? 'none')
    case 9: {
      const value = c.one(TEXTS)
      return as(a, `nullif(${a.sql}, ${textLiteral(value)})`, (row) =>
        a.of(row) === value ? null : a.of(row),
      )
    }
    case 10:
      return drawCase(c, relation, depth - 1, 'text', ["'甲'", "'乙'", 'null'], ['甲', '乙', null])
  }
  return a
}

function drawCase(
  c: Choice,
  relation: Relation,
  depth: number,
  kind: Kind,
  sqls: readonly string[],
  values: readonly Value[],
): RowExpr {
  const branches = c.many(1, 2, () => ({ when: drawCondition(c, relation, depth), at: c.below(2) }))
  const otherwise = c.below(3)
  return {
    kind,
    level: 'group',
    sql: `case ${branches.map(({ when, at }) => `when ${when.sql} then ${sqls[at]}`).join(' ')} else ${sqls[otherwise]} end`,
    of(row) {
      const found = branches.find(({ when }) => when.of(row) === true)
      return found ? values[found.at]! : values[otherwise]!
    },
  }
}

function drawDate(c: Choice, relation: Relation): RowExpr | null {
  const columns = [...groupColumns(relation, 'date'), ...groupColumns(relation, 'timestamp')]
  if (columns.length === 0) return null
  const leaf = c.one(columns)
  if (c.chance(50)) return leaf.kind === 'date' ? leaf : null
  const unit = c.one(Object.keys(TRUNCATED))
  // In DuckDB the day of `date_trunc` is a timestamp at midnight; as text of ten characters both are the same.
  return call('date', `cast(date_trunc('${unit}', ${leaf.sql}) as date)`, (x) => TRUNCATED[unit]!(x), leaf)
}

function drawInteger(c: Choice, relation: Relation, depth: number): RowExpr | null {
  const columns = groupColumns(relation, 'integer')
  const dates = [...groupColumns(relation, 'date'), ...groupColumns(relation, 'timestamp')]
  if (columns.length === 0 && dates.length === 0) return null
  const part = () => {
    const date = c.one(dates)
    const unit = c.one(Object.keys(DATE_PARTS).filter((one) => one !== 'hour' || date.kind === 'timestamp'))
    const sql = c.chance(20)
      ? `extract(${unit === 'dayofweek' ? 'dow' : unit} from ${date.sql})`
      : `${unit}(${date.sql})`
    return call('integer', sql, (x) => DATE_PARTS[unit]!(x), date)
  }
  const leaf = columns.length === 0 || (dates.length > 0 && c.chance(40)) ? part() : c.one(columns)
  if (depth <= 0) return leaf
  const a = drawInteger(c, relation, depth - 1) ?? leaf
  const n = 1 + c.below(4)
  switch (c.below(11)) {
    case 1:
      return call('integer', `(${a.sql} + ${n})`, (x) => Number(x) + n, a)
    case 2:
      return call('integer', `(${n} - ${a.sql})`, (x) => n - Number(x), a)
    case 3:
      return call('integer', `(${a.sql} * ${n})`, (x) => Number(x) * n, a)
    case 4:
      return call('integer', `(${a.sql} % ${n})`, (x) => Number(x) % n || 0, a)
    case 5:
      return call('integer', `abs(-${a.sql})`, (x) => Math.abs(Number(x)), a)
    case 6: {
      const b = drawText(c, relation, 0)
      return b ? call('integer', `length(${b.sql})`, (x) => Array.from(String(x)).length, b) : a
    }
    case 7:
      return as(a, `coalesce(${a.sql}, 0)`, (row) => a.of(row) ?? 0)
    case 8: {
      const date = groupColumns(relation, 'date')[0]
      const unit = c.one(Object.keys(DIFFERENCES))
      return date
        ? call(
            'integer',
            `date_diff('${unit}', date '2022-03-15', ${date.sql})`,
            (x) => DIFFERENCES[unit]!('2022-03-15', x),
            date,
          )
        : a
    }
    case 9:
      return drawCase(c, relation, depth - 1, 'integer', ['1', '2', '0'], [1, 2, 0])
    case 10: {
      const b = drawInteger(c, relation, 0) ?? leaf
      const least = c.chance(50)
      return as(a, `${least ? 'least' : 'greatest'}(${a.sql}, ${b.sql})`, (row) => {
        const present = [a.of(row), b.of(row)].filter((one) => one !== null).map(Number)
        if (present.length === 0) return null
        return least ? Math.min(...present) : Math.max(...present)
      })
    }
  }
  return a
}

/** Numbers with a fraction: quotients and bands. */
function drawDouble(c: Choice, relation: Relation, depth: number): RowExpr | null {
  const a = drawInteger(c, relation, depth - 1)
  if (!a) return null
  const n = 2 + c.below(3)
  if (c.chance(40)) return call('double', `floor(${a.sql} / ${n})`, (x) => Math.floor(Number(x) / n), a)
  if (c.chance(40)) return call('double', `round(${a.sql} / ${n}, 1)`, (x) => rounded(Number(x) / n, 1), a)
  const b = drawInteger(c, relation, 0) ?? a
  return call(
    'double',
    `(${a.sql} / ${b.sql})`,
    (x, y) => (Number(y) === 0 ? null : Number(x) / Number(y)),
    a,
    b,
  )
}

/** An expression that may be a grouping key. */
export function drawKey(c: Choice, relation: Relation, depth = 2): RowExpr {
  const plain = groupColumns(relation)
  if (plain.length > 0 && c.chance(50)) return c.one(plain)
  const drawn = [
    () => drawText(c, relation, depth),
    () => drawInteger(c, relation, depth),
    () => drawDate(c, relation),
    () => (depth > 0 ? drawDouble(c, relation, depth) : null),
  ]
  return c.one(drawn)() ?? plain[0] ?? drawCase(c, relation, 0, 'integer', ['1', '2', '0'], [1, 2, 0])
}

/** An expression of one kind, for the two sides of a union. */
export const drawOfKind = (c: Choice, relation: Relation, kind: 'text' | 'integer'): RowExpr | null =>
  kind === 'text' ? drawText(c, relation, 1) : drawInteger(c, relation, 1)

function literalFor(c: Choice, kind: Kind): { sql: string; value: Value } | null {
  switch (kind) {
    case 'text': {
      const value = c.one(TEXTS)
      return { sql: textLiteral(value), value }
    }
    case 'integer': {
      const value = c.one([1, 0, 2, 3, 5, 12, 2023, 2022, -1])
      return { sql: String(value), value }
    }
    case 'double': {
      const value = c.one([0.5, 1, 2.5])
      return { sql: String(value), value }
    }
    case 'date': {
      const value = `202${1 + c.below(4)}-0${1 + c.below(9)}-01`
      return { sql: c.chance(50) ? `date '${value}'` : `'${value}'`, value }
    }
    case 'timestamp': {
      const value = `202${1 + c.below(4)}-0${1 + c.below(9)}-01T09:30:00`
      return { sql: `timestamp '${value.replace('T', ' ')}'`, value }
    }
    case 'boolean': {
      const value = c.chance(50)
      return { sql: String(value), value }
    }
  }
  return null
}

/** Columns of level compare stand against coarse literals alone. */
function drawCompared(c: Choice, relation: Relation): Condition | null {
  const columns = columnsAt(relation, 'compare')
  if (columns.length === 0) return null
  const column = c.one(columns)
  const coarse = () => {
    const value = column.kind === 'date' ? `202${1 + c.below(4)}-0${1 + c.below(9)}-01` : 5 * c.below(18)
    return { value, sql: column.kind === 'date' ? `date '${value}'` : String(value) }
  }
  const [a, b] = [coarse(), coarse()]
  if (c.chance(30))
    return {
      sql: `${column.sql} between ${a.sql} and ${b.sql}`,
      of: (row) => all([compare('>=', column.of(row), a.value), compare('<=', column.of(row), b.value)]),
    }
  const op = c.one<Comparison>(['<', '<=', '>', '>='])
  return { sql: `${column.sql} ${op} ${a.sql}`, of: (row) => compare(op, column.of(row), a.value) }
}

function drawLeaf(c: Choice, relation: Relation): Condition {
  if (c.chance(15)) {
    const compared = drawCompared(c, relation)
    if (compared) return compared
  }
  const columns = groupColumns(relation)
  const left = c.chance(60) && columns.length > 0 ? c.one(columns) : drawKey(c, relation, 1)
  const negated = c.chance(30)
  const turn = (truth: Truth) => (negated ? not(truth) : truth)
  const a = literalFor(c, left.kind)
  switch (a === null ? 1 : c.below(6)) {
    case 1:
      return {
        sql: `${left.sql} is ${negated ? 'not ' : ''}null`,
        of: (row) => (left.of(row) === null) !== negated,
      }
    case 2: {
      const list = [a!, ...c.many(0, 2, () => literalFor(c, left.kind)!)]
      const values = list.map(({ value }) => value)
      return {
        sql: `${left.sql} ${negated ? 'not ' : ''}in (${list.map(({ sql }) => sql).join(', ')})`,
        of: (row) => turn(isIn(left.of(row), values)),
      }
    }
    case 3: {
      const b = literalFor(c, left.kind)!
      return {
        sql: `${left.sql} ${negated ? 'not ' : ''}between ${a!.sql} and ${b.sql}`,
        of: (row) => turn(all([compare('>=', left.of(row), a!.value), compare('<=', left.of(row), b.value)])),
      }
    }
    case 4:
      if (left.kind === 'text') {
        const pattern = c.one(['%1%', '_', '女%', "o'%", '%级'])
        return {
          sql: `${left.sql} ${negated ? 'not ' : ''}like ${textLiteral(pattern)}`,
          of: (row) => turn(like(left.of(row), pattern)),
        }
      }
      break
    case 5: {
      const same = groupColumns(relation, left.kind)
      if (same.length === 0 || left.kind === 'double') break
      const right = c.one(same)
      const op = c.one(COMPARISONS)
      return { sql: `${left.sql} ${op} ${right.sql}`, of: (row) => compare(op, left.of(row), right.of(row)) }
    }
  }
  const op = c.one(COMPARISONS)
  if (c.chance(20)) {
    const flipped = ({ '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as Record<string, string>)[op] ?? op
    return { sql: `${a!.sql} ${flipped} ${left.sql}`, of: (row) => compare(op, left.of(row), a!.value) }
  }
  return { sql: `${left.sql} ${op} ${a!.sql}`, of: (row) => compare(op, left.of(row), a!.value) }
}

export function drawCondition(c: Choice, relation: Relation, depth = 2): Condition {
  if (depth <= 0 || c.chance(50)) return drawLeaf(c, relation)
  if (c.chance(25)) {
    const a = drawCondition(c, relation, depth - 1)
    return { sql: `not (${a.sql})`, of: (row) => not(a.of(row)) }
  }
  const of = c.many(2, 3, () => drawCondition(c, relation, depth - 1))
  const and = c.chance(50)
  return {
    sql: `(${of.map(({ sql }) => sql).join(and ? ' and ' : ' or ')})`,
    of: (row) => (and ? all : any)(of.map((one) => one.of(row))),
  }
}
