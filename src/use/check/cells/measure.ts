import { membersOf, type PersonParts, sizesOf } from '../members.ts'
import type { CheckRules, RawBase } from '../model.ts'
import type { Group } from '../groups/model.ts'

/**
 * How sensitive a value is. Each of the three never grows worse when values that may be shown are added up, so that
 * checking the smallest sums that can be computed is enough:
 * support: distinct persons it rests on (never fewer for a union);
 * nk: 100 × the n largest − percent × all, safe below 0 (ACRO 1.0.1 NK: fails where top n ÷ total ≥ percent);
 * p: (100 + p) × the largest + 100 × the second − 100 × all, safe up to 0 (ACRO 1.0.1 p%: fails where
 * (total − top1 − top2) ÷ top1 < p).
 * Contributions count by size, whatever their sign; a person's contribution to a margin is the sum of the sizes of its
 * parts in the finest groups, which keeps nk and p of a union below the sum of theirs. `total` is that of all sizes.
 */
export interface Measures {
  readonly support: Float64Array
  readonly nk: Float64Array
  readonly p: Float64Array
  readonly total: Float64Array
}

export interface Measure {
  support: number
  nk: number
  p: number
  total: number
}

export const NOTHING: Measure = { support: 0, nk: 0, p: 0, total: 0 }

/** What surely holds of two disjoint sets of records together. */
export const together = (a: Measure, b: Measure): Measure => ({
  support: Math.max(a.support, b.support),
  nk: a.nk + b.nk,
  p: a.p + b.p,
  total: a.total + b.total,
})

/** A total of nothing dominates nobody (ACRO: safe). */
export const dominanceSafe = ({ nk, p, total }: Measure): boolean => total === 0 || (nk < 0 && p <= 0)

export const isSafe = (measure: Measure, least: number): boolean =>
  measure.support >= least && dominanceSafe(measure)

/** Does any rule look at the sizes of contributions to this cell? */
export const hasDominance = (raw: RawBase, cell: number | null, rules: CheckRules): boolean =>
  cell !== null && raw.cells[cell]!.kind === 'linear' && (rules.dominance !== null || rules.pPercent !== null)

/** Exact, from the members of the leaves. */
export function measureExactly(
  raw: RawBase,
  leaves: readonly number[],
  cell: number | null,
  rules: CheckRules,
): Measure {
  if (cell === null) return { ...NOTHING, support: membersOf(raw, leaves, null).person.length }
  const sizes = sizesOf(raw, leaves, cell)
  const support = sizes.person.length
  return hasDominance(raw, cell, rules)
    ? { support, ...dominanceOf(sizes, 0, support, rules) }
    : { ...NOTHING, support }
}

/** From the parts between two places, each of another person; missing ones are passed over. */
export function dominanceOf(
  { part }: Pick<PersonParts, 'part'>,
  start: number,
  end: number,
  { dominance, pPercent }: Pick<CheckRules, 'dominance' | 'pPercent'>,
): Omit<Measure, 'support'> {
  const top = new Float64Array(Math.max(dominance?.n ?? 0, 2))
  const lowest = top.length - 1
  let total = 0
  for (let at = start; at < end; at++) {
    const size = Math.abs(part[at]!)
    if (Number.isNaN(size)) continue
    total += size
    if (size <= top[lowest]!) continue
    let place = lowest
    for (; place > 0 && top[place - 1]! < size; place--) top[place] = top[place - 1]!
    top[place] = size
  }
  let largest = 0
  for (let at = 0; at < (dominance?.n ?? 0); at++) largest += top[at]!
  return {
    total,
    nk: dominance ? 100 * largest - dominance.percent * total : -total,
    p: pPercent === null ? 0 : (100 + pPercent) * top[0]! + 100 * top[1]! - 100 * total,
  }
}

/**
 * One cell of all groups (children first): exact where what follows from the children does not settle it for up to
 * `most` persons.
 */
export function measureAll(
  raw: RawBase,
  groups: readonly Group[],
  children: readonly (readonly number[])[],
  cell: number | null,
  rules: CheckRules,
  most: number,
): Measures {
  const many = groups.length
  const all = {
    support: new Float64Array(many),
    nk: new Float64Array(many),
    p: new Float64Array(many),
    total: new Float64Array(many),
  }
  for (let at = 0; at < many; at++) {
    const measure = measureOne(
      raw,
      groups[at]!,
      children[at]!.map((child) => measureAt(all, child)),
      cell,
      rules,
      most,
    )
    all.support[at] = measure.support
    all.nk[at] = measure.nk
    all.p[at] = measure.p
    all.total[at] = measure.total
  }
  return all
}

/** What the engine says; of less than the whole row it says nothing. */
function toldSupport({ whole, node }: Group, cell: number | null): number {
  if (!whole) return 0
  return cell === null ? node.row!.support : node.row!.cells[cell]!.support
}

/** Of one group. */
export const measureAt = ({ support, nk, p, total }: Measures, at: number): Measure => ({
  support: support[at]!,
  nk: nk[at]!,
  p: p[at]!,
  total: total[at]!,
})

function measureOne(
  raw: RawBase,
  group: Group,
  below: readonly Measure[],
  cell: number | null,
  rules: CheckRules,
  most: number,
): Measure {
  const told = toldSupport(group, cell)
  const dominance = cell !== null && hasDominance(raw, cell, rules)
  // Without members nobody can say who holds how much.
  if (dominance && !raw.members) return { support: told, nk: Infinity, p: Infinity, total: Infinity }
  if (below.length === 0 && group.whole) {
    if (!dominance) return { ...NOTHING, support: told }
    const { start, parts } = raw.members!
    const leaf = group.leaves[0]!
    return { support: told, ...dominanceOf({ part: parts[cell]! }, start[leaf]!, start[leaf + 1]!, rules) }
  }
  const sure = below.reduce(together, { ...NOTHING, support: told })
  if (isSafe(sure, most) || !raw.members) return sure
  if (group.whole && !dominance) return sure
  const exact = measureExactly(raw, group.leaves, cell, rules)
  return { ...exact, support: Math.max(exact.support, sure.support) }
}
