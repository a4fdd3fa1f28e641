/**
 * The shape of one cell's text, found by an automaton that reads each byte once. A column's type follows from the
 * shapes of all its cells, so that inference sees the whole file and costs one table look-up per byte.
 */
export const INTEGER = 1
export const DECIMAL = 2
export const DATE = 4
/** `YYYY-MM-DD hh:mm:ss[.f]` */
export const STAMP_SPACE = 8
/** `YYYY-MM-DDThh:mm:ss[.f]` */
export const STAMP_T = 16
/** `YYYY-MM-DDThh:mm:ss[.f]Z` */
export const STAMP_Z = 32
export const TEXT = 64
/** `""`: an empty text, unlike an empty field, which is NULL. */
export const EMPTY_QUOTED = 128

export const DATED = DATE | STAMP_SPACE | STAMP_T | STAMP_Z

/** Longest fraction that is kept as a number; a longer one stays text. */
export const MAX_SCALE = 18

/** Byte classes. The first four end or break a cell; the rest drive the automaton. */
export const DELIMITER = 0
export const LF = 1
export const CR = 2
export const QUOTE = 3
const [MINUS, DOT, COLON, T, Z, SPACE, D0, D1, D2, D3, D45, D678, D9, OTHER] = [...Array(14).keys()].map(
  (i) => i + 4,
) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]
const DIGITS = [D0, D1, D2, D3, D45, D678, D9]
const NON_ZERO = DIGITS.slice(1)
const TO_5 = [D0, D1, D2, D3, D45]

/** Byte → class for one delimiter. */
export function byteClasses(delimiter: number): Uint8Array {
  const classes = new Uint8Array(256).fill(OTHER)
  const set = (text: string, value: number) => {
    for (const char of text) classes[char.charCodeAt(0)] = value
  }
  set('-', MINUS)
  set('.', DOT)
  set(':', COLON)
  set('T', T)
  set('Z', Z)
  set(' ', SPACE)
  set('0', D0)
  set('1', D1)
  set('2', D2)
  set('3', D3)
  set('45', D45)
  set('678', D678)
  set('9', D9)
  set('\n', LF)
  set('\r', CR)
  set('"', QUOTE)
  classes[delimiter] = DELIMITER
  return classes
}

export interface Automaton {
  /** `next[state * 32 + class]`; state 0 is the start. */
  readonly next: Uint8Array
  /** Shape of a cell that ends in the state. */
  readonly shape: Uint8Array
  /** Digits after the point, in states of a decimal. */
  readonly scale: Uint8Array
  /** The state that nothing leaves: text. */
  readonly text: number
}

/** Builds the automaton: JSON-like integers, decimals with a point, ISO dates and times. All else is text. */
export function buildAutomaton(): Automaton {
  const next = new Uint8Array(256 * 32)
  const shape = new Uint8Array(256).fill(TEXT)
  const scale = new Uint8Array(256)
  let count = 0
  const state = (of = TEXT) => {
    shape[count] = of
    return count++
  }
  const edge = (from: number, classes: readonly number[], to: number) => {
    for (const symbol of classes) next[from * 32 + symbol] = to
  }
  const start = state()
  const text = state()
  next.fill(text)

  const point = state()
  const fractions = Array.from({ length: MAX_SCALE }, () => state(DECIMAL))
  edge(point, DIGITS, fractions[0]!)
  fractions.forEach((from, i) => {
    scale[from] = i + 1
    if (i + 1 < MAX_SCALE) edge(from, DIGITS, fractions[i + 1]!)
  })
  const negative = state()
  const zero = state(INTEGER)
  const digits = state(INTEGER)
  edge(start, [MINUS], negative)
  edge(negative, [D0], zero)
  edge(start, [D0], zero)
  edge(negative, NON_ZERO, digits)
  edge(digits, DIGITS, digits)
  edge(zero, [DOT], point)
  edge(digits, [DOT], point)

  const [y1, y2, y3, y4] = [state(INTEGER), state(INTEGER), state(INTEGER), state(INTEGER)]
  edge(start, NON_ZERO, y1)
  edge(y1, DIGITS, y2)
  edge(y2, DIGITS, y3)
  edge(y3, DIGITS, y4)
  edge(y4, DIGITS, digits)
  for (const year of [y1, y2, y3, y4]) edge(year, [DOT], point)

  const [month, month0, month1, monthEnd] = [state(), state(), state(), state()]
  edge(y4, [MINUS], month)
  edge(month, [D0], month0)
  edge(month, [D1], month1)
  edge(month0, NON_ZERO, monthEnd)
  edge(month1, [D0, D1, D2], monthEnd)
  const [day, day0, day12, day3, date] = [state(), state(), state(), state(), state(DATE)]
  edge(monthEnd, [MINUS], day)
  edge(day, [D0], day0)
  edge(day, [D1, D2], day12)
  edge(day, [D3], day3)
  edge(day0, NON_ZERO, date)
  edge(day12, DIGITS, date)
  edge(day3, [D0, D1], date)

  for (const [separator, plain] of [
    [SPACE, STAMP_SPACE],
    [T, STAMP_T],
  ] as const) {
    const [hour, hour01, hour2, hourEnd] = [state(), state(), state(), state()]
    edge(date, [separator], hour)
    edge(hour, [D0, D1], hour01)
    edge(hour, [D2], hour2)
    edge(hour01, DIGITS, hourEnd)
    edge(hour2, [D0, D1, D2, D3], hourEnd)
    const [minute, minute1, minuteEnd] = [state(), state(), state()]
    edge(hourEnd, [COLON], minute)
    edge(minute, TO_5, minute1)
    edge(minute1, DIGITS, minuteEnd)
    const [second, second1, secondEnd] = [state(), state(), state(plain)]
    edge(minuteEnd, [COLON], second)
    edge(second, TO_5, second1)
    edge(second1, DIGITS, secondEnd)
    const parts = Array.from({ length: 6 }, () => state(plain))
    const stampPoint = state()
    edge(secondEnd, [DOT], stampPoint)
    edge(stampPoint, DIGITS, parts[0]!)
    parts.slice(1).forEach((to, i) => edge(parts[i]!, DIGITS, to))
    if (plain !== STAMP_T) continue
    const utc = state(STAMP_Z)
    for (const from of [secondEnd, ...parts]) edge(from, [Z], utc)
  }
  // D45 holds 4 and 5, D678 holds 6 to 8: `TO_5` above is exact.
  return { next, shape, scale, text }
}

/** Days 29 to 31 need the calendar: the automaton lets every month have 31. `at` is where YYYY-MM-DD begins. */
export function isCalendarDay(bytes: Uint8Array, at: number): boolean {
  const tens = bytes[at + 8]! - 48
  const ones = bytes[at + 9]! - 48
  const day = tens * 10 + ones
  if (day < 29) return true
  const month = (bytes[at + 5]! - 48) * 10 + bytes[at + 6]! - 48
  if (month !== 2) return day < 31 || ![4, 6, 9, 11].includes(month)
  const year =
    (bytes[at]! - 48) * 1000 + (bytes[at + 1]! - 48) * 100 + (bytes[at + 2]! - 48) * 10 + bytes[at + 3]! - 48
  return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
