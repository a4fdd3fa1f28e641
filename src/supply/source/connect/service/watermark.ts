import { dateFormat } from '../../../../kernel/date-format.ts'
/** Forms of time that national tables and services write; groups: date, mark between, time, fraction, zone. */
const TIME = /^(\d{4}-\d\d-\d\d)([ T])(\d\d:\d\d:\d\d)([.,]\d+)?(Z|[+-]\d\d:?\d\d)?$/
const COMPACT = /^((?:19|20)\d{2})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/
const DAY = /^\d{4}-\d\d-\d\d$/
const WHOLE = /^-?\d+$/
const DAY_SECONDS = 86_400

/** The later of two watermarks: whole numbers by value, everything else (times of one form) by its text. */
export function later(a: string | null, b: string | null): string | null {
  if (a === null) return b
  if (b === null) return a
  if (WHOLE.test(a) && WHOLE.test(b)) return BigInt(a) >= BigInt(b) ? a : b
  return a >= b ? a : b
}

/** A watermark some seconds (of a time) or units (of a number) earlier, in its own form; unknown forms stay. */
export function setBack(mark: string, by: number): string {
  if (by === 0) return mark
  const compact = COMPACT.exec(mark)
  if (compact) {
    const [, y, mo, d, h, mi, s, fraction = ''] = compact
    return `${earlier(`${y}-${mo}-${d}T${h}:${mi}:${s}`, by).replaceAll(/\D/g, '')}${fraction}`
  }
  if (WHOLE.test(mark)) return String(BigInt(mark) - BigInt(by))
  const time = TIME.exec(mark)
  if (time) {
    const [, day, between, clock, fraction = '', zone = ''] = time
    return `${earlier(`${day}T${clock}`, by).replace('T', between!)}${fraction}${zone}`
  }
  return DAY.test(mark)
    ? earlier(`${mark}T00:00:00`, Math.ceil(by / DAY_SECONDS) * DAY_SECONDS).slice(0, 10)
    : mark
}

/** By the clock on the wall: the same form before and after, so no zone is needed. */
function earlier(wall: string, seconds: number): string {
  const at = Date.parse(`${wall}Z`)
  return Number.isNaN(at) ? wall : new Date(at - seconds * 1000).toISOString().slice(0, 19)
}

/** True for a time later than a moment. Numbers and unknown forms are never later: they follow no clock. */
export function isAfter(mark: string, { at, wall }: Moment): boolean {
  const time = TIME.exec(mark)
  if (time?.[5] !== undefined) return Date.parse(mark.replace(',', '.').replace(' ', 'T')) > at
  const compact = COMPACT.exec(mark)
  if (!time && !compact && !DAY.test(mark)) return false
  const digits = mark.replaceAll(/\D/g, '').slice(0, 14)
  return digits > wall.slice(0, digits.length)
}

/** A moment in ms, and as clocks of a zone show it: `20260105093000`. */
export interface Moment {
  readonly at: number
  readonly wall: string
}

export function momentIn(at: number, timeZone: string): Moment {
  const format = dateFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return { at, wall: format.format(at).replaceAll(/\D/g, '') }
}
