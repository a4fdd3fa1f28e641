import {
  type AfterCondition,
  type AfterExpr,
  type AfterRow,
  type By,
  distinct,
  plain,
  sorter,
  wholeOrder,
} from './after.ts'
import { blockKinds, bodyOf, drawBlock, fromOf, groupOf, withOf } from './blocks.ts'
import type { Choice } from './choice.ts'
import { drawAfterCondition, drawBy, drawNumber, drawWindow } from './draw-after.ts'
import { type Names, namesOf } from './draw-relation.ts'
import { drawCondition, drawKey } from './draw-row.ts'
import { Ambiguous, type Block, type Query, type Released, type ReleasedRow } from './model.ts'
import { derived, rowsOf, tableAs } from './relations.ts'
import { type DrawnWindow, orderText, windowOf, windowText } from './windows.ts'

/** Whole queries. `strict`: an order that leaves ties open proves nothing (the engine itself promises none). */

const flatRow = ({ keys, cells }: ReleasedRow): AfterRow => [...keys, ...cells]

/** Columns of the released rows of a block, each under the text that `sqlOf` gives it. */
function columnsOf(block: Block, sqlOf: (at: number) => string): AfterExpr[] {
  return blockKinds(block).map((kind, at) => ({ sql: sqlOf(at), kind, of: (row) => row[at]! }))
}

interface Item {
  readonly sql: string
  readonly name: string
  readonly of: AfterExpr | DrawnWindow
}

/** One SELECT over released rows: items, what is kept, DISTINCT, order, limit. */
interface Level {
  readonly items: readonly Item[]
  readonly keep: AfterCondition | null
  readonly distinct: boolean
  readonly by: readonly { readonly at: number; readonly by: By }[]
  readonly limit: number | null
  readonly offset: number
}

function drawLevel(
  c: Choice,
  names: Names,
  columns: readonly AfterExpr[],
  keys: readonly AfterExpr[],
  own: readonly AfterExpr[],
): Level {
  const item = (of: AfterExpr): Item => ({ sql: of.sql, name: names.next('o'), of })
  const extra = c.chance(30) ? drawNumber(c, columns) : null
  const window = c.chance(25) ? drawWindow(c, columns, own) : null
  const items = [
    ...keys.map(item),
    ...columns.filter((one) => !keys.includes(one)).map(item),
    ...(extra ? [item(extra)] : []),
    ...(window ? [{ sql: windowText(window), name: names.next('o'), of: window }] : []),
  ]
  const limited = c.chance(25)
  const by =
    c.chance(40) || limited ? c.many(1, 2, () => ({ at: c.below(items.length), by: drawBy(c, columns) })) : []
  return {
    items,
    keep: c.chance(35) ? drawAfterCondition(c, columns) : null,
    distinct: c.chance(6),
    by,
    limit: limited ? c.below(8) : null,
    offset: limited && c.chance(40) ? 1 + c.below(3) : 0,
  }
}

const isWindow = (of: Item['of']): of is DrawnWindow => 'fn' in of

function apply(level: Level, input: readonly AfterRow[], strict: boolean): Released[][] {
  const kept = input.filter((row) => level.keep === null || level.keep.of(row) === true)
  const columns = level.items.map(({ of }) =>
    isWindow(of) ? windowOf(of, kept) : kept.map((row) => of.of(row)),
  )
  const rows = kept.map((_, at) => columns.map((column) => column[at]!))
  return arrange(level, level.distinct ? distinct(rows) : rows, strict)
}

function arrange(
  { by, limit, offset }: Pick<Level, 'by' | 'limit' | 'offset'>,
  rows: readonly AfterRow[],
  strict: boolean,
) {
  const asked = sorter(
    by.map(({ at, by: one }) => ({
      ...one,
      expr: { sql: '', kind: 'other', of: (row: AfterRow) => row[at]! },
    })),
  )
  // Ties fall back to all columns from the left, so that no order tells how rows lie on disk.
  const whole = (a: AfterRow, b: AfterRow) => asked(a, b) || wholeOrder(a, b)
  const sorted = [...rows].sort(limit === null && by.length === 0 ? () => 0 : strict ? asked : whole)
  if (limit === null) return sorted.map((row) => [...row])
  const cut = (at: number) => at > 0 && at < sorted.length && asked(sorted[at - 1]!, sorted[at]!) === 0
  if (strict && (cut(offset) || cut(offset + limit))) throw new Ambiguous('a tie at the limit')
  return sorted.slice(offset, offset + limit).map((row) => [...row])
}

