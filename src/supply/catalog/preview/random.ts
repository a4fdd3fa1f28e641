import { suite } from '../../../safeguard/crypto/index.ts'

/** Even numbers below `n` that are always the same for the same name: a preview must not change between two looks. */
export interface Dice {
  below(n: number): number
  /** So many hexadecimal digits that nobody could have had before. */
  hex(digits: number): string
}

export function diceOf(...name: readonly (string | number)[]): Dice {
  let round = 0
  let pool: Buffer = Buffer.alloc(0)
  const take = (bytes: number): Buffer => {
    while (pool.length < bytes) {
      const more = suite().hash.of(JSON.stringify([...name, round++]))
      pool = Buffer.concat([pool, more])
    }
    const taken = pool.subarray(0, bytes)
    pool = pool.subarray(bytes)
    return taken
  }
  return {
    below: (n) => take(6).readUIntBE(0, 6) % Math.max(1, n),
    hex: (digits) =>
      take(Math.ceil(digits / 2))
        .toString('hex')
        .slice(0, digits),
  }
}
