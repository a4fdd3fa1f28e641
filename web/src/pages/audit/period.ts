export const PERIODS = ['daily', 'weekly', 'monthly'] as const
export type Period = (typeof PERIODS)[number]

/** The last whole day, week (from Monday) or month before `now`, where the reader is. */
export function lastPeriod(kind: Period, now: number): { from: number; until: number } {
  const until = new Date(now)
  until.setHours(0, 0, 0, 0)
  if (kind === 'weekly') until.setDate(until.getDate() - ((until.getDay() + 6) % 7))
  if (kind === 'monthly') until.setDate(1)
  const from = new Date(until)
  if (kind === 'daily') from.setDate(from.getDate() - 1)
  if (kind === 'weekly') from.setDate(from.getDate() - 7)
  if (kind === 'monthly') from.setMonth(from.getMonth() - 1)
  return { from: from.getTime(), until: until.getTime() }
}
