import type { Quota } from '../../scheme/index.ts'
import type { Ranked } from './model.ts'

export interface Chosen {
  /** Teams that go on by their rank. */
  readonly on: ReadonlySet<string>
  /** Teams of equal rank over whom the last places of a quota run: people decide, with a reason. */
  readonly contested: ReadonlySet<string>
  /** Places that are still free. */
  readonly free: number
}

type Row = Pick<Ranked, 'teamId' | 'division' | 'rank' | 'divisionRank' | 'score'>

/**
 * Who goes on: each division's own places first, then the rest of the total by rank; without any quota everybody who has
 * a score. Works without a score never go on by rank. A tie is never cut through: who stands across the line is named.
 */
export function chosen(rows: readonly Row[], { total, perDivision }: Quota): Chosen {
  const scored = rows.filter(({ score }) => score !== null)
  const divisions = Object.entries(perDivision)
  if (total === null && divisions.length === 0)
    return { on: new Set(scored.map(({ teamId }) => teamId)), contested: new Set(), free: 0 }
  const on = new Set<string>()
  const contested = new Set<string>()
  let free = 0
  for (const [division, places] of divisions) {
    const own = scored.filter((row) => row.division === division)
    const cut = first(own, places, ({ divisionRank }) => divisionRank)
    for (const { teamId } of cut.on) on.add(teamId)
    for (const { teamId } of cut.contested) contested.add(teamId)
    free += places - cut.on.length
  }
  if (total === null) return { on, contested, free }
  for (;;) {
    // Places that a division's tie keeps open stay with it.
    const places = total - on.size - heldBack(scored, perDivision, on, contested)
    const cut = first(
      scored.filter(({ teamId }) => !on.has(teamId)),
      places,
      ({ rank }) => rank,
    )
    for (const { teamId } of cut.contested) contested.add(teamId)
    if (cut.on.length === 0) return { on, contested, free: Math.max(0, total - on.size) }
    for (const { teamId } of cut.on) {
      on.add(teamId)
      contested.delete(teamId)
    }
  }
}

function heldBack(
  scored: readonly Row[],
  perDivision: Quota['perDivision'],
  on: ReadonlySet<string>,
  contested: ReadonlySet<string>,
): number {
  let held = 0
  for (const [code, places] of Object.entries(perDivision)) {
    const own = scored.filter(({ division }) => division === code)
    const taken = own.filter(({ teamId }) => on.has(teamId)).length
    const tied = own.filter(({ teamId }) => contested.has(teamId)).length
    held += Math.max(0, Math.min(places - taken, tied))
  }
  return held
}

function first<R extends Row>(rows: readonly R[], places: number, rankOf: (row: R) => number) {
  const sorted = rows.toSorted((a, b) => rankOf(a) - rankOf(b))
  const last = sorted[places - 1]
  const next = sorted[places]
  if (!last || !next || rankOf(last) !== rankOf(next))
    return { on: sorted.slice(0, Math.max(0, places)), contested: [] }
  const line = rankOf(last)
  return {
    on: sorted.filter((row) => rankOf(row) < line),
    contested: sorted.filter((row) => rankOf(row) === line),
  }
}
