import type { Group } from './model.ts'

/** Groups in one list, children before parents, so that each cell needs no more than arrays beside it. */
export interface Forest {
  readonly groups: readonly Group[]
  /** Places in `groups`, smallest group first. */
  readonly children: readonly (readonly number[])[]
}

export function forestOf(root: Group): Forest {
  const groups: Group[] = []
  const children: (readonly number[])[] = []
  const place = (group: Group): number => {
    const below = group.children.map(place)
    children.push(below)
    return groups.push(group) - 1
  }
  place(root)
  return { groups, children }
}
