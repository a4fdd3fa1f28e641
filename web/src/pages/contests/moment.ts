/** How far the clock of a time zone is ahead of UTC at a moment. */
function ahead(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  const there = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return there - Math.floor(at / 1000) * 1000
}

/** `2026-03-01T18:00`, as a field for date and time has it, by the clock of the contest's own time zone. */
export const toField = (at: number, timeZone: string): string =>
  new Date(at + ahead(at, timeZone)).toISOString().slice(0, 16)

/** The moment that a field says; null while it says none. */
export function fromField(text: string, timeZone: string): number | null {
  const there = Date.parse(`${text}:00.000Z`)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) || Number.isNaN(there)) return null
  const guess = there - ahead(there, timeZone)
  // Once more: a change to or from summer time may lie between the guess and the moment.
  return there - ahead(guess, timeZone)
}

/** `2026-03-01 18:00` in the time zone of the contest. */
export const inZone = (at: number, timeZone: string): string => toField(at, timeZone).replace('T', ' ')

const HOUR_MS = 3_600_000

/** How long until then, in days while there are several: a month is no measure for a deadline. */
export function leftUntil(at: number, now: number, language: 'zh' | 'en'): string {
  const format = new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'always' })
  const apart = at - now
  if (Math.abs(apart) >= 48 * HOUR_MS) return format.format(Math.trunc(apart / (24 * HOUR_MS)), 'day')
  if (Math.abs(apart) >= HOUR_MS) return format.format(Math.trunc(apart / HOUR_MS), 'hour')
  return format.format(Math.trunc(apart / 60_000), 'minute')
}
