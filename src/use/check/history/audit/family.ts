import type { Breath } from '../breath.ts'
import type { Kept, ProjectHistory } from '../project.ts'
import { atomsOf } from './atoms.ts'
import type { Bound } from './bounds.ts'
import { solveInThread } from './solve.ts'

/** Limits of one audit of one family; what is beyond is said. */
export interface AuditLimits {
  /** Released cells, the newest. */
  readonly cells: number
  /** Contributions of all of them together. */
  readonly members: number
  /** Small atoms that are bounded, the smallest first. */
  readonly goals: number
  readonly atoms: number
  readonly timeMs: number
}

export const AUDIT_LIMITS: AuditLimits = {
  cells: 400,
  members: 5_000_000,
  goals: 60,
  atoms: 4000,
  timeMs: 120_000,
}

/** What was found of one family, and what was left out. Plain JSON for the evidence; it names no value and no person. */
export interface FamilyAudit {
  readonly [key: string]: string | number | boolean | null
  readonly family: string
  readonly cells: number
  readonly cellsLeftOut: number
  readonly atoms: number
  readonly small: number
  readonly bounded: number
  /** The narrowest interval as a share of its protection interval; null where no small atom was bounded. */
  readonly narrowest: number | null
  /** Is a number of rows of fewer than k persons settled to less than one row, at what it can truly be? */
  readonly settled: boolean
}

/**
 * Bounds the totals of small atoms of a family from its released values by linear programming, as `attack` of sdcTable
 * does for a table, over all tables of the project at once. Protected is an interval of k − 1 rows of a count, so that
 * nobody and k − 1 persons look alike, and of the largest contribution of one person of a sum.
 */
export async function auditFamily(
  project: ProjectHistory,
  family: string,
  limits: AuditLimits,
  breath: Breath,
  signal: AbortSignal,
): Promise<FamilyAudit> {
  const all = project.records.filter((record) => record.family === family && typeof record.value === 'number')
  const chosen = newest(all, limits)
  const sets = []
  for (const record of chosen) {
    sets.push(await project.setOf(record))
    await breath.after(record.sketch.size)
  }
  const atoms = await atomsOf(sets, breath)
  const k = chosen.reduce((least, record) => Math.min(least, record.k), Infinity)
  const counts = !family.startsWith('sum:')
  const most = chosen.reduce((largest, record) => Math.max(largest, record.most), 0)
  const protection = counts ? k - 1 : most
  const small = atoms.flatMap(({ persons }, place) => (persons < k ? [place] : []))
  small.sort((a, b) => atoms[a]!.persons - atoms[b]!.persons || b - a)
  const fits = atoms.length <= limits.atoms
  const goals = fits && protection > 0 ? small.slice(0, limits.goals) : []
  const values = chosen.map(({ value }) => value as number)
  const signed = values.some((value) => value < 0)
  const system = { atoms, values, most: counts ? null : most, signed, goals }
  const bounds = goals.length === 0 ? [] : await solveInThread(system, limits.timeMs, signal)
  const shares = bounds.map(({ low, high }) => Math.max(0, high - low) / protection)
  return {
    family,
    cells: chosen.length,
    cellsLeftOut: all.length - chosen.length,
    atoms: atoms.length,
    small: small.length,
    bounded: bounds.length,
    narrowest: shares.length === 0 ? null : Math.min(1, ...shares),
    settled: counts && bounds.some((bound) => isSettled(bound, atoms[bound.goal]!.persons, most)),
  }
}

/**
 * Values that were given again or made to agree settle small groups as well, but at what they are not: whoever computes
 * them is misled, and nothing is told. Each person has one row at least and `most` at most.
 */
const isSettled = ({ low, high }: Bound, persons: number, most: number): boolean =>
  high - low < 1 && high > persons - 0.5 && low < persons * most + 0.5

/** Statistics whose values are sums over persons; of others there are no equations. */
export const isLinear = (family: string): boolean => !/^(distinct|quantile):/.test(family)

/** As many of the newest as fit into both limits. */
function newest(records: readonly Kept[], limits: AuditLimits): Kept[] {
  const chosen: Kept[] = []
  let members = 0
  for (const record of [...records].reverse()) {
    members += record.sketch.size
    if (chosen.length === limits.cells || members > limits.members) break
    chosen.push(record)
  }
  return chosen.reverse()
}
