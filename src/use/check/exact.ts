import type { Cell } from '../../platform/engine/index.ts'

/**
 * Exact sums of statistics as they come from the engine: numbers where a double holds them, else text. Integers and
 * decimals are added as whole numbers of their smallest unit; DOUBLE in the order of size, so that the same values
 * give the same sum in whatever order an engine brings them.
 */
export function addCells(type: string, values: readonly Cell[]): Cell {
  const given = values.filter((value) => value !== null)
  if (given.length === 0) return null
  const scale = scaleOf(type)
  return scale === null ? addDoubles(given.map(Number)) : addExact(given, scale)
}

/** `whole` without `parts`, exact as `addCells`. */
export const subtractCells = (type: string, whole: Cell, parts: readonly Cell[]): Cell =>
  addCells(type, [whole, ...parts.map(negated)])

function negated(value: Cell): Cell {
  if (typeof value === 'number') return -value
  if (typeof value !== 'string') return value
  return value.startsWith('-') ? value.slice(1) : `-${value}`
}

/** Digits after the point; null for floating types. */
function scaleOf(type: string): number | null {
  const decimal = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type)
  if (decimal) return Number(decimal[1])
  return /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type) ? 0 : null
}

function addExact(values: readonly Cell[], scale: number): Cell {
  if (scale === 0 && values.every((value) => Number.isSafeInteger(value))) {
    let sum = 0
    for (const value of values) sum += value as number
    if (Number.isSafeInteger(sum)) return sum
  }
  let sum = 0n
  for (const value of values) sum += unitsOf(String(value), scale)
  return cellOf(sum, scale)
}

const MOST_DIGITS = 999_999_999_999_999n

/** As the engine's own values come: a number where a double holds it, else text. */
function cellOf(units: bigint, scale: number): Cell {
  const size = units < 0n ? -units : units
  if (scale === 0) return Number.isSafeInteger(Number(units)) ? Number(units) : String(units)
  const digits = String(size).padStart(scale + 1, '0')
  const text = `${units < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return size <= MOST_DIGITS ? Number(text) : text
}

/** @throws TypeError for what is no decimal number: a statistic of such a type is never text of anything else */
function unitsOf(text: string, scale: number): bigint {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text)
  if (!match || (match[2] === '' && match[3] === '')) throw new TypeError('a statistic is no exact number')
  const [, sign, whole, fraction, exponent] = match
  const shift = scale - fraction!.length + Number(exponent ?? 0)
  const digits = BigInt(`${whole}${fraction}`)
  // A double with an exponent may carry more digits than the type has: they are zeros.
  const units = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
  return sign === '-' ? -units : units
}

/** Neumaier's sum over values in order of size. */
function addDoubles(values: readonly number[]): Cell {
  let sum = 0
  let lost = 0
  for (const value of [...values].sort((a, b) => a - b)) {
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  const total = sum + lost
  return Number.isFinite(total) ? total : String(total)
}

/** Are sums of this type exact? */
export const isExact = (type: string): boolean => scaleOf(type) !== null
