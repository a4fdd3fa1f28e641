import { type Exact, exact, over, plus, sum, times, ZERO } from './exact.ts'
import type { RankCriterion } from './model.ts'

type Scores = Readonly<Record<string, number>>

/** Share of a criterion's points, 0..1. @throws RangeError where the sheet says nothing of it or too much */
export function share({ code, max }: RankCriterion, scores: Scores): Exact {
  const points = scores[code]
  if (points === undefined || points < 0 || points > max)
    throw new RangeError(`points of ${code} are not between 0 and ${max}`)
  return over(exact(points), exact(max))
}

/** The weighted score of a sheet, 0..100; made once for all sheets of a rubric. */
export function scorer(criteria: readonly RankCriterion[]): (scores: Scores) => Exact {
  const all = sum(criteria.map(({ weight }) => exact(weight)))
  const parts = criteria.map((one) => ({ one, part: over(times(exact(100), exact(one.weight)), all) }))
  return (scores) => {
    let total = ZERO
    for (const { one, part } of parts) total = plus(total, times(part, share(one, scores)))
    return total
  }
}

export const sheetScore = (criteria: readonly RankCriterion[], scores: Scores): Exact =>
  scorer(criteria)(scores)
