/** A fraction in lowest terms with a positive denominator: places are decided without rounding. */
export interface Exact {
  readonly n: bigint
  readonly d: bigint
}

export const ZERO: Exact = { n: 0n, d: 1n }

const SMALL = BigInt(Number.MAX_SAFE_INTEGER)

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b]
  // Most fractions are small, and plain numbers are much quicker.
  if (x <= SMALL && y <= SMALL) {
    let [p, q] = [Number(x), Number(y)]
    while (q !== 0) [p, q] = [q, p % q]
    return BigInt(p)
  }
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

function reduced(n: bigint, d: bigint): Exact {
  if (d === 0n) throw new RangeError('a fraction over nothing')
  if (d === 1n) return { n, d }
  const by = gcd(n, d < 0n ? -d : d) || 1n
  return d < 0n ? { n: -n / by, d: -d / by } : { n: n / by, d: d / by }
}

/** The number that a person reads: 0.1 is a tenth. @throws RangeError on what is no finite number */
export function exact(value: number): Exact {
  if (Number.isSafeInteger(value)) return { n: BigInt(value), d: 1n }
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))
  if (!parts) throw new RangeError(`no finite number: ${value}`)
  const [, sign, whole = '', part = '', power = '0'] = parts
  const digits = BigInt(whole + part) * (sign ? -1n : 1n)
  const shift = Number(power) - part.length
  return shift >= 0 ? { n: digits * 10n ** BigInt(shift), d: 1n } : reduced(digits, 10n ** BigInt(-shift))
}

export const plus = (a: Exact, b: Exact): Exact =>
  a.d === b.d ? reduced(a.n + b.n, a.d) : reduced(a.n * b.d + b.n * a.d, a.d * b.d)
export const minus = (a: Exact, b: Exact): Exact => reduced(a.n * b.d - b.n * a.d, a.d * b.d)
export const times = (a: Exact, b: Exact): Exact => reduced(a.n * b.n, a.d * b.d)
export const over = (a: Exact, b: Exact): Exact => reduced(a.n * b.d, a.d * b.n)
export const sum = (all: readonly Exact[]): Exact => all.reduce(plus, ZERO)
/** Of at least one. */
export const mean = (all: readonly Exact[]): Exact => over(sum(all), { n: BigInt(all.length), d: 1n })

/** Below 0: the first is less. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const SHOWN = 1_000_000n

/** Rounded to six digits, halves up: what is kept and shown. */
export const shown = ({ n, d }: Exact): number => {
  const doubled = 2n * n * SHOWN + d
  const by = 2n * d
  const floor = doubled / by - (doubled % by !== 0n && doubled < 0n ? 1n : 0n)
  return Number(floor) / Number(SHOWN)
}

/** A measured number on a grid of a millionth: from here on it is exact, and what differs less is equal. */
export const gridded = (value: number): Exact => reduced(BigInt(Math.round(value * 1e6)), SHOWN)
