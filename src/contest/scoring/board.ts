import { higherIsBetter } from './metrics.ts'
import type { Metric } from './model.ts'

export interface Standing {
  readonly teamId: string
  readonly score: number | null
  /** Of the run that the score is of: of equal scores the earlier one is listed first. */
  readonly at: number | null
  readonly runs: number
}
export interface Ranked extends Standing {
  readonly rank: number
}

/**
 * Best first. Equal scores share a rank, so that nothing below the digits shown is told by the order of ranks. Who has
 * no score is last, behind the worst score and whatever the metric: a missing score is never a good one.
 */
export function rankBoard(metric: Metric, standings: readonly Standing[]): Ranked[] {
  const sign = higherIsBetter(metric) ? -1 : 1
  const order = standings.toSorted((a, b) => {
    if (a.score === null || b.score === null)
      return Number(a.score === null) - Number(b.score === null) || compare(a.teamId, b.teamId)
    return sign * (a.score - b.score) || (a.at ?? 0) - (b.at ?? 0) || compare(a.teamId, b.teamId)
  })
  const ranked: Ranked[] = []
  for (const [at, one] of order.entries()) {
    const before = ranked[at - 1]
    ranked.push({ ...one, rank: before && before.score === one.score ? before.rank : at + 1 })
  }
  return ranked
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The best of several scores; of equal ones the earliest. */
export function best<R extends { readonly score: number | null; readonly at: number }>(
  metric: Metric,
  runs: readonly R[],
): R | null {
  const sign = higherIsBetter(metric) ? -1 : 1
  return runs
    .filter(({ score }) => score !== null)
    .reduce<R | null>(
      (top, run) =>
        top === null || sign * (run.score! - top.score!) < 0 || (run.score === top.score && run.at < top.at)
          ? run
          : top,
      null,
    )
}

/**
 * One number of a team for all tasks: the mean of its normalised scores, a task without one as 0. Null where it has no
 * score in any task: such a team ranks last, not among those with 0.
 */
export function combined(scores: readonly (number | null)[]): number | null {
  if (scores.every((score) => score === null)) return null
  return scores.reduce<number>((sum, score) => sum + (score ?? 0), 0) / scores.length
}
