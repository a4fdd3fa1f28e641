import type { DeskCriterion } from '../../api/contest-desk.ts'

/** Weighted score of what is filled in so far, 0..100; null while a criterion is empty. */
export function scoreOf(
  criteria: readonly DeskCriterion[],
  scores: Readonly<Record<string, number>>,
): number | null {
  let [got, all] = [0, 0]
  for (const { code, weight, max } of criteria) {
    const points = scores[code]
    if (points === undefined) return null
    got += (weight * points) / max
    all += weight
  }
  return all === 0 ? null : (100 * got) / all
}

/** Criteria that still need points. */
export const openCriteria = (
  criteria: readonly DeskCriterion[],
  scores: Readonly<Record<string, number>>,
): readonly DeskCriterion[] => criteria.filter(({ code }) => scores[code] === undefined)

/** A criterion's part of the whole, 0..1. */
export const shareOf = (criteria: readonly DeskCriterion[], one: DeskCriterion): number =>
  one.weight / criteria.reduce((sum, { weight }) => sum + weight, 0)
