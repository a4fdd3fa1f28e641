import { compare, type Exact } from './exact.ts'
import type { RankWork, TieRule } from './model.ts'

/** A work with everything that its place can depend on. */
export interface Standing {
  readonly work: RankWork
  readonly sheets: number
  readonly raw: Exact | null
  readonly calibrated: Exact | null
  readonly score: Exact | null
  /** Means of the criteria, from the heaviest. */
  readonly criterion: readonly Exact[]
  readonly median: Exact | null
  readonly lowest: Exact | null
  readonly spread: Exact | null
  readonly hidden: Exact | null
}

/** Higher first; nothing comes after anything. */
function higher(a: Exact | null, b: Exact | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return compare(b, a)
}

const RULES: Readonly<Record<TieRule, (a: Standing, b: Standing) => number>> = {
  criterion: (a, b) => {
    for (const [at, one] of a.criterion.entries()) {
      const by = higher(one, b.criterion[at] ?? null)
      if (by !== 0) return by
    }
    return 0
  },
  median: (a, b) => higher(a.median, b.median),
  lowest: (a, b) => higher(a.lowest, b.lowest),
  hidden_test: (a, b) => higher(a.hidden, b.hidden),
  earlier: (a, b) => a.work.submittedAt - b.work.submittedAt,
}

/** By score, then by the scheme's rules in their order; says which one decided. Without a score all are equal, last. */
export function standingOrder(ties: readonly TieRule[]) {
  return (a: Standing, b: Standing): { by: number; rule: TieRule | 'score' | 'equal' } => {
    const by = higher(a.score, b.score)
    if (by !== 0) return { by, rule: 'score' }
    if (a.score === null) return { by: 0, rule: 'equal' }
    for (const rule of ties) {
      const decided = RULES[rule](a, b)
      if (decided !== 0) return { by: decided, rule }
    }
    return { by: 0, rule: 'equal' }
  }
}
