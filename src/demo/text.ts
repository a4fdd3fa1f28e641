/**
 * Rows are built as "byte strings": JavaScript strings in which every character stands for one UTF-8 byte, so
 * that they stay one byte a character and reach the file by a plain copy.
 */
export const toBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
export const fromBytes = (row: string): string => Buffer.from(row, 'latin1').toString('utf8')

const FIRST = Date.UTC(1900, 0, 1)
const DAY_MS = 86_400_000

export const pad = (value: number, width: number): string => String(value).padStart(width, '0')

/** Number of a day, counted from 1900-01-01. */
export const dayOf = (year: number, month: number, day: number): number =>
  Math.round((Date.UTC(year, month - 1, day) - FIRST) / DAY_MS)

/** Day number → `2024-01-31`. */
export const DAY_TEXT: readonly string[] = calendar()
/** Day number → `20240131`. */
export const DAY_COMPACT: readonly string[] = DAY_TEXT.map(
  (text) => text.slice(0, 4) + text.slice(5, 7) + text.slice(8),
)

function calendar(): string[] {
  const days: string[] = []
  for (let year = 1900; year <= 2060; year++) {
    for (let month = 1; month <= 12; month++) {
      const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
      for (let day = 1; day <= length; day++) days.push(`${year}-${pad(month, 2)}-${pad(day, 2)}`)
    }
  }
  return days
}

/** The demo covers two years. */
export const FIRST_DAY = dayOf(2024, 1, 1)
export const LAST_DAY = dayOf(2025, 12, 31)

export const TWO: readonly string[] = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'))

/** Seconds of a day → `09:05:00`. */
export const clockText = (seconds: number): string =>
  `${TWO[Math.floor(seconds / 3600)]}:${TWO[Math.floor(seconds / 60) % 60]}:${TWO[seconds % 60]}`

/** 分 → yuan with two decimals. */
export function yuan(fen: number): string {
  if (fen === 0) return '0.00'
  if (fen < 0) return `-${yuan(-fen)}`
  return `${Math.floor(fen / 100)}.${TWO[fen % 100]}`
}
