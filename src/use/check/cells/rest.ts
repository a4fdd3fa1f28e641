import type { Protecting } from './model.ts'

type Hiding = Pick<Protecting, 'forest' | 'hidden'>

/** The parts of a group that no shown group below it holds: hidden groups, without those shown below them. */
export function restOf({ forest, hidden }: Hiding, at: number): readonly number[] {
  return forest.children[at]!.flatMap((child) => {
    if (hidden[child] === 0) return []
    return forest.children[child]!.length === 0 ? [child] : restOf({ forest, hidden }, child)
  })
}

/** Is a hidden group no secret, since all below it is shown? */
export const isSumOfShown = (work: Hiding, at: number): boolean =>
  work.forest.children[at]!.length > 0 && restOf(work, at).length === 0
