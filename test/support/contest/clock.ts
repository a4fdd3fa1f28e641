import type { Clock } from '../../../src/kernel/clock.ts'

/** The clock of a contest that takes months: it goes on as clocks do, and is put forward. */
export interface ContestClock extends Clock {
  /** Forward to a moment; never back. */
  to(moment: number): void
}

export function contestClock(): ContestClock {
  let ahead = 0
  const now = () => Date.now() + ahead
  return {
    now,
    to(moment) {
      ahead += Math.max(0, moment - now())
    },
  }
}
