import type { Award } from '../../scheme/index.ts'

/** A team in the final order: one order over the whole contest; equal ranks are really equal. */
export interface Placed {
  readonly teamId: string
  readonly division: string
  readonly rank: number
  /** Null: missing; never wins an award. */
  readonly score: number | null
}

export interface Exclusion {
  readonly teamId: string
  readonly reason: string
}

/** Equal ranks at the border of an award: more teams than places. Nobody but the organiser can tell who gets it. */
export interface Border {
  readonly award: string
  /** Null: of the whole contest. */
  readonly division: string | null
  /** Places that are left. */
  readonly places: number
  readonly teamIds: readonly string[]
}

/** What the organiser decided at a border: as many teams as there are places, or all of them. */
export interface BorderDecision {
  readonly award: string
  readonly division: string | null
  readonly teamIds: readonly string[]
  readonly reason: string
}

export interface AwardRow {
  readonly award: string
  readonly teamId: string
  readonly division: string
  readonly rank: number
  /** Order within the award, or within the award of a division. */
  readonly place: number
}

export interface Proposal {
  readonly rows: readonly AwardRow[]
  /** What is undecided. Awards that come after a border in the same pool wait for it. */
  readonly borders: readonly Border[]
  /** Places that nobody is left for. */
  readonly vacant: readonly {
    readonly award: string
    readonly division: string | null
    readonly count: number
  }[]
  /** Decisions that fit no border (any more). */
  readonly idle: readonly BorderDecision[]
}

export interface ProposalInput {
  readonly awards: readonly Pick<Award, 'code' | 'count' | 'per'>[]
  readonly divisions: readonly string[]
  readonly ranking: readonly Placed[]
  readonly excluded: ReadonlySet<string>
  readonly decisions: readonly BorderDecision[]
}

/** Awards by rank, from the first to the last, each team at most one. */
export function proposeAwards({ awards, divisions, ranking, excluded, decisions }: ProposalInput): Proposal {
  const order = ranking
    .filter((one) => one.score !== null && !excluded.has(one.teamId))
    .sort((a, b) => a.rank - b.rank || (a.teamId < b.teamId ? -1 : 1))
  const rows: AwardRow[] = []
  const borders: Border[] = []
  const vacant: Proposal['vacant'][number][] = []
  const used = new Set<BorderDecision>()
  const given = new Set<string>()
  /** Divisions whose next award waits for a decision. */
  const waiting = new Set<string>()
  for (const { code: award, count, per } of awards) {
    for (const division of per === 'division' ? divisions : [null]) {
      if (division === null ? waiting.size > 0 : waiting.has(division)) continue
      const pool = order.filter(
        (one) => !given.has(one.teamId) && (division === null || one.division === division),
      )
      const decided = (border: Border) => {
        const found = decisions.find((one) => fits(one, border))
        if (found) used.add(found)
        return found
      }
      const { taken, border, left } = fill(pool, { award, division, count }, decided)
      for (const [at, one] of taken.entries()) {
        given.add(one.teamId)
        rows.push({ award, teamId: one.teamId, division: one.division, rank: one.rank, place: at + 1 })
      }
      if (border) {
        borders.push(border)
        for (const one of division === null ? divisions : [division]) waiting.add(one)
      } else if (left > 0) vacant.push({ award, division, count: left })
    }
  }
  return { rows, borders, vacant, idle: decisions.filter((one) => !used.has(one)) }
}

function fill(
  pool: readonly Placed[],
  { award, division, count }: { award: string; division: string | null; count: number },
  decided: (border: Border) => BorderDecision | undefined,
): { taken: Placed[]; border: Border | null; left: number } {
  const taken: Placed[] = []
  let left = count
  for (let at = 0; at < pool.length && left > 0; ) {
    const equal = pool.slice(at).filter((one) => one.rank === pool[at]!.rank)
    at += equal.length
    if (equal.length <= left) {
      taken.push(...equal)
      left -= equal.length
      continue
    }
    const border = { award, division, places: left, teamIds: equal.map((one) => one.teamId) }
    const decision = decided(border)
    if (!decision) return { taken, border, left }
    taken.push(...equal.filter((one) => decision.teamIds.includes(one.teamId)))
    left = 0
  }
  return { taken, border: null, left }
}

/** A decision fits where it names teams of this border only, and as many as there are places, or all. */
export function fits(decision: BorderDecision, border: Border): boolean {
  const named = new Set(decision.teamIds)
  return (
    decision.award === border.award &&
    decision.division === border.division &&
    named.size === decision.teamIds.length &&
    (named.size === border.places || named.size === border.teamIds.length) &&
    [...named].every((teamId) => border.teamIds.includes(teamId))
  )
}

/** Money of all awards in 分, as far as they are given. */
export const prizeSum = (
  rows: readonly { readonly award: string }[],
  awards: readonly Pick<Award, 'code' | 'prizeFen'>[],
): number => rows.reduce((sum, row) => sum + (awards.find((one) => one.code === row.award)?.prizeFen ?? 0), 0)
