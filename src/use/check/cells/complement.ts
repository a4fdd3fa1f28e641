import type { Forest } from '../groups/forest.ts'
import { isSafe, type Measure, measureAt, measureExactly, NOTHING, together } from './measure.ts'
import type { Protecting } from './model.ts'
import { isSumOfShown, restOf } from './rest.ts'

/** Hides what a shown group needs below it so that its rest is safe; where nothing fits, the group itself. */
export function closeRest(work: Protecting, at: number, least: number): void {
  const { raw, cell, rules, forest, measures, hidden, counts } = work
  const pieces = restOf(work, at)
  if (pieces.length === 0) return
  const known = sureOf(work, pieces, NOTHING)
  // One child alone would be computed exactly, also where nothing but what was drawn for it withholds it.
  const unknown = forest.children[at]!.filter((child) => hidden[child] === 1 && !isSumOfShown(work, child))
  const alone = unknown.length === 1 && forest.groups[unknown[0]!]!.kind !== 'hidden'
  if (!alone && isSafe(known, least)) return
  if (!alone && raw.members) {
    const leaves = pieces.flatMap((piece) => forest.groups[piece]!.leaves)
    if (isSafe(measureExactly(raw, leaves, cell, rules), least)) return
  }
  const shown = forest.children[at]!.filter((child) => hidden[child] === 0).sort(
    (a, b) => measures.support[a]! - measures.support[b]! || compare(forest, a, b),
  )
  const chosen = choose(work, known, shown, least)
  for (const group of chosen ?? [at]) hidden[group] = 1
  counts.complementary += chosen?.length ?? 1
}

/** The smallest child that fits alone, with a path below it; else as many as it takes, from the smallest. */
function choose(
  work: Protecting,
  known: Measure,
  shown: readonly number[],
  least: number,
): readonly number[] | null {
  const paths = shown.map((child) => pathBelow(work, child))
  const fits = (measure: Measure) => isSafe(measure, least)
  const alone = paths.find(({ freed }) => fits(sureOf(work, freed, known)))
  if (alone) return alone.path
  let measure = known
  const chosen: number[] = []
  for (const { path, freed } of paths) {
    chosen.push(...path)
    measure = sureOf(work, freed, measure)
    if (fits(measure)) return chosen
  }
  return null
}

/** What to hide so that a child is no longer the sum of what is shown below it, and what that sets free. */
function pathBelow(work: Protecting, child: number): { path: number[]; freed: readonly number[] } {
  const { forest, measures } = work
  const path = [child]
  for (let at = child; ; ) {
    if (forest.children[at]!.length === 0) return { path, freed: [at] }
    const rest = restOf(work, at)
    if (rest.length > 0) return { path, freed: rest }
    const smallest = forest.children[at]!.reduce((a, b) =>
      (measures.support[a]! - measures.support[b]! || compare(forest, a, b)) <= 0 ? a : b,
    )
    path.push(smallest)
    at = smallest
  }
}

const sureOf = ({ measures }: Protecting, pieces: readonly number[], from: Measure): Measure =>
  pieces.reduce((sum, piece) => together(sum, measureAt(measures, piece)), from)

const compare = ({ groups }: Forest, a: number, b: number): number =>
  groups[a]!.order < groups[b]!.order ? -1 : 1
