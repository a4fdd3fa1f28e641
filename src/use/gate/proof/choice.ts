/**
 * Where the generator's decisions come from: a list of whole numbers, so that a counterexample shrinks by leaving
 * numbers out and making them smaller. What is drawn beyond the list is 0, the simplest choice.
 */
export interface Choice {
  /** A whole number from 0 up to and without `limit`. */
  readonly below: (limit: number) => number
  readonly one: <T>(list: readonly T[]) => T
  /** True in about `percent` of 100 cases; false where nothing is left to draw from. */
  readonly chance: (percent: number) => boolean
  /** `least` to `most` things. */
  readonly many: <T>(least: number, most: number, draw: (index: number) => T) => T[]
}

export function choicesOf(numbers: readonly number[]): Choice {
  let at = 0
  const below = (limit: number) => (numbers[at++] ?? 0) % limit
  return {
    below,
    one: (list) => list[below(list.length)]!,
    chance: (percent) => below(100) >= 100 - percent,
    many: (least, most, draw) =>
      Array.from({ length: least + below(most - least + 1) }, (_, index) => draw(index)),
  }
}

/** Marsaglia's xorshift32: the same list for the same seed on every machine. */
export function numbersOf(seed: number, length: number): number[] {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1
  return Array.from({ length }, () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % 100_003
  })
}

/** Greedily leaves out parts of a list while `fails` still holds. */
export async function smallest<T>(
  list: readonly T[],
  fails: (list: readonly T[]) => Promise<boolean>,
  smaller: (one: T) => readonly T[] = () => [],
): Promise<readonly T[]> {
  let best = list
  for (let size = Math.ceil(best.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length; ) {
      const less = [...best.slice(0, at), ...best.slice(at + size)]
      if (await fails(less)) best = less
      else at += size
    }
  }
  for (let at = 0; at < best.length; at++) {
    for (const one of smaller(best[at]!)) {
      const less = best.with(at, one)
      if (!(await fails(less))) continue
      best = less
      break
    }
  }
  return best
}
