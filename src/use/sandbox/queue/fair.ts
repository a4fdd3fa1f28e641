/**
 * Places for heavy work, fair between those who ask: the one that had least CPU goes first, whoever came when. Each
 * knows its place in the queue and is told when it changes.
 */
export interface FairQueue {
  /**
   * Waits for a place. The returned function gives it back with what was used (ms); left out, the time it was held.
   * @throws the signal's reason when it is aborted while waiting
   */
  place(key: string, signal: AbortSignal, told: (place: number) => void): Promise<(usedMs?: number) => void>
  /** How many wait, and how many work. */
  load(): { readonly waiting: number; readonly working: number }
  /** Forgets what a key has used. */
  forget(key: string): void
}

interface Waiting {
  readonly key: string
  readonly come: number
  readonly go: () => void
  readonly told: (place: number) => void
  last: number
}

/** Who comes back within this time was never away: between two cells nothing is forgotten. */
const AWAY_MS = 10_000

export function createFairQueue(places: number, now: () => number = () => performance.now()): FairQueue {
  const used = new Map<string, number>()
  const working = new Map<string, number>()
  const left = new Map<string, number>()
  const waiting: Waiting[] = []
  let busy = 0
  let come = 0

  const share = (key: string) => used.get(key) ?? 0
  /** Least used first, then fewest places held now, then who came first. */
  const order = (a: Waiting, b: Waiting) =>
    share(a.key) - share(b.key) || (working.get(a.key) ?? 0) - (working.get(b.key) ?? 0) || a.come - b.come

  const tell = () => {
    waiting.sort(order).forEach((one, at) => {
      if (one.last === at + 1) return
      one.last = at + 1
      one.told(at + 1)
    })
  }
  const next = () => {
    waiting.sort(order)
    for (const one of waiting.splice(0, Math.max(0, places - busy))) one.go()
    tell()
  }
  const take = (key: string): ((usedMs?: number) => void) => {
    busy++
    working.set(key, (working.get(key) ?? 0) + 1)
    const began = now()
    let back = false
    return (usedMs) => {
      if (back) return
      back = true
      busy--
      const held = (working.get(key) ?? 1) - 1
      if (held === 0) working.delete(key)
      else working.set(key, held)
      left.set(key, now())
      used.set(key, share(key) + Math.max(0, usedMs ?? now() - began))
      next()
    }
  }
  /** Who was away must not take everything that the others had meanwhile: it begins where the least used one stands. */
  const catchUp = (key: string) => {
    if (working.has(key) || waiting.some((one) => one.key === key)) return
    if (now() - (left.get(key) ?? -Infinity) < AWAY_MS) return
    const active = [...working.keys(), ...waiting.map((one) => one.key)].map(share)
    if (active.length > 0) used.set(key, Math.max(share(key), Math.min(...active)))
  }

  return {
    place(key, signal, told) {
      if (signal.aborted) return Promise.reject(signal.reason as Error)
      catchUp(key)
      if (busy < places && waiting.length === 0) return Promise.resolve(take(key))
      return new Promise((resolve, reject) => {
        const gone = () => {
          const at = waiting.indexOf(mine)
          if (at < 0) return
          waiting.splice(at, 1)
          tell()
          reject(signal.reason as Error)
        }
        const mine: Waiting = {
          key,
          come: come++,
          told,
          last: 0,
          go() {
            signal.removeEventListener('abort', gone)
            resolve(take(key))
          },
        }
        signal.addEventListener('abort', gone, { once: true })
        waiting.push(mine)
        tell()
      })
    },
    load: () => ({ waiting: waiting.length, working: busy }),
    forget(key) {
      used.delete(key)
      left.delete(key)
    },
  }
}

/** Jain's index: 1 where all have the same, 1/n where one has all. */
export function jain(shares: readonly number[]): number {
  const sum = shares.reduce((total, one) => total + one, 0)
  const squares = shares.reduce((total, one) => total + one * one, 0)
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares)
}
