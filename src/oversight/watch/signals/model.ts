/** Whom a signal is about; what is not known is left out. */
export interface About {
  readonly userId?: string
  readonly participantId?: string
  readonly projectId?: string
  readonly seatId?: string
  readonly contractId?: string
}

/** One thing that the rules look at, made of an evidence entry or of an event. Plain values, no texts of users. */
export type Signal = {
  /** When it happened, ms since 1970. */
  readonly at: number
  readonly about: About
  /** The entry that shows it; null where only an event tells. */
  readonly leaf: number | null
} & What

export type What =
  /** A step of work: a cell, a query, a job. */
  | { readonly kind: 'worked' }
  | { readonly kind: 'viewed'; readonly rows: number }
  | { readonly kind: 'released'; readonly rows: number; readonly bytes: number }
  | { readonly kind: 'downloaded'; readonly bytes: number }
  | { readonly kind: 'refused' }
  /** A run met groups that differ by a few persons from released ones. */
  | { readonly kind: 'near'; readonly cells: number }
  /** Below 1: an attempt that may be a mistake. */
  | { readonly kind: 'escape'; readonly weight: number }
  | { readonly kind: 'canary' }
  /** Roles that somebody has now and had not before. */
  | { readonly kind: 'roles'; readonly given: readonly string[] }
  /** `elsewhereMs`: how long ago a session of the same user was in use from another network; null: none. */
  | { readonly kind: 'signed-in'; readonly elsewhereMs: number | null }
  | { readonly kind: 'capped' }
  | { readonly kind: 'import-refused' }
  /** A cell ended at its time limit. */
  | { readonly kind: 'timed-out' }
  /** The witnesses of the evidence are away for long, or one contradicts the log. */
  | { readonly kind: 'unwitnessed' }
  /** `lookedMs`: from a checker's first look at a file to the opinion; null: none was looked at. */
  | { readonly kind: 'decided'; readonly lookedMs: number | null }
