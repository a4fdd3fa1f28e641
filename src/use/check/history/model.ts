import type { CheckedBase, CheckRecord, RawBase } from '../model.ts'

/** One run on its way out: raw bases (with members) and what the check left of them. */
export interface Candidate {
  readonly projectId: string
  readonly runId: string
  /** k of the rules in force: persons that a difference of two cells must at least tell about. */
  readonly minGroup: number
  readonly bases: readonly { readonly raw: RawBase; readonly checked: CheckedBase }[]
}

/** A segment of history on disk, durable before its run is released. It counts only once the run's row names it. */
export interface Segment {
  /** Relative to the history folder of the project. */
  readonly file: string
  readonly digest: string
  readonly bytes: number
  /** New cells (statistics of rows, margins included) that it keeps. */
  readonly cells: number
  /** The largest exposure of any person of the project once this segment counts. */
  readonly exposure: number
}

export interface Settled {
  /** The bases with values of near sets given again, and margins made to agree. */
  readonly bases: readonly CheckedBase[]
  /** Null where nothing new was released. */
  readonly segment: Segment | null
  readonly record: CheckRecord
}

/** What a project has used of its release budget. Shares of 1; at 1 the project is closed. */
export interface BudgetView {
  /** The largest exposure of any person: Σ 1 ÷ size of each new released set that holds the person. */
  readonly exposure: number
  readonly cells: number
  readonly bytes: number
  readonly maxExposure: number
  readonly maxCells: number
  readonly closed: boolean
  /** Last audit over released values; null before the first. */
  readonly audit: { readonly at: number; readonly narrowest: number; readonly cells: number } | null
}

/**
 * The release history: one project settles at a time, from the comparison until its release is committed or given up.
 * `release` gets what may be shown; what it throws gives up the segment.
 */
export interface History {
  settle<T>(candidate: Candidate, release: (settled: Settled) => Promise<T>): Promise<T>
  /** @throws XinyuError GATE_PROJECT_CLOSED when the budget of the project is used up. Called at grant. */
  mustBeOpen(projectId: string): Promise<void>
  budgetOf(projectId: string): Promise<BudgetView>
  /** The end of a project destroys its history: it holds sets of persons. */
  destroy(projectId: string): Promise<void>
}
