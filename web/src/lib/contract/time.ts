const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000

export interface TimeLeft {
  readonly unit: 'day' | 'hour' | 'minute'
  /** Whole units: of what is left, or of what it is over. */
  readonly count: number
  readonly over: boolean
  /** Under a tenth of the whole, or under a day, is soon. */
  readonly soon: boolean
}

/** How much of a term is left at `now`, all in ms. */
export function timeLeft(from: number, until: number, now: number): TimeLeft {
  const left = until - now
  const over = left <= 0
  return {
    ...span(Math.abs(left)),
    over,
    soon: !over && (left < DAY || left < (until - from) / 10),
  }
}

/** The largest unit that fits at least once: 90 minutes → 1 hour. */
export function span(ms: number): Pick<TimeLeft, 'unit' | 'count'> {
  if (ms >= DAY) return { unit: 'day', count: Math.floor(ms / DAY) }
  if (ms >= HOUR) return { unit: 'hour', count: Math.floor(ms / HOUR) }
  return { unit: 'minute', count: Math.max(0, Math.floor(ms / MINUTE)) }
}

/** Share of a term that is spent, 0 to 1. */
export function spent(from: number, until: number, now: number): number {
  return until <= from ? 1 : Math.min(1, Math.max(0, (now - from) / (until - from)))
}

/** How long something has waited: a request older than three days is late. */
export function waitedTooLong(since: number, now: number): boolean {
  return now - since > 3 * DAY
}
