import type { Choice } from './choice.ts'
import { asTheyAre, drawMeasure, measures } from './draw-cells.ts'
import { columnsAt, drawCondition, drawKey, drawOfKind, groupColumns } from './draw-row.ts'
import type { Column, Condition, Relation } from './model.ts'
import {
  derived,
  type Inner,
  type InnerFn,
  joined,
  type Named,
  type Part,
  perPerson,
  tableAs,
  unioned,
} from './relations.ts'

/** Sources of rows of persons: tables, joins, subqueries, CTEs, unions, groupings per person. */

/** Names that no two parts of one query share. */
export interface Names {
  readonly next: (stem: string) => string
}
export function namesOf(): Names {
  let count = 0
  return { next: (stem) => `${stem}_zq${count++}` }
}

const whereOf = (c: Choice, relation: Relation, percent: number): Condition | null =>
  c.chance(percent) ? drawCondition(c, relation) : null

const origin = (relation: Relation, name: string): Column | undefined =>
  relation.columns.find((one) => one.origin === name)

function drawJoin(c: Choice, names: Names): Relation {
  const s = tableAs('setl_d', names.next('s'))
  const kind = c.chance(40) ? 'left' : 'inner'
  const on = (left: Relation, a: string, right: Relation, b: string) =>
    [[origin(left, a)!, origin(right, b)!]] as const
  const withFee = () => {
    const f = tableAs('fee_d', names.next('f'))
    return joined(kind, s, f, on(s, 'setl_d.setl_id', f, 'fee_d.setl_id'), c.chance(30) ? 'setl_id' : null)
  }
  const withHosp = (left: Relation) => {
    const h = tableAs('hosp_b', names.next('h'))
    return joined(kind, left, h, on(left, 'setl_d.hosp', h, 'hosp_b.hosp'))
  }
  switch (c.below(6)) {
    case 1:
      return withFee()
    case 2: {
      const p = tableAs('psn_b', names.next('p'))
      return joined(kind, s, p, on(s, 'setl_d.psn_no', p, 'psn_b.psn_no'))
    }
    case 3: {
      const p = tableAs('psn_b', names.next('p'))
      return joined(kind, p, s, on(p, 'psn_b.psn_no', s, 'setl_d.psn_no'))
    }
    case 4:
      return withHosp(withFee())
    case 5: {
      const h = tableAs('hosp_b', names.next('h'))
      return joined('inner', h, s, on(h, 'hosp_b.hosp', s, 'setl_d.hosp'))
    }
  }
  return withHosp(s)
}

/** Grouping per person, at times put beside the register of persons. */
function drawPerPerson(c: Choice, names: Names, depth: number): Relation {
  const input =
    depth > 0 && c.chance(30) ? drawRelation(c, names, depth - 1) : tableAs('setl_d', names.next('s'))
  const persons = columnsAt(input, 'identity')
  if (persons.length === 0) return input
  const person = persons[0]!
  const numbers = asTheyAre(measures(input))
  const groups = asTheyAre(groupColumns(input))
  const keys = c.many(0, 1, (): Named => ({ name: names.next('k'), expr: drawKey(c, input, 1) }))
  const fns: readonly InnerFn[] = ['count_rows', 'sum', 'max', 'avg', 'min', 'count', 'count_distinct']
  const drawn = c.many(1, 2, (): Inner => {
    const fn = c.one(fns)
    const total = fn === 'sum' || fn === 'avg' || fn === 'max' || fn === 'min'
    const of = fn === 'count_rows' ? null : total && numbers.length > 0 ? c.one(numbers) : (groups[0] ?? null)
    const known = of !== null && (!total || numbers.length > 0)
    return { name: names.next('n'), fn: known ? fn : 'count_rows', of: known ? of : null }
  })
  // Something of it must be of level group.
  if (keys.length === 0) drawn.push({ name: names.next('n'), fn: 'count_rows', of: null })
  // One expression under two names is one key.
  const cells = [...new Map(drawn.map((cell) => [`${cell.fn} ${cell.of?.sql}`, cell])).values()]
  const cte = c.chance(40) ? names.next('w') : null
  const one = perPerson(input, person, keys, cells, whereOf(c, input, 40), names.next('d'), cte)
  if (!c.chance(25)) return one
  const p = tableAs('psn_b', names.next('p'))
  const pair = person.origin === 'psn_b.psn_no' || person.origin === 'setl_d.psn_no'
  return pair ? joined('inner', p, one, [[origin(p, 'psn_b.psn_no')!, one.columns[0]!]]) : one
}

const named = (names: Names, expr: Named['expr'], stem = 'c'): Named => ({ name: names.next(stem), expr })

function drawDerived(c: Choice, names: Names, depth: number): Relation {
  const input = drawRelation(c, names, depth - 1)
  const numbers = measures(input)
  const columns = [
    ...c.many(1, 3, () => named(names, drawKey(c, input, 1))),
    ...(numbers.length > 0 ? c.many(0, 2, () => named(names, drawMeasure(c, input, numbers), 'm')) : []),
    ...columnsAt(input, 'identity')
      .slice(0, 1)
      .map((one) => named(names, one, 'i')),
    ...columnsAt(input, 'compare')
      .slice(0, c.below(2))
      .map((one) => named(names, one, 'q')),
  ]
  // One expression under two names is one key.
  const different = [...new Map(columns.map((one) => [one.expr.sql, one])).values()]
  const cte = c.chance(40) ? names.next('w') : null
  return derived(input, different, whereOf(c, input, 50), names.next('d'), cte)
}

/** Each table with persons in one branch alone: who stands in two is counted twice. */
function drawUnion(c: Choice, names: Names, depth: number): Relation {
  const kinds = c.many(1, 2, () => c.one(['text', 'integer'] as const))
  const columnNames = [...kinds.map(() => names.next('u')), names.next('m')]
  const tables = (['setl_d', 'fee_d', 'psn_b'] as const).slice(0, 2 + c.below(2))
  const parts = tables.map((table): Part => {
    const nested = table === 'setl_d' && depth > 1 && c.chance(30)
    const input = nested ? drawDerived(c, names, 1) : tableAs(table, names.next('s'))
    const integers = asTheyAre(measures(input)).filter(({ kind }) => kind === 'integer')
    const exprs = kinds.map((kind) => drawOfKind(c, input, kind) ?? nothing(kind))
    const measure = integers.length > 0 ? c.one(integers) : nothing('integer')
    return {
      input,
      columns: [...exprs, measure].map((expr, at) => ({ name: columnNames[at]!, expr })),
      where: whereOf(c, input, 40),
    }
  })
  return unioned(parts, names.next('d'), c.chance(40) ? names.next('w') : null)
}

const nothing = (kind: 'text' | 'integer') => ({
  sql: kind === 'text' ? "'none'" : '0',
  kind,
  level: 'open' as const,
  of: () => (kind === 'text' ? 'none' : 0),
})

export function drawRelation(c: Choice, names: Names, depth = 2): Relation {
  const simple = () => tableAs('setl_d', names.next('s'))
  if (depth <= 0) return simple()
  switch (c.below(10)) {
    case 3:
    case 4:
      return drawJoin(c, names)
    case 5:
    case 6:
      return drawDerived(c, names, depth)
    case 7:
    case 8:
      return drawPerPerson(c, names, depth)
    case 9:
      return drawUnion(c, names, depth)
  }
  return simple()
}
