/**
 * Contributions are compared by 32-bit tokens, persons are ordered by a 32-bit hash. Both are keyed: nobody outside
 * can choose contributions that collide, or know which persons stand first.
 */
export interface Hasher {
  /** Of a dense insured number; no two numbers have the same. */
  person(number: number): number
  /** Of one person's part of a statistic, rounded to ten significant digits. */
  token(part: number): number
}

/** Digits of a sum that do not depend on the order in which its values were added. */
const DIGITS = 10
/** Where rounding turns. Away from every short decimal, so that a tie never hangs on the last bit of a sum. */
const TURN = 0.5236067977499789

/** `x` to ten significant digits; −0 is 0. The same for every order of additions that gives `x` but for its last bits. */
export function significant(x: number): number {
  if (x === (x | 0)) return x | 0
  // Money: whole hundredths are what rounding gives, too.
  if (Math.abs(x) < 1e7 && Math.round(x * 100) / 100 === x) return x
  if (!Number.isFinite(x)) return x
  const exponent = Math.floor(Math.log10(Math.abs(x))) - (DIGITS - 1)
  if (exponent < -300) return 0
  if (exponent >= 0) {
    const unit = 10 ** exponent
    return Math.floor(x / unit + TURN) * unit
  }
  const scale = 10 ** -exponent
  return Math.floor(x * scale + TURN) / scale + 0
}

const SMALL = 256

/** @param seed four 32-bit words, from the key of the project */
export function createHasher(seed: Uint32Array): Hasher {
  const [s0, s1, s2, s3] = seed as unknown as [number, number, number, number]
  const double = new Float64Array(1)
  const words = new Uint32Array(double.buffer)
  const tokenOf = (part: number) => {
    double[0] = significant(part) + 0
    return mix(mix(words[0]! ^ s2) ^ (words[1]! + s3))
  }
  // How often somebody was there: nearly all parts of a count.
  const small = Uint32Array.from({ length: SMALL }, (_, part) => tokenOf(part))
  return {
    person: (number) => (mix(number ^ s0) ^ s1) >>> 0,
    token: (part) => (part >= 0 && part < SMALL && part === (part | 0) ? small[part]! : tokenOf(part)),
  }
}

/** A bijection of 32-bit words with good avalanche (lowbias32 of C. Wellons). */
export function mix(word: number): number {
  let x = word | 0
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}
