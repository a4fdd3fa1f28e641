import type { Clock } from '../../kernel/clock.ts'
import { XinyuError } from '../../kernel/errors/index.ts'

/** Users whose requests are slowed down, in memory: the blocks in force say who. */
export interface Throttles {
  slow(userId: string): void
  release(userId: string): void
  /** Counts a request. @throws XinyuError WATCH_THROTTLED */
  pass(userId: string): void
}

const MINUTE_MS = 60_000

export function createThrottles(clock: Clock, perMinute: number): Throttles {
  const slowed = new Map<string, number[]>()
  return {
    slow(userId) {
      if (!slowed.has(userId)) slowed.set(userId, [])
    },
    release: (userId) => void slowed.delete(userId),
    pass(userId) {
      const before = slowed.get(userId)
      if (!before) return
      const now = clock.now()
      const recent = before.filter((at) => at > now - MINUTE_MS)
      if (recent.length >= perMinute) {
        const seconds = Math.max(1, Math.ceil((recent[0]! + MINUTE_MS - now) / 1000))
        throw new XinyuError('WATCH_THROTTLED', { seconds })
      }
      slowed.set(userId, [...recent, now])
    },
  }
}
