import type { Roster, Shift } from '../../api/watch.ts'

/** Monday 0:00 of the week of a moment, where the reader is. */
export function weekOf(at: number): number {
  const day = new Date(at)
  day.setHours(0, 0, 0, 0)
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7))
  return day.getTime()
}

/** `days` later at the same time of day: also where a day has 23 or 25 hours. */
export function addDays(at: number, days: number): number {
  const day = new Date(at)
  day.setDate(day.getDate() + days)
  return day.getTime()
}

export interface Piece {
  readonly key: string
  /** Shares of the day, 0 to 1. */
  readonly left: number
  readonly width: number
  /** Null: nobody is on duty. */
  readonly shift: Shift | null
}

export interface Day {
  readonly from: number
  readonly until: number
  readonly pieces: readonly Piece[]
}

/** A week as seven lines: each shift and each gap cut at midnight. */
export function weekDays(monday: number, { items, gaps }: Pick<Roster, 'items' | 'gaps'>): Day[] {
  const spans = [
    ...items.map((shift) => ({ key: shift.id, from: shift.from, until: shift.until, shift })),
    ...gaps.map((gap) => ({ key: `gap${gap.from}`, ...gap, shift: null })),
  ]
  return [0, 1, 2, 3, 4, 5, 6].map((place) => {
    const from = addDays(monday, place)
    const until = addDays(monday, place + 1)
    const pieces = spans
      .filter((span) => span.from < until && span.until > from)
      .map(({ key, shift, ...span }) => {
        const start = Math.max(span.from, from)
        return {
          key,
          shift,
          left: (start - from) / (until - from),
          width: (Math.min(span.until, until) - start) / (until - from),
        }
      })
    return { from, until, pieces: pieces.toSorted((a, b) => a.left - b.left) }
  })
}
