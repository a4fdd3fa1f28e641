import { isWithheld, WITHHELD } from '../../model.ts'
import { type Column, type Desk, look } from './desk.ts'

/** Withheld cells that one run remembers; more than any table that somebody reads has. */
const MOST_HIDDEN = 5000

/**
 * Remembers finest rows that were not shown, small ones and their complements: what was withheld stays so when it is
 * asked for again with one person more, or by itself where a total and its other parts are known. Otherwise a group of
 * k − 1 would answer for everybody who is added to it. The largest come first: they are closest to being shown.
 */
export async function rememberHidden(desk: Desk, column: Column): Promise<void> {
  const { ordered, rows, values, shape } = column
  const shown = new Set(
    rows.flatMap(({ leaves }, place) =>
      leaves.length === 1 && !isWithheld(values[place]) ? [leaves[0]!] : [],
    ),
  )
  const hidden = Array.from({ length: ordered.leaves }, (_, leaf) => leaf)
    .filter((leaf) => !shown.has(leaf) && ordered.entries([leaf]) > 0)
    .sort((a, b) => ordered.entries([b]) - ordered.entries([a]) || a - b)
  desk.tally.unseen += Math.max(0, hidden.length - MOST_HIDDEN)
  for (const leaf of hidden.slice(0, MOST_HIDDEN)) {
    const found = await look(desk, { ...column, shape: { ...shape, additive: false } }, [leaf])
    if (!found || isWithheld(found.near?.value)) continue
    desk.tally.hidden++
    await desk.keep(shape.family, WITHHELD, true, found)
  }
}
