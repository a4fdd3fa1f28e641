import type { Decided, RequestState } from './model.ts'

/** What the opinions of a round come to; null: not all are in. */
export type Outcome = Extract<RequestState, 'approved' | 'returned' | 'rejected' | 'differ'>

/**
 * `needed` opinions that agree decide. Where they differ one more is asked for, and then a request is approved, or
 * rejected, only by `needed` opinions for it; everything else goes back to its author.
 */
export function outcomeOf(decisions: readonly Decided[], needed: number): Outcome | null {
  const least = Math.max(needed, 2)
  const count = (decision: Decided) => decisions.filter((one) => one === decision).length
  if (count('approve') >= least) return 'approved'
  if (count('reject') >= least) return 'rejected'
  if (count('return') >= least) return 'returned'
  if (decisions.length < least) return null
  return decisions.length === least ? 'differ' : 'returned'
}
