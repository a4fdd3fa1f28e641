import type { Margin } from './margins.ts'

/** A margin whose total was released before, or would be given again when it is asked for. */
export interface Target {
  readonly margin: Margin
  readonly total: number
}

export interface Agreed {
  readonly values: readonly number[]
  /** Places whose value was changed, so that totals agree. */
  readonly changed: ReadonlySet<number>
  /** Places among `targets` that could not be made to agree. */
  readonly wrong: readonly number[]
}

/** Passes over the margins. A margin that is put right may put another wrong; what does not settle is withheld. */
const PASSES = 4
/** Sums of floating numbers that differ by less than this share of what was added up are equal. */
const NOISE = 1e-9

/**
 * Makes the shown values add up to what was released of their unions: what a total lacks is put on one of its cells.
 * Of those the one is taken that puts right the most other totals, then the largest, then the first. Values that were
 * released before (`free` is false) are never changed, and none by more than half of itself: it would be a different
 * value. Pure and deterministic.
 */
export function agree(
  given: readonly number[],
  free: readonly boolean[],
  targets: readonly Target[],
): Agreed {
  const values = [...given]
  const changed = new Set<number>()
  const of: number[][] = given.map(() => [])
  targets.forEach(({ margin }, target) => {
    for (const place of margin) of[place]!.push(target)
  })
  const noise = targets.map(
    ({ margin, total }) =>
      NOISE * margin.reduce((size, place) => size + Math.abs(values[place]!), Math.abs(total)),
  )
  const lacks = targets.map((target) => lackOf(target, values))
  const lacking = (target: number) => Math.abs(lacks[target]!) > noise[target]!

  const score = (place: number, lack: number) => {
    let right = 0
    for (const target of of[place]!)
      if (!lacking(target)) right--
      else if (Math.abs(lacks[target]! - lack) <= noise[target]!) right++
    return right
  }
  const best = (margin: Margin, lack: number): number | null => {
    let found: number | null = null
    let most = Number.NEGATIVE_INFINITY
    for (const place of margin) {
      const size = Math.abs(values[place]!)
      if (!free[place] || Math.abs(lack) > size / 2) continue
      const right = score(place, lack)
      if (found !== null && (right < most || (right === most && size <= Math.abs(values[found]!)))) continue
      found = place
      most = right
    }
    return found
  }

  for (let pass = 0; pass < PASSES; pass++) {
    let wrong = false
    for (let target = 0; target < targets.length; target++) {
      if (!lacking(target)) continue
      wrong = true
      const lack = lacks[target]!
      const place = best(targets[target]!.margin, lack)
      if (place === null) continue
      values[place] = sum(values[place]!, lack)
      changed.add(place)
      for (const other of of[place]!) lacks[other] = lacks[other]! - lack
    }
    if (!wrong) break
  }
  return { values, changed, wrong: targets.flatMap((_, target) => (lacking(target) ? [target] : [])) }
}

/** What must be added so that the margin has its total. */
function lackOf({ margin, total }: Target, values: readonly number[]): number {
  let shown = 0
  for (const place of margin) shown += values[place]!
  return total - shown
}

/** Whole numbers stay whole; others lose the noise of the last bits. */
const sum = (a: number, b: number): number =>
  Number.isInteger(a) && Number.isInteger(b) ? a + b : Number((a + b).toPrecision(15))
