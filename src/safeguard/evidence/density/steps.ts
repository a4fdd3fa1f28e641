const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Lengths that a reader knows; a week stands for what is longer than a season. */
const STEPS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, 7 * DAY, 28 * DAY, 364 * DAY]
const FEW_BARS = 96

/** The shortest step that needs no more than FEW_BARS bars for the span (ms). */
export const stepFor = (span: number): number =>
  STEPS.find((step) => span / step <= FEW_BARS) ?? STEPS.at(-1)!

/**
 * Where the bars begin: on whole steps of the reader's own clock (`zone`: minutes east of UTC), the last one after `to`.
 * Times in ms since 1970.
 */
export function edgesOf(from: number, to: number, step: number, zone: number): number[] {
  const shift = zone * MINUTE
  const first = Math.floor((from + shift) / step) * step - shift
  const count = Math.floor((to - first) / step) + 1
  return Array.from({ length: count + 1 }, (_, bar) => first + bar * step)
}
