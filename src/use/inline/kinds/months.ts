/** Months as whole numbers, so that they can be counted: January of the year 0 is 0. */

export const monthOf = (text: string): number =>
  Number(text.slice(0, 4)) * 12 + Number(text.replace('-', '').slice(4, 6)) - 1

export const firstDayOf = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`

const DAY_MS = 86_400_000

/** The `count` full months before the month of `today` (`2025-03-14`), and the days that they span. */
export function lastMonths(
  today: string,
  count: number,
): { first: number; last: number; from: string; until: string } {
  const now = monthOf(today)
  const until = new Date(Date.parse(firstDayOf(now)) - DAY_MS).toISOString().slice(0, 10)
  return { first: now - count, last: now - 1, from: firstDayOf(now - count), until }
}
