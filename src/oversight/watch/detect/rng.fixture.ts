/** A generator with a fixed seed (mulberry32): the same week on every machine. */
export interface Rng {
  /** 0 … below − 1, whole. */
  below(below: number): number
  chance(share: number): boolean
}

export function createRng(seed: number): Rng {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return { below: (below) => Math.floor(next() * below), chance: (share) => next() < share }
}
