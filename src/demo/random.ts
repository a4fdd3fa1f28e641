/**
 * A small seeded generator (xoshiro128**, state filled by splitmix32). It is seeded anew for every person, so
 * that a row depends on the seed and on who it is about, never on the worker or the order that made it.
 * Only +, ×, ÷ and integer operations: the result is the same on every machine.
 */
export interface Rng {
  seed(a: number, b: number, c: number, d: number): void
  /** Integer in [0, 2^32). */
  u32(): number
  /** Integer in [0, n). */
  below(n: number): number
  /** Integer in [low, high]. */
  between(low: number, high: number): number
  /** True with the given probability in parts of a million. */
  ppm(parts: number): boolean
  /** About normal with mean 0 and deviation 1 (sum of twelve uniforms). */
  normal(): number
}

export function createRng(): Rng {
  let s0 = 1
  let s1 = 2
  let s2 = 3
  let s3 = 4
  const u32 = (): number => {
    const x = Math.imul(s1, 5)
    const result = Math.imul((x << 7) | (x >>> 25), 9)
    const t = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = (s3 << 11) | (s3 >>> 21)
    return result >>> 0
  }
  const below = (n: number): number => Math.floor((u32() / 4294967296) * n)
  return {
    seed(a, b, c, d) {
      let h = mix(a ^ 0x9e3779b9)
      h = mix(h ^ Math.imul(b + 1, 0x85ebca6b))
      h = mix(h ^ Math.imul(c + 1, 0xc2b2ae35))
      h = mix(h ^ Math.imul(d + 1, 0x27d4eb2f))
      s0 = mix(h)
      s1 = mix(s0)
      s2 = mix(s1)
      s3 = mix(s2) | 1
    },
    u32,
    below,
    between: (low, high) => low + below(high - low + 1),
    ppm: (parts) => below(1_000_000) < parts,
    normal() {
      let sum = 0
      for (let i = 0; i < 12; i++) sum += u32() / 4294967296
      return sum - 6
    },
  }
}

/** One step of splitmix32: a well mixed 32-bit integer from another. */
export function mix(value: number): number {
  let z = (value + 0x9e3779b9) | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return z ^ (z >>> 15)
}

/** e^x by repeated squaring: library exponentials may differ in the last bit between machines, this does not. */
export function exp(x: number): number {
  let y = 1 + x / 1024
  for (let i = 0; i < 10; i++) y *= y
  return y
}

/** Cumulative weights for `pick`. */
export function cumulate(weights: readonly number[]): number[] {
  let sum = 0
  return weights.map((weight) => (sum += weight))
}

/** Index drawn with the given cumulative weights. */
export function pick(rng: Rng, cumulative: readonly number[]): number {
  const at = (rng.u32() / 4294967296) * cumulative[cumulative.length - 1]!
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (cumulative[middle]! > at) high = middle
    else low = middle + 1
  }
  return low
}
