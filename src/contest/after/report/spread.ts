/** How numbers lie: what a report says of scores and of loads. */
export interface Spread {
  readonly count: number
  readonly least: number
  readonly lower: number
  readonly middle: number
  readonly upper: number
  readonly most: number
  readonly mean: number
  readonly deviation: number
}

/** Null for none. Quantiles by linear interpolation (type 7, as R and Excel have them). */
export function spreadOf(numbers: readonly number[]): Spread | null {
  if (numbers.length === 0) return null
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)]!
    return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place))
  }
  const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length
  const squares = sorted.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  return {
    count: sorted.length,
    least: sorted[0]!,
    lower: at(0.25),
    middle: at(0.5),
    upper: at(0.75),
    most: sorted.at(-1)!,
    mean,
    deviation: sorted.length > 1 ? Math.sqrt(squares / (sorted.length - 1)) : 0,
  }
}

export const BINS = 10

/** Ten steps of ten points; 100 belongs to the last. */
export function histogram(scores: readonly number[]): number[] {
  const bins = Array.from({ length: BINS }, () => 0)
  for (const score of scores) bins[Math.min(BINS - 1, Math.max(0, Math.floor(score / 10)))]!++
  return bins
}
