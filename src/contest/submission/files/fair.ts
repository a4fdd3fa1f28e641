/**
 * Turns for what is costly: hashing and syncing. Whoever had least of it so far is next (start-time fair queueing,
 * by bytes), so that a team with 200 MB delays one with 5 MB by one slice, and not by all of its own.
 */
export interface Fair {
  /** Runs the body when it is the lane's turn; `cost` in any unit, the same for all. */
  take<T>(lane: string, cost: number, body: () => Promise<T>): Promise<T>
  /** Works that wait now. */
  waiting(): number
}

interface Waiter {
  readonly lane: string
  /** Where the work begins on the lane's own clock. */
  readonly start: number
  readonly order: number
  readonly go: () => void
}

export function createFair(size: number): Fair {
  let busy = 0
  /** The start of the work that was begun last: a lane that was away does not come back with a credit. */
  let clock = 0
  let order = 0
  const ends = new Map<string, number>()
  const queue: Waiter[] = []

  function next(): void {
    if (busy >= size) return
    let best = 0
    for (let at = 1; at < queue.length; at++) if (before(queue[at]!, queue[best]!)) best = at
    const [chosen] = queue.splice(best, 1)
    if (!chosen) {
      if (busy === 0) ends.clear()
      return
    }
    busy++
    clock = Math.max(clock, chosen.start)
    chosen.go()
  }

  return {
    async take(lane, cost, body) {
      const start = Math.max(clock, ends.get(lane) ?? 0)
      ends.set(lane, start + Math.max(cost, 1))
      await new Promise<void>((go) => {
        queue.push({ lane, start, order: order++, go })
        next()
      })
      try {
        return await body()
      } finally {
        busy--
        next()
      }
    },
    waiting: () => queue.length,
  }
}

const before = (a: Waiter, b: Waiter): boolean =>
  a.start < b.start || (a.start === b.start && a.order < b.order)
