export interface Span {
  readonly from: number
  readonly until: number
}

/** The times between `from` and `until` that no shift covers. Pure. */
export function gapsIn(shifts: readonly Span[], from: number, until: number): Span[] {
  const gaps: Span[] = []
  let covered = from
  for (const shift of shifts.toSorted((a, b) => a.from - b.from)) {
    if (shift.from > covered) gaps.push({ from: covered, until: Math.min(shift.from, until) })
    covered = Math.max(covered, shift.until)
    if (covered >= until) break
  }
  if (covered < until) gaps.push({ from: covered, until })
  return gaps.filter((gap) => gap.from < gap.until)
}
