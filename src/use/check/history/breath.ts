/** Lets others work now and then: sets of millions of persons are counted on the thread that answers requests. */
export interface Breath {
  /** Waits a turn when this much was done since the last. */
  after(work: number): Promise<void> | undefined
}

/** Persons looked at between two turns: some ten milliseconds. */
const AT_ONCE = 200_000

export function createBreath(signal?: AbortSignal): Breath {
  let done = 0
  return {
    after(work) {
      done += work
      if (done < AT_ONCE) return undefined
      done = 0
      signal?.throwIfAborted()
      return new Promise((resolve) => setImmediate(resolve))
    },
  }
}
