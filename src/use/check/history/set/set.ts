/** Who is in a cell and with how much: persons in ascending order, and the token of the contribution of each. */
export interface ContributionSet {
  readonly persons: Uint32Array
  readonly tokens: Uint32Array
  /** The largest contribution of one person, whatever its sign. */
  readonly most: number
}

/**
 * In how many persons two sets differ: in one only, or with another contribution. Infinity where there are more than
 * `most`, and where the sets share nobody: sets of nobody in common have no difference to tell.
 */
export function distance(a: ContributionSet, b: ContributionSet, most: number): number {
  const { persons: p, tokens: t } = a
  const { persons: q, tokens: u } = b
  let i = 0
  let j = 0
  let differing = 0
  let shared = 0
  while (i < p.length && j < q.length) {
    const left = p[i]!
    const right = q[j]!
    if (left === right) {
      if (t[i] !== u[j]) differing++
      shared++
      i++
      j++
    } else {
      differing++
      if (left < right) i++
      else j++
    }
    if (differing > most) return Number.POSITIVE_INFINITY
  }
  differing += p.length - i + (q.length - j)
  return differing > most || shared === 0 ? Number.POSITIVE_INFINITY : differing
}
