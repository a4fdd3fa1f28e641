import { suite } from '../../safeguard/crypto/index.ts'

/** Even numbers that are the same for the same names: a preview does not change between two looks. */
export interface Dice {
  /** 0 ≤ whole number < n. */
  below(n: number): number
  hex(digits: number): string
}

const BYTES = 6

/** Dice that are told apart by their names, such as seed, column and row. */
export function diceOf(...names: readonly (string | number)[]): Dice {
  let round = 0
  const next = (): Buffer => suite().hash.of(JSON.stringify([...names, round++]))
  return {
    // 2^48 is so large that the first numbers of a small n are not noticeably more frequent.
    below: (n) => next().readUIntBE(0, BYTES) % Math.max(1, n),
    hex: (digits) => next().toString('hex').slice(0, digits),
  }
}
