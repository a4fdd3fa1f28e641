import {
  exact,
  type Exact,
  isExact,
  isNumeric,
  parseExact,
  type Plain,
  rescale,
  tenTo,
  toDouble,
} from './value.ts'

/** Arithmetic on numbers: exact between whole numbers and decimals, else in doubles; null where there is no value. */
export type Numeric = number | Exact

const onDigits =
  (apply: (a: bigint, b: bigint) => bigint) =>
  (a: Exact, b: Exact): Exact => {
    const scale = Math.max(a.scale, b.scale)
    return exact(apply(rescale(a, scale).digits, rescale(b, scale).digits), scale)
  }
const addDigits = onDigits((a, b) => a + b)
const subtractDigits = onDigits((a, b) => a - b)
const remainder = onDigits((a, b) => a % b)

export const add = (a: Numeric, b: Numeric): Numeric =>
  isExact(a) && isExact(b) ? addDigits(a, b) : toDouble(a) + toDouble(b)
export const subtract = (a: Numeric, b: Numeric): Numeric =>
  isExact(a) && isExact(b) ? subtractDigits(a, b) : toDouble(a) - toDouble(b)
export const multiply = (a: Numeric, b: Numeric): Numeric =>
  isExact(a) && isExact(b) && a.scale + b.scale <= 38
    ? exact(a.digits * b.digits, a.scale + b.scale)
    : toDouble(a) * toDouble(b)
/** The sign is that of the first. What is divided by 0 is missing, here as below: no number of SQL's. */
export const modulo = (a: Numeric, b: Numeric): Numeric | null =>
  isExact(a) && isExact(b) ? (b.digits === 0n ? null : remainder(a, b)) : toDouble(a) % toDouble(b)
export const divide = (a: Numeric, b: Numeric): number => toDouble(a) / toDouble(b)
export const negate = (a: Numeric): Numeric => (isExact(a) ? { ...a, digits: -a.digits } : -a)
export const abs = (a: Numeric): Numeric =>
  isExact(a) ? { ...a, digits: a.digits < 0n ? -a.digits : a.digits } : Math.abs(a)

/** Half goes away from zero. */
const roundDouble = (value: number): number => Math.sign(value) * Math.round(Math.abs(value))

export function round(value: Numeric, places: number): Numeric {
  if (isExact(value)) {
    if (places >= value.scale) return value
    const near = rescale(value, Math.max(0, places))
    return places >= 0 ? near : toTens(rescaleTo(value, places), -places)
  }
  const step = 10 ** Math.abs(places)
  const rounded = places >= 0 ? roundDouble(value * step) / step : roundDouble(value / step) * step
  return Number.isFinite(rounded) ? rounded : value
}

/** Whole tens, hundreds …: how many of them are nearest. */
const rescaleTo = ({ digits, scale }: Exact, places: number): bigint => {
  const step = tenTo(scale - places)
  return (digits + (digits < 0n ? -step / 2n : step / 2n)) / step
}
const toTens = (digits: bigint, power: number): Exact => exact(digits * tenTo(power))

/** floor (`up` false) and ceil. */
export function toWhole(value: Numeric, up: boolean): Numeric {
  if (!isExact(value)) return up ? Math.ceil(value) : Math.floor(value)
  const step = tenTo(value.scale)
  const whole = value.digits / step
  const rest = value.digits % step
  if (rest === 0n) return exact(whole)
  return exact(up ? (rest > 0n ? whole + 1n : whole) : rest < 0n ? whole - 1n : whole)
}

/** Where the engine would fail on a row (the root or logarithm of what has none), there is no value. */
export const sqrt = (a: Numeric): number | null => (toDouble(a) < 0 ? null : Math.sqrt(toDouble(a)))
export const ln = (a: Numeric): number | null => (toDouble(a) <= 0 ? null : Math.log(toDouble(a)))
export const exp = (a: Numeric): number => Math.exp(toDouble(a))
export const power = (a: Numeric, b: Numeric): number => toDouble(a) ** toDouble(b)

const INT64 = 1n << 63n
const within = (digits: bigint): Exact | null => (digits >= -INT64 && digits < INT64 ? exact(digits) : null)

/** CAST to BIGINT: a double goes to the even neighbour, a decimal and a text away from zero; null where none fits. */
export function toInteger(value: Plain): Exact | null {
  if (typeof value === 'boolean') return exact(value ? 1n : 0n)
  if (typeof value === 'string') {
    const found = parseExact(spoken(value))
    return found && within(rescale(found, 0).digits)
  }
  if (isExact(value)) return within(rescale(value, 0).digits)
  if (!Number.isFinite(value)) return null
  const near = Math.round(value)
  return within(BigInt(Math.abs(value % 1) === 0.5 && near % 2 !== 0 ? near - 1 : near))
}

/** CAST to DOUBLE; null where the text is no number. */
export function toDoubleValue(value: Plain): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (isNumeric(value)) return toDouble(value)
  const text = spoken(value)
  return /\d/.test(text) && /^[+-]?\d*(\.\d*)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : null
}

/** Spaces around and single underscores between digits are let through. */
const spoken = (text: string): string => text.trim().replaceAll(/(?<=\d)_(?=\d)/g, '')