/** SELECT list and what stands behind FROM. `byName`: how an ORDER BY names an item. */
function levelText(c: Choice, level: Level, from: string, word: 'where' | 'having', group = ''): string {
  const list = level.items.map(({ sql, name }) => `${sql} as ${name}`).join(', ')
  const keep = level.keep ? ` ${word} ${level.keep.sql}` : ''
  const by = level.by.map(({ at, by: one }) => {
    const item = level.items[at]!
    const sql = c.one([String(at + 1), item.name])
    return orderText({ ...one, expr: { sql, kind: 'other', of: () => plain(null) } })
  })
  const order = by.length > 0 ? ` order by ${by.join(', ')}` : ''
  const limit =
    level.limit === null ? '' : ` limit ${level.limit}${level.offset > 0 ? ` offset ${level.offset}` : ''}`
  return `select ${level.distinct ? 'distinct ' : ''}${list}${from}${word === 'where' ? keep : ''}${group}${word === 'having' ? keep : ''}${order}${limit}`
}

export type Drawn = Omit<Query, 'after'> & {
  readonly after: (released: readonly (readonly ReleasedRow[])[], strict: boolean) => Released[][]
}

function flat(c: Choice, names: Names): Drawn {
  const block = drawBlock(c, names)
  const texts = [...block.keys, ...block.cells].map(({ sql }) => sql)
  const columns = columnsOf(block, (at) => texts[at]!)
  const keys = columns.slice(0, block.keys.length)
  const level = drawLevel(c, names, columns, keys, block.sets.length > 1 ? [] : keys)
  const by = block.keys.map(({ sql }, at) =>
    c.chance(30) ? String(at + 1) : c.chance(20) ? level.items[at]!.name : sql,
  )
  return {
    sql: `${withOf(...block.relation.ctes)}${levelText(c, level, fromOf(block), 'having', groupOf(block, by))}`,
    blocks: [block],
    ordered: level.by.length > 0,
    listing: null,
    after: ([rows], strict) => apply(level, rows!.map(flatRow), strict),
  }
}

/** A block as a subquery or CTE, its columns under names of their own. */
function inner(c: Choice, names: Names, block: Block, alias: string) {
  const named = [...block.keys, ...block.cells].map(({ sql }) => ({ sql, name: names.next('b') }))
  const text = `select ${named.map(({ sql, name }) => `${sql} as ${name}`).join(', ')}${bodyOf(block)}`
  const cte = c.chance(50) ? names.next('w') : null
  return {
    ctes: cte === null ? block.relation.ctes : [...block.relation.ctes, `${cte} as (${text})`],
    from: cte === null ? `(${text}) ${alias}` : `${cte} ${alias}`,
    columns: columnsOf(block, (at) => `${alias}.${named[at]!.name}`),
  }
}

function over(c: Choice, names: Names): Drawn {
  const block = drawBlock(c, names)
  const { ctes, from, columns } = inner(c, names, block, names.next('a'))
  const keys = columns.slice(0, block.keys.length)
  const level = drawLevel(c, names, columns, keys, block.sets.length > 1 ? [] : keys)
  return {
    sql: `${withOf(...ctes)}${levelText(c, level, ` from ${from}`, 'where')}`,
    blocks: [block],
    ordered: level.by.length > 0,
    listing: null,
    after: ([rows], strict) => apply(level, rows!.map(flatRow), strict),
  }
}

