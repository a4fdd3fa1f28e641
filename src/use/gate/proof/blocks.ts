import type { Choice } from './choice.ts'
import { drawCell } from './draw-cells.ts'
import { drawRelation, type Names } from './draw-relation.ts'
import { drawCondition, drawKey } from './draw-row.ts'
import type { Block, Data, Measured, ReleasedRow, Row, RowExpr, Statistic, Value } from './model.ts'
import { rowsOf, tableAs } from './relations.ts'
import { grouped, personsOf } from './statistics.ts'

/** One row of a grouping by the oracle, with everybody who is in it. */
export interface TrueRow {
  readonly set: number
  readonly keys: readonly Value[]
  readonly rolled: readonly boolean[]
  readonly rows: readonly Row[]
  readonly support: number
  readonly cells: readonly Statistic[]
}

export function drawBlock(c: Choice, names: Names): Block {
  const relation = c.chance(6) ? tableAs('hosp_b', names.next('h')) : drawRelation(c, names)
  const keys: RowExpr[] = []
  for (const key of c.many(0, 3, () => drawKey(c, relation)))
    if (!keys.some(({ sql }) => sql === key.sql)) keys.push(key)
  const cells: Measured[] = []
  for (const cell of c.many(keys.length === 0 ? 1 : 0, 4, () => drawCell(c, relation)))
    if (!cells.some(({ sql }) => sql === cell.sql)) cells.push(cell)
  const finest = keys.map((_, at) => at)
  const rollup = keys.length > 0 && cells.length > 0 && c.chance(20)
  const sets = rollup ? [...finest, keys.length].map((_, at) => finest.slice(0, keys.length - at)) : [finest]
  return { relation, where: c.chance(50) ? drawCondition(c, relation) : null, keys, sets, cells }
}

export const fromOf = ({ relation, where }: Block): string =>
  ` from ${relation.from}${where ? ` where ${where.sql}` : ''}`

export function groupOf({ keys, sets }: Block, by = keys.map(({ sql }) => sql)): string {
  if (keys.length === 0) return ''
  return ` group by ${sets.length > 1 ? `rollup (${by.join(', ')})` : by.join(', ')}`
}

/** FROM, WHERE and GROUP BY of a block. */
export const bodyOf = (block: Block): string => `${fromOf(block)}${groupOf(block)}`

export const withOf = (...ctes: readonly string[]): string =>
  ctes.length === 0 ? '' : `with ${ctes.join(', ')} `

/** The block alone: every key, then every cell. */
export const blockText = (block: Block): string =>
  `${withOf(...block.relation.ctes)}select ${[...block.keys, ...block.cells].map(({ sql }, at) => `${sql} as o${at}`).join(', ')}${bodyOf(block)}`

/** Every group of every grouping set, computed by hand. */
export function answerOf({ relation, where, keys, sets, cells }: Block, data: Data): TrueRow[] {
  const rows = rowsOf(relation, where, data)
  return sets.flatMap((places, set) => {
    const by = places.map((at) => keys[at]!)
    const groups = grouped(rows, by)
    // The grand total is one row, also of nobody.
    if (places.length === 0 && groups.size === 0) groups.set('[]', [])
    return [...groups.values()].map((members): TrueRow => {
      const rolled = keys.map((_, at) => !places.includes(at))
      return {
        set,
        keys: keys.map((key, at) => (rolled[at] ? null : key.of(members[0]!))),
        rolled,
        rows: members,
        support: personsOf(members),
        cells: cells.map((cell) => cell.of(members, null)),
      }
    })
  })
}

/** What would be released if nothing were protected. */
export const released = (rows: readonly TrueRow[]): ReleasedRow[] =>
  rows.map(({ set, keys, cells }) => ({
    set,
    keys: keys.map((value) => ({ value, slack: 0 })),
    cells: cells.map(({ value, slack }) => ({ value, slack })),
  }))

/** What kind of value each column of a block has, keys first. */
export const blockKinds = ({ keys, cells }: Block): ('number' | 'text' | 'other')[] => [
  ...keys.map(({ kind }) =>
    kind === 'text'
      ? ('text' as const)
      : kind === 'integer' || kind === 'double' || kind === 'decimal'
        ? ('number' as const)
        : ('other' as const),
  ),
  ...cells.map(() => 'number' as const),
]
