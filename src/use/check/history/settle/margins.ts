import { isRest, type CheckedRow } from '../../model.ts'

/** A union of shown rows whose total anybody can add up: places among them, ascending, at least two. */
export type Margin = readonly number[]

/**
 * The unions within a table that anybody forms at sight: of all rows, of each value of each key, and of each value of
 * each prefix of the keys; coarse before fine, each once.
 */
export function marginsOf(rows: readonly Pick<CheckedRow, 'keys'>[], width: number): Margin[] {
  const found = new Map<string, Margin>()
  for (const keys of groupings(width)) {
    const groups = new Map<string, number[]>()
    rows.forEach((row, place) => {
      const name = JSON.stringify(keys.map((key) => nameOf(row.keys[key]!)))
      const group = groups.get(name)
      if (group) group.push(place)
      else groups.set(name, [place])
    })
    for (const group of groups.values()) {
      if (group.length < 2) continue
      const name = group.join()
      if (!found.has(name)) found.set(name, group)
    }
  }
  return [...found.values()]
}

/** Places of keys: none, each alone, and prefixes; but for all of them, which are the rows themselves. */
function groupings(width: number): number[][] {
  const singles = width < 2 ? [] : Array.from({ length: width }, (_, key) => [key])
  const prefixes = Array.from({ length: Math.max(0, width - 2) }, (_, i) =>
    Array.from({ length: i + 2 }, (_, key) => key),
  )
  return width === 0 ? [] : [[], ...singles, ...prefixes]
}

const nameOf = (key: CheckedRow['keys'][number]): unknown => (isRest(key) ? { rest: true } : key)
