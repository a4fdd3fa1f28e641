import type { Criterion, Scoring } from '../../scheme/index.ts'

export type RankCriterion = Pick<Criterion, 'code' | 'weight' | 'max'>
export type RankScoring = Pick<Scoring, 'trim' | 'trimFrom' | 'calibrate' | 'fewest' | 'ties'>

export interface RankWork {
  readonly workId: string
  readonly teamId: string
  readonly division: string
  readonly submittedAt: number
}

export interface RankSheet {
  readonly workId: string
  /** Who judged: the same word on all sheets of one expert. */
  readonly expert: string
  /** Points of each criterion. */
  readonly scores: Readonly<Record<string, number>>
}

/** Everything that a ranking depends on. */
export interface RankInput {
  readonly criteria: readonly RankCriterion[]
  readonly scoring: RankScoring
  readonly works: readonly RankWork[]
  readonly sheets: readonly RankSheet[]
  /** Score of the hidden test by team, where the scheme breaks ties by it; none counts as the lowest. */
  readonly hidden?: Readonly<Record<string, number | null>>
}

export type TieRule = Scoring['ties'][number]

export interface Ranked {
  readonly teamId: string
  readonly workId: string
  readonly division: string
  /** Over the whole contest; equal where nothing separates. */
  readonly rank: number
  readonly divisionRank: number
  /** What ranks: raw or calibrated by the scheme; null with too few sheets, which ranks last. */
  readonly score: number | null
  /** Trimmed mean of the sheets as they were given, 0..100. */
  readonly raw: number | null
  /** Trimmed mean of the sheets without offset and scale of their experts. */
  readonly calibrated: number | null
  readonly sheets: number
  readonly median: number | null
  readonly lowest: number | null
  /** Highest less lowest sheet. */
  readonly spread: number | null
  /** The sheets differ so much that people should look. */
  readonly disagree: boolean
  /** The rule that separated it from works with the same score; `equal` where none did. */
  readonly tie?: TieRule | 'equal'
}

/** How an expert scores beside the others who judged the same works. */
export interface ExpertShape {
  readonly expert: string
  readonly sheets: number
  /** Sheets of works that others judged too: what offset and scale are estimated from. */
  readonly shared: number
  readonly mean: number
  /** Points above (strict: below) the others. */
  readonly offset: number
  /** Above 1: uses more of the scale than the others. */
  readonly scale: number
  /** Experts of one group are linked by works in common: only within it can they be compared. */
  readonly group: number
}

export interface Ranking {
  /** From the first to the last. */
  readonly rows: readonly Ranked[]
  readonly experts: readonly ExpertShape[]
  /** Works with too few sheets. */
  readonly missing: readonly string[]
}

/** Sheets of one work that are further apart than this, of 100, are shown as disagreeing: two grades of five. */
export const DISAGREE = 40
