import { compare, type Exact, exact, mean, minus, over, plus } from './exact.ts'
import type { RankScoring } from './model.ts'

export const ascending = (values: readonly Exact[]): Exact[] => values.toSorted(compare)

/** Highest and lowest left out where there are enough sheets for it; at least one always stays. */
export function trimmedMean(
  values: readonly Exact[],
  { trim, trimFrom }: Pick<RankScoring, 'trim' | 'trimFrom'>,
): Exact {
  const left = values.length >= trimFrom ? Math.min(trim, Math.floor((values.length - 1) / 2)) : 0
  return mean(ascending(values).slice(left, values.length - left))
}

export function median(values: readonly Exact[]): Exact {
  const sorted = ascending(values)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half]! : over(plus(sorted[half - 1]!, sorted[half]!), exact(2))
}

export function spread(values: readonly Exact[]): Exact {
  const sorted = ascending(values)
  return minus(sorted.at(-1)!, sorted[0]!)
}
