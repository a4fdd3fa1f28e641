import { XinyuError } from '../../../kernel/errors/index.ts'
import { type CheckedBase, REST } from '../../check/index.ts'
import type { After, Base } from '../plan/index.ts'
import { compareBy, compareRows } from './compare.ts'
import { compile, convert } from './compile.ts'
import { commonType, typesOfBase } from './types.ts'
import { decoder, isPlain, keyOf, type Row, type Value } from './value.ts'
import { typeOfWindow, windowColumn } from './window.ts'

/** Rows at work. `ordered`: their order was asked for. */
export interface Table {
  readonly types: readonly string[]
  readonly rows: readonly Row[]
  readonly ordered: boolean
}

/** What the upper half stands on. */
export interface Ground {
  readonly bases: readonly Base[]
  readonly released: readonly CheckedBase[]
}

/** Far more than any plan of the lowering: the tree is walked by recursion. */
const MAX_DEPTH = 500
/** Rows that a join or a union may make of released ones, in this process. */
export const MAX_ROWS = 100_000

type Op<K extends After['op']> = Extract<After, { op: K }>

/**
 * The rows of one node.
 * @throws XinyuError ENGINE_TOO_MANY_ROWS, GATE_OVERFLOW (both follow from released values alone); RangeError where
 * a plan is nested deeper than the lowering ever makes one
 */
export function evaluate(node: After, ground: Ground, depth = 0): Table {
  if (depth > MAX_DEPTH) throw new RangeError('the plan is nested too deeply')
  const input = (inner: After) => evaluate(inner, ground, depth + 1)
  switch (node.op) {
    case 'released':
      return released(node.base, ground)
    case 'select':
      return select(node, input(node.input))
    case 'keep': {
      const table = input(node.input)
      const { run } = compile(node.where, table.types)
      return { ...table, rows: table.rows.filter((row) => run(row) === true) }
    }
    case 'window':
      return windows(node, input(node.input))
    case 'join':
      return join(node, input(node.left), input(node.right))
    case 'union':
      return union(node.inputs.map(input))
    case 'distinct':
      return distinct(input(node.input))
    case 'order':
      return order(node, input(node.input))
  }
}

function released(place: number, { bases, released: all }: Ground): Table {
  const [base, checked] = [bases[place], all[place]]
  if (!base || !checked) throw new RangeError(`the plan has no base ${place}`)
  const types = typesOfBase(base)
  const [text, ...readers] = ['VARCHAR', ...types].map(decoder)
  const rows = checked.rows.map(({ keys, cells, rolled }) => {
    const flags = base.op === 'listing' ? [] : base.keys.map((_, key) => (rolled[key] === true ? 1 : 0))
    return [...keys, ...cells, ...flags].map((value, column) => (readers[column] ?? text!)(value))
  })
  return { types, rows, ordered: false }
}

function select({ columns }: Op<'select'>, { types, rows, ordered }: Table): Table {
  const made = columns.map((column) => compile(column, types))
  return {
    types: made.map(({ type }) => type),
    rows: rows.map((row) => made.map(({ run }) => run(row))),
    ordered,
  }
}

function windows({ columns }: Op<'window'>, { types, rows, ordered }: Table): Table {
  const made = columns.map((column) => windowColumn(column, rows))
  const more = columns.map(({ fn, args }) =>
    typeOfWindow(
      fn,
      args.map((column) => types[column] ?? 'VARCHAR'),
    ),
  )
  return {
    types: [...types, ...more],
    rows: rows.map((row, i) => [...row, ...made.map((one) => one[i]!)]),
    ordered,
  }
}

const keysOf = (row: Row): string => row.map(keyOf).join(' ')

/** The first of equal rows; missing values are equal, and so are withheld ones. */
function distinct(table: Table): Table {
  const seen = new Set<string>()
  const isNew = (row: Row) => seen.size < seen.add(keysOf(row)).size
  return { ...table, rows: table.rows.filter(isNew) }
}

/** 其他 meets 其他; what is missing or withheld meets nothing. */
function join({ kind, on }: Op<'join'>, left: Table, right: Table): Table {
  const common = on.map(([a, b]) => commonType([left.types[a]!, right.types[b]!]) ?? 'VARCHAR')
  const keyed = (row: Row, table: Table, side: 0 | 1): string | null => {
    const values = on.map((pair, i) => convert(row[pair[side]] ?? null, table.types[pair[side]]!, common[i]!))
    return values.every((value) => isPlain(value) || value === REST) ? keysOf(values) : null
  }
  const found = new Map<string, Row[]>()
  for (const row of right.rows) {
    const key = keyed(row, right, 1)
    const known = key === null ? undefined : found.get(key)
    if (known) known.push(row)
    else if (key !== null) found.set(key, [row])
  }
  const nothing: readonly Value[] = right.types.map(() => null)
  const rows: Row[] = []
  for (const row of left.rows) {
    const key = keyed(row, left, 0)
    const matches = (key === null ? undefined : found.get(key)) ?? (kind === 'left' ? [nothing] : [])
    for (const match of matches) rows.push([...row, ...match])
    limited(rows.length)
  }
  return { types: [...left.types, ...right.types], rows, ordered: false }
}

function union(inputs: readonly Table[]): Table {
  const types = inputs[0]!.types.map(
    (_, column) => commonType(inputs.map((input) => input.types[column] ?? 'VARCHAR')) ?? 'VARCHAR',
  )
  limited(inputs.reduce((sum, { rows }) => sum + rows.length, 0))
  const rows = inputs.flatMap((input) =>
    input.rows.map((row) => types.map((type, i) => convert(row[i] ?? null, input.types[i] ?? type, type))),
  )
  return { types, rows, ordered: false }
}

/** @throws XinyuError ENGINE_TOO_MANY_ROWS */
function limited(count: number): void {
  if (count > MAX_ROWS) throw new XinyuError('ENGINE_TOO_MANY_ROWS', { limit: MAX_ROWS })
}

function order({ by, limit, offset }: Op<'order'>, { types, rows }: Table): Table {
  const sorted = [...rows].sort((a, b) => compareBy(by, a, b) || compareRows(a, b))
  return { types, rows: sorted.slice(offset, limit === null ? undefined : offset + limit), ordered: true }
}
