import type { Tongue } from './words.ts'

/** `2026年3月5日 18:00` or `5 March 2026 at 18:00`, in the time zone of the contest. */
export const whenText = (at: number, timeZone: string, tongue: Tongue): string =>
  formatOf(timeZone, tongue, true).format(at)

export const dayText = (at: number, timeZone: string, tongue: Tongue): string =>
  formatOf(timeZone, tongue, false).format(at)

/** Making one takes a hundred times as long as using it; there are as many as there are time zones. */
const made = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string, tongue: Tongue, clock: boolean): Intl.DateTimeFormat {
  const key = `${tongue} ${clock} ${timeZone}`
  const known = made.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat(tongue === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    ...(clock ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : {}),
  })
  made.set(key, format)
  return format
}
