import { isWithheld, WITHHELD } from '../../model.ts'
import type { Kept } from '../project.ts'
import { agree } from './agree.ts'
import type { Item } from './cell.ts'
import { type Column, type Desk, type Found, look } from './desk.ts'
import { type Margin, marginsOf } from './margins.ts'

/** What shown cells add up to in the end, by the name of their leaves; and the leaves of what had to be withheld. */
export interface Unions {
  readonly totals: ReadonlyMap<string, number>
  readonly lost: ReadonlySet<number>
}

export const nameOfLeaves = (leaves: readonly number[]): string => [...leaves].sort((a, b) => a - b).join()

/** Rounds of looking again after a cell was withheld. After the last, the whole union is. */
const ROUNDS = 3

interface Looked {
  readonly margin: Margin
  readonly leaves: readonly number[]
  readonly found: Found
}

/**
 * Anybody adds up what is shown: a union of shown cells that is near to something released must add up to it, or the
 * difference of both would be the few persons by which they differ. What a union lacks is put on one of its new cells;
 * where that cannot be done, cells are withheld. Unions are remembered, so that their total is near when it is asked
 * for. A union is not held against its own cells: what is between them are other cells that are shown.
 */
export async function settleUnions(desk: Desk, column: Column, all: readonly Item[]): Promise<Unions> {
  const { tally } = desk
  const { rows, values, shape } = column
  const leavesOf = ({ row }: Item) => rows[row]!.leaves
  const uses = new Map<Kept, number>()
  for (const { record } of all) uses.set(record, (uses.get(record) ?? 0) + 1)
  const lost = new Set(all.filter(({ row }) => isWithheld(values[row])).flatMap(leavesOf))
  let items = all.filter(({ row }) => typeof values[row] === 'number')

  for (let round = 1; ; round++) {
    const looked = await lookAt(desk, column, items)
    const given = items.map(({ row }) => values[row] as number)
    // What was released before, or given to two cells, is settled.
    const free = items.map(({ again, record }) => !again && uses.get(record) === 1)
    const targets = looked.flatMap(({ margin, found }) => {
      const total = found.combined ?? found.near?.value
      return typeof total === 'number' ? [{ margin, total }] : []
    })
    const agreed = agree(given, free, targets)
    const wrong = [
      ...agreed.wrong.map((target) => targets[target]!.margin),
      ...looked.flatMap(({ margin, found }) => (isWithheld(found.near?.value) ? [margin] : [])),
    ]
    const out = new Set(round < ROUNDS ? oneOfEach(wrong, given, free) : wrong.flat())
    for (const place of out) {
      const item = items[place]!
      tally.withheld++
      values[item.row] = WITHHELD
      // Asked for alone it stays withheld: its value and the total would tell what both differ in.
      if (!item.again) item.record.value = WITHHELD
      for (const leaf of leavesOf(item)) lost.add(leaf)
    }
    if (out.size > 0 && round < ROUNDS) {
      items = items.filter((_, place) => !out.has(place))
      continue
    }
    for (const place of agreed.changed) {
      if (out.has(place)) continue
      tally.changed++
      values[items[place]!.row] = agreed.values[place]!
      items[place]!.record.value = agreed.values[place]!
    }
    const totals = new Map<string, number>()
    for (const { margin, leaves, found } of looked) {
      if (margin.some((place) => out.has(place))) continue
      const total = margin.reduce((sum, place) => sum + agreed.values[place]!, 0)
      tally.unions++
      totals.set(nameOfLeaves(leaves), total)
      if (!found.near) await desk.keep(shape.family, total, true, found)
    }
    return { totals, lost }
  }
}

async function lookAt(desk: Desk, column: Column, items: readonly Item[]): Promise<Looked[]> {
  const rows = items.map(({ row }) => column.rows[row]!)
  const looked: Looked[] = []
  for (const margin of marginsOf(rows, column.width)) {
    const leaves = margin.flatMap((place) => rows[place]!.leaves)
    const own = new Set(margin.map((place) => items[place]!.record))
    const found = await look(desk, column, leaves, own)
    if (found) looked.push({ margin, leaves, found })
  }
  return looked
}

/** The largest cell of each union, among new ones where there are any; one is enough for several unions. */
function oneOfEach(unions: readonly Margin[], values: readonly number[], free: readonly boolean[]): number[] {
  const out = new Set<number>()
  for (const margin of unions) {
    if (margin.some((place) => out.has(place))) continue
    const open = margin.filter((place) => free[place])
    const among = open.length > 0 ? open : margin
    out.add(among.reduce((a, b) => (Math.abs(values[b]!) > Math.abs(values[a]!) ? b : a)))
  }
  return [...out]
}
