import type { Final } from '../../scheme/index.ts'

/** A sheet as it counts: who judged is an id, so that the payload names nobody. */
export interface CountedSheet {
  readonly teamId: string
  readonly expert: string
  readonly scores: Readonly<Record<string, number>>
}

export interface FinalTeam {
  readonly teamId: string
  readonly division: string
  /** Of all repetitions the last. */
  readonly state: 'done' | 'absent'
  readonly hiddenTest: number | null
  readonly review: number | null
}

/** Everything that a final ranking depends on: with it anybody counts the same ranking again. */
export interface FinalInputs {
  readonly v: 1
  readonly weights: Final['weights']
  readonly defence: Pick<Final['defence'], 'rubric' | 'scoring'>
  readonly teams: readonly FinalTeam[]
  readonly sheets: readonly CountedSheet[]
}
