import { rank, type Ranked } from '../../judging/index.ts'
import type { FinalRanked } from '../model.ts'
import type { FinalInputs, FinalTeam } from './model.ts'

/** Scores closer than this are equal: far below what a judge can mean, far above what adding fractions in another order makes. */
const GRID = 1e6

type Parts = FinalRanked['parts']
const PARTS = ['defence', 'hiddenTest', 'review'] as const

/**
 * The final ranking from everything that it depends on: the same from the same inputs, in whatever order they come. A
 * team without a part that counts has no score and stands last.
 */
export function finalRows(inputs: FinalInputs): FinalRanked[] {
  const defence = new Map(defenceRows(inputs).map((row) => [row.teamId, row]))
  const rows = inputs.teams.map((team): Standing => {
    const heard = team.state === 'done' ? defence.get(team.teamId) : undefined
    const parts: Parts = { defence: heard?.score ?? null, hiddenTest: team.hiddenTest, review: team.review }
    const { teamId, division } = team
    return {
      teamId,
      division,
      parts,
      score: combined(parts, inputs.weights),
      stage: heard?.score == null ? null : heard.rank,
    }
  })
  rows.sort((a, b) => compare(a, b) || (a.teamId < b.teamId ? -1 : 1))
  let place = 0
  return rows.map((row, at) => {
    // Equal in everything: they share the rank, and people decide what follows from it.
    if (at === 0 || compare(rows[at - 1]!, row) !== 0) place = at + 1
    const { teamId, division, score, parts } = row
    return { teamId, division, rank: place, score, parts }
  })
}

interface Standing extends Omit<FinalRanked, 'rank'> {
  /** Rank on the stage alone, in which the scheme's own rules for ties have spoken. */
  readonly stage: number | null
}

/** Trimmed means of the sheets as the scheme asks for it. */
export function defenceRows({ defence, teams, sheets }: FinalInputs): readonly Ranked[] {
  const works = teams.map(({ teamId, division }) => ({ workId: teamId, teamId, division, submittedAt: 0 }))
  return rank({
    criteria: defence.rubric.criteria,
    scoring: defence.scoring,
    works,
    sheets: sheets.map(({ teamId, expert, scores }) => ({ workId: teamId, expert, scores })),
    hidden: Object.fromEntries(teams.map((team: FinalTeam) => [team.teamId, team.hiddenTest])),
  }).rows
}

/** Weighted mean of the parts that count; null where one of them is missing. */
export function combined(parts: Parts, weights: FinalInputs['weights']): number | null {
  const counting = PARTS.filter((part) => weights[part] > 0)
  if (counting.length === 0 || counting.some((part) => parts[part] === null)) return null
  const whole = counting.reduce((sum, part) => sum + weights[part], 0)
  const sum = counting.reduce((all, part) => all + weights[part] * parts[part]!, 0)
  return Math.round((sum / whole) * GRID) / GRID
}

/** Best first; what has no score last; equal scores by the stage with its rules for ties, hidden test, review. */
function compare(a: Standing, b: Standing): number {
  return (
    down(a.score, b.score) ||
    -down(a.stage === null ? Infinity : a.stage, b.stage === null ? Infinity : b.stage) ||
    down(a.parts.hiddenTest, b.parts.hiddenTest) ||
    down(a.parts.review, b.parts.review)
  )
}

const down = (a: number | null, b: number | null): number => {
  if (a === b) return 0
  if (a === null) return 1
  return b === null ? -1 : b - a
}
