import type { Json } from '../../../kernel/canonical.ts'
import type { SeatBus } from './live.ts'

type Listener = (event: string, data: Json) => void

export interface SeatBusInside extends SeatBus {
  readonly has: (seatId: string) => boolean
  /** Somebody may not look on any more. */
  putOut(seatId: string, userId: string): void
  onPutOut(seatId: string, userId: string, gone: () => void): () => void
}

export function createSeatBus(): SeatBusInside {
  const watching = new Set<{ seatId: string; userId: string; gone: () => void }>()
  const listeners = new Map<string, Set<Listener>>()
  return {
    has: (seatId) => listeners.has(seatId),
    putOut(seatId, userId) {
      for (const one of watching) if (one.seatId === seatId && one.userId === userId) one.gone()
    },
    onPutOut(seatId, userId, gone) {
      const one = { seatId, userId, gone }
      watching.add(one)
      return () => void watching.delete(one)
    },
    tell(seatId, event, data) {
      for (const listener of listeners.get(seatId) ?? []) listener(event, data)
    },
    listen(seatId, listener) {
      const set = listeners.get(seatId) ?? new Set()
      listeners.set(seatId, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0 && listeners.get(seatId) === set) listeners.delete(seatId)
      }
    },
  }
}
