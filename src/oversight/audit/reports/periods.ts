import type { ReportKind } from '../model.ts'

export interface Period {
  readonly kind: ReportKind
  readonly from: number
  readonly until: number
}

const DAY_MS = 86_400_000

/**
 * The last whole day, week (Monday to Sunday) and month before a moment, in a zone that is `ahead` ms of UTC. Pure. A
 * zone whose clocks change is off by that hour for the days that began before the change.
 */
export function lastPeriods(now: number, ahead: number): Period[] {
  const local = now + ahead
  const today = Math.floor(local / DAY_MS)
  // 1970-01-01 was a Thursday.
  const monday = today - ((today + 3) % 7)
  const date = new Date(local)
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  const before = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1)
  const days = (from: number, until: number) => ({
    from: from * DAY_MS - ahead,
    until: until * DAY_MS - ahead,
  })
  return [
    { kind: 'daily', ...days(today - 1, today) },
    { kind: 'weekly', ...days(monday - 7, monday) },
    { kind: 'monthly', from: before - ahead, until: month - ahead },
  ]
}

/** ms that a zone is ahead of UTC at a moment. */
export function aheadOf(zone: string, at: number): number {
  const text = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')!.value
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
}