/** Two groupings put side by side on a key. */
function beside(c: Choice, names: Names): Drawn {
  const [one, two] = [drawBlock(c, names), drawBlock(c, names)]
  const pair = one.keys
    .flatMap((a, i) => two.keys.map((b, j) => ({ i, j, fits: a.kind === b.kind && a.kind !== 'double' })))
    .find(({ fits }) => fits)
  if (!pair) return flat(c, names)
  const kind = c.chance(50) ? 'left join' : 'join'
  const [a, b] = [inner(c, names, one, names.next('a')), inner(c, names, two, names.next('a'))]
  const width = a.columns.length
  const right = b.columns.map(
    (column): AfterExpr => ({ ...column, of: (row) => column.of(row.slice(width)) }),
  )
  const columns = [...a.columns, ...right]
  const level = drawLevel(c, names, columns, [a.columns[pair.i]!], [])
  const on = `${a.columns[pair.i]!.sql} = ${b.columns[pair.j]!.sql}`
  return {
    sql: `${withOf(...a.ctes, ...b.ctes)}${levelText(c, level, ` from ${a.from} ${kind} ${b.from} on ${on}`, 'where')}`,
    blocks: [one, two],
    ordered: level.by.length > 0,
    listing: null,
    after([left, other], strict) {
      const rows = left!.map(flatRow).flatMap((row) => {
        const found = other!.map(flatRow).filter((two) => equal(row[pair.i]!, two[pair.j]!))
        if (found.length === 0 && kind === 'left join') return [[...row, ...right.map(() => plain(null))]]
        return found.map((two) => [...row, ...two])
      })
      return apply(level, rows, strict)
    },
  }
}

/** 其他 meets 其他; what is missing or withheld meets nothing. */
const equal = (a: Released, b: Released): boolean =>
  a.mark === 'rest' ? b.mark === 'rest' : !a.mark && !b.mark && a.value !== null && a.value === b.value

/** The same groups of two selections, one below the other. */
function stacked(c: Choice, names: Names): Drawn {
  const one = drawBlock(c, names)
  const two: Block = { ...one, where: drawCondition(c, one.relation), sets: [one.keys.map((_, at) => at)] }
  const width = one.keys.length + one.cells.length
  if (width === 0) return flat(c, names)
  const columns = [...one.keys, ...one.cells].map(({ sql }) => `${sql} as ${names.next('o')}`)
  const [first = ''] = columns
  const list = c.chance(50) ? columns : [first, ...columns.slice(1)]
  const by = c.chance(50) ? [{ at: c.below(width), by: drawBy(c, columnsOf(one, String)) }] : []
  const order = by
    .map(({ at, by: item }) => orderText({ ...item, expr: { ...item.expr, sql: String(at + 1) } }))
    .join(', ')
  return {
    sql: `${withOf(...one.relation.ctes)}select ${list.join(', ')}${bodyOf(one)} union all select ${list.join(', ')}${bodyOf(two)}${order === '' ? '' : ` order by ${order}`}`,
    blocks: [one, two],
    ordered: by.length > 0,
    listing: null,
    after: (released, strict) =>
      arrange({ by, limit: null, offset: 0 }, released.flat().map(flatRow), strict),
  }
}

/** SELECT DISTINCT over rows of persons is a grouping without statistics. */
function distinctRows(c: Choice, names: Names): Drawn {
  const drawn = drawBlock(c, names)
  const keys = drawn.keys.length > 0 ? drawn.keys : [drawKey(c, drawn.relation)]
  const block: Block = { ...drawn, keys, cells: [], sets: [keys.map((_, at) => at)] }
  return {
    sql: `${withOf(...block.relation.ctes)}select distinct ${keys.map(({ sql }) => `${sql} as ${names.next('o')}`).join(', ')}${fromOf(block)}`,
    blocks: [block],
    ordered: false,
    listing: null,
    after: ([rows]) => rows!.map(({ keys: found }) => [...found]),
  }
}

/** Rows of a code table as they are. */
function listing(c: Choice, names: Names): Drawn {
  const table = tableAs('hosp_b', names.next('h'))
  const columns = c.many(1, 3, () => ({ name: names.next('o'), expr: drawKey(c, table, 1) }))
  const where = c.chance(50) ? drawCondition(c, table) : null
  return {
    sql: `select ${columns.map(({ name, expr }) => `${expr.sql} as ${name}`).join(', ')} from ${table.from}${where ? ` where ${where.sql}` : ''}`,
    blocks: [],
    ordered: false,
    listing: (data) =>
      derived(table, columns, null, 'x', null)
        .rows({ ...data, hosp_b: rowsOf(table, where, data) })
        .map(({ values }) => values.slice(0, columns.length)),
    after: () => [],
  }
}

export function drawQuery(c: Choice): Drawn {
  const names = namesOf()
  switch (c.below(16)) {
    case 8:
    case 9:
    case 10:
    case 11:
      return over(c, names)
    case 12:
      return beside(c, names)
    case 13:
      return stacked(c, names)
    case 14:
      return distinctRows(c, names)
    case 15:
      return c.chance(40) ? listing(c, names) : flat(c, names)
  }
  return flat(c, names)
}
