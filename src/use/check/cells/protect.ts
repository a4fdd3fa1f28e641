import type { Forest } from '../groups/forest.ts'
import type { Group } from '../groups/model.ts'
import type { CheckRules, RawBase } from '../model.ts'
import { closeRest } from './complement.ts'
import { dominanceSafe, isSafe, measureAll, measureAt } from './measure.ts'
import type { CellCounts, Protecting } from './model.ts'

/** `off` shows what the rule is for; nothing but its test may pass it. */
export type Complementary = 'on' | 'off'

/**
 * Which groups do not show this cell. First those that must not: too few persons with a value, dominance, margins of a
 * value that cannot be added up. Then complementary withholding. `gone`: rows that are left out by `withheldRows`.
 *
 * The values that stay are sums over sets of records that lie within each other or apart. All that can be computed from
 * them are sums of what is left of each shown group without the shown groups below it. Kept: **each such rest is empty
 * or itself safe** (persons with a value ≥ k, no dominance). Since no measure grows worse for a union, then nothing that
 * can be computed is unsafe.
 */
export function protectCell(
  raw: RawBase,
  cell: number,
  rules: CheckRules,
  forest: Forest,
  counts: CellCounts,
  gone: Uint8Array,
  complementary: Complementary = 'on',
): Uint8Array {
  const work = protecting(raw, cell, rules, forest, counts, 0)
  const close = complementary === 'on'
  pass(work, () => rules.minGroup, close)
  if (!rules.slack) return work.hidden
  // Other lower bounds would choose other complements: two contracts with another slack would give away both.
  const drawn = protecting(raw, cell, rules, forest, counts, rules.slack)
  for (let at = 0; at < gone.length; at++) drawn.hidden[at] = work.hidden[at]! | gone[at]!
  pass(drawn, ({ node }) => node.least, close)
  return drawn.hidden
}

/**
 * The slack above k: rows of k persons or a few more that go too, as many as was drawn for each, with siblings where
 * the margin would tell. They stay in their margins. k alone decides first, of rows and of cells, and always the same
 * way: so the draws of many runs together show no more than k alone would.
 */
export function withheldRows(raw: RawBase, rules: CheckRules, forest: Forest): Uint8Array {
  if (!rules.slack) return new Uint8Array(forest.groups.length)
  const counts: CellCounts = { belowGroup: 0, dominance: 0, notAdditive: 0, complementary: 0 }
  const work = protecting(raw, null, rules, forest, counts, rules.slack)
  pass(work, ({ node }) => node.least, true)
  return work.hidden
}

const protecting = (
  raw: RawBase,
  cell: number | null,
  rules: CheckRules,
  forest: Forest,
  counts: CellCounts,
  slack: number,
): Protecting => {
  const most = rules.minGroup + slack
  const measures = measureAll(raw, forest.groups, forest.children, cell, rules, most)
  return { raw, cell, rules, forest, measures, hidden: new Uint8Array(forest.groups.length), counts }
}

/** Children before parents: what must be hidden, and what its parent then needs hidden beside it. */
function pass(work: Protecting, leastOf: (group: Group) => number, close: boolean): void {
  const { hidden, forest } = work
  for (let at = 0; at < hidden.length; at++) {
    const least = leastOf(forest.groups[at]!)
    if (hidden[at] === 0 && mustHide(work, at, least)) hidden[at] = 1
    if (hidden[at] === 0 && close) closeRest(work, at, least)
  }
}

function mustHide(work: Protecting, at: number, needed: number): boolean {
  const { raw, cell, forest, measures, counts } = work
  const { kind } = forest.groups[at]!
  if (kind === 'outer' || kind === 'hidden') return true
  if (!canBeAddedUp(raw, cell, forest.groups[at]!)) {
    counts.notAdditive++
    return true
  }
  const measure = measureAt(measures, at)
  // What holds a value that is shown rests on enough persons, though more may have been drawn for it.
  const least = forest.children[at]!.some((child) => work.hidden[child] === 0) ? 0 : needed
  if (isSafe(measure, least)) return false
  if (dominanceSafe(measure)) counts.belowGroup++
  else counts.dominance++
  return true
}

/**
 * Distinct counts and quantiles are known for the finest groups alone. A margin or a merged row does not show them, nor
 * where nothing was dropped: that it is withheld would tell that a small group exists (ADR 0002). Distinct insured
 * persons are counted from the members.
 */
export function canBeAddedUp(raw: RawBase, cell: number | null, { kind, whole, node }: Group): boolean {
  if (cell === null) return true
  const { additive, persons } = raw.cells[cell]!
  if (additive) return true
  if (kind === 'row' && node.set === 0) return whole
  return persons === true && raw.members !== null
}
