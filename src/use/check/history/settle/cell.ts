import { isWithheld, WITHHELD } from '../../model.ts'
import type { Kept } from '../project.ts'
import { type Column, type Desk, look, type Value } from './desk.ts'
import type { Sketch } from '../set/sketch.ts'
import { nameOfLeaves, settleUnions } from './unions.ts'

/** One shown cell on its way out. */
export interface Item {
  readonly row: number
  /** The record that it is, or whose value it is given. */
  readonly record: Kept
  /** Was that released before? */
  readonly again: boolean
}

/**
 * Settles one statistic of a base. A set that differs from a released one in no
 * more persons than its threshold is given the released value, so what is shown stays within that many persons'
 * contributions of the truth. Fine rows come first; then what they add up to; then rolled-up rows, which are that sum
 * where nothing is withheld below them.
 */
export async function settleCell(desk: Desk, column: Column): Promise<void> {
  const { rows, values, shape } = column
  const shown = rows.flatMap((_, place) => (isShown(values[place]) ? [place] : []))
  const single = async (place: number): Promise<Item | null> => {
    const found = await look(desk, column, rows[place]!.leaves)
    if (!found) return null
    desk.tally.looked++
    const { near, combined } = found
    if (near || combined !== null) desk.tally.given++
    if (near && !isSame(near, found.sketch)) desk.tally.near++
    if (near && found.drawn) await desk.keep(shape.family, near.value, true, found)
    const record =
      near ?? (await desk.keep(shape.family, combined ?? values[place]!, combined !== null, found))
    values[place] = record.value
    return { row: place, record, again: near !== null || combined !== null }
  }

  const items: Item[] = []
  for (const place of shown) {
    if (rows[place]!.rolled.includes(true)) continue
    const item = await single(place)
    if (item) items.push(item)
  }
  const settled = shape.additive ? await settleUnions(desk, column, items) : null
  for (const place of shown) {
    const { rolled, leaves } = rows[place]!
    if (!rolled.includes(true)) continue
    const total = settled?.totals.get(nameOfLeaves(leaves))
    if (total !== undefined) values[place] = agreeing(values[place]!, total)
    else if (leaves.some((leaf) => settled?.lost.has(leaf))) values[place] = WITHHELD
    else await single(place)
  }
}

const isSame = ({ sketch }: Kept, other: Sketch): boolean =>
  sketch.persons === other.persons && sketch.contributions === other.contributions

const isShown = (value: Value | undefined): boolean =>
  value !== undefined && value !== null && !isWithheld(value)

/** The value as it was where it agrees: the same numbers added up in another order are no other value. */
const agreeing = (value: Value, total: number): Value =>
  typeof value === 'number' && Math.abs(value - total) <= 1e-9 * Math.abs(total) ? value : total
