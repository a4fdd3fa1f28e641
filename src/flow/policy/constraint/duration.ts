const DURATION =
  /^P(?!$)(?:(\d{1,6})W|(?:(\d{1,6})D)?(?:T(?!$)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?)$/

/**
 * An ISO 8601 duration of weeks, days, hours, minutes and seconds in ms. Months and years have no fixed length and
 * are refused.
 * @returns null when the text is no such duration, or none at all
 */
export function parseDuration(text: string): number | null {
  const found = DURATION.exec(text)
  if (!found) return null
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0))
  const ms = ((weeks! * 7 + days!) * 24 + hours!) * 3_600_000 + minutes! * 60_000 + seconds! * 1000
  return ms > 0 ? ms : null
}

export interface Rate {
  readonly times: number
  /** ms. */
  readonly per: number
}

/** `100/PT1H`: so many times in each such span. */
export function parseRate(text: string): Rate | null {
  const at = text.indexOf('/')
  const times = at > 0 ? parseWhole(text.slice(0, at)) : null
  const per = parseDuration(text.slice(at + 1))
  return times === null || per === null ? null : { times, per }
}

/** A whole number that is not negative, as text; no sign, no leading zero, exact in a double. */
export function parseWhole(text: string): number | null {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) return null
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : null
}

export interface DayWindow {
  /** Minutes after midnight; `to` is not part of the window, and may lie before `from`: over midnight. */
  readonly from: number
  readonly to: number
}

/** `T08:00/T18:00`: hours of a day. */
export function parseDayWindow(text: string): DayWindow | null {
  const found = /^T([01]\d|2[0-3]):([0-5]\d)\/T([01]\d|2[0-4]):([0-5]\d)$/.exec(text)
  if (!found) return null
  const [a, b, c, d] = found.slice(1).map(Number) as [number, number, number, number]
  const from = a * 60 + b
  const to = c * 60 + d
  return from === to || to > 24 * 60 ? null : { from, to }
}

export const inDayWindow = ({ from, to }: DayWindow, minute: number): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** ISO 8601 with offset → ms since 1970; null for anything else. A day that does not exist is refused. */
export function parseInstant(text: string): number | null {
  if (!INSTANT.test(text)) return null
  const day = text.slice(0, 10)
  const calendar = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(calendar.getTime()) || calendar.toISOString().slice(0, 10) !== day) return null
  const at = Date.parse(text)
  return Number.isNaN(at) || at <= 0 || at > LAST_INSTANT ? null : at
}

/** The last moment of the year 9999. */
export const LAST_INSTANT = 253_402_300_799_999
