export interface Happened {
  readonly leaf: number
  readonly at: number
  readonly kind: string
}

export interface Happenings<T extends Happened> {
  readonly kind: string
  /** Oldest first, at least one. */
  readonly items: readonly T[]
}

export interface TimelineDay<T extends Happened> {
  /** `2026-11-21` in the reader's time zone. */
  readonly day: string
  readonly groups: readonly Happenings<T>[]
}

/**
 * A long trail made readable: by day, and within a day neighbours of one kind together, so that forty runs are one line.
 * Nothing is left out and the order stays: oldest first, by leaf.
 */
export function groupTimeline<T extends Happened>(
  items: readonly T[],
  dayOf: (at: number) => string,
  /** What may be one line with its neighbour: a key, or null for what always stands alone. */
  groupOf: (item: T) => string | null = (item) => item.kind,
): TimelineDay<T>[] {
  const days: { day: string; groups: { kind: string; items: T[] }[] }[] = []
  for (const item of items.toSorted((a, b) => a.leaf - b.leaf)) {
    const day = dayOf(item.at)
    let last = days.at(-1)
    if (last?.day !== day) {
      last = { day, groups: [] }
      days.push(last)
    }
    const group = last.groups.at(-1)
    const key = groupOf(item)
    if (group && key !== null && groupOf(group.items[0]!) === key) group.items.push(item)
    else last.groups.push({ kind: item.kind, items: [item] })
  }
  return days
}
