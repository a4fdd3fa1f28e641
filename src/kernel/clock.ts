/** Time is injected, so that a test can hold it still and a decision can be replayed. Milliseconds since 1970 UTC. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that moves only when told. */
export function manualClock(start: number): Clock & { advance(ms: number): void } {
  let at = start
  return {
    now: () => at,
    advance(ms) {
      at += ms
    },
  }
}

export const isoTime = (ms: number): string => new Date(ms).toISOString()
