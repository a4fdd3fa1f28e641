export interface Style {
  readonly language: 'zh' | 'en'
  readonly numbers: 'full' | 'short'
}

const two = (value: number) => String(value).padStart(2, '0')

/** `2026-11-21 14:05`, in the reader's time zone. */
export function date(ms: number): string {
  const d = new Date(ms)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`
}

export const day = (ms: number): string => date(ms).slice(0, 10)
export const clock = (ms: number): string => date(ms).slice(11)

/** 1,234,567, or 123.46 万 / 1.23 亿 (1.23 M / 1.23 B in English) when the reader chose short numbers. */
export function number(value: number, style: Style, digits = 0): string {
  if (style.numbers === 'short') {
    const short = shorten(value, style.language)
    if (short) return short
  }
  return exact(value, digits)
}

/** Always every digit. */
export function exact(value: number, digits = 0): string {
  return new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits || 4,
  }).format(value)
}

const ZH_STEPS = [
  [1e8, ' 亿'],
  [1e4, ' 万'],
] as const
const EN_STEPS = [
  [1e9, ' B'],
  [1e6, ' M'],
  [1e4, ' K'],
] as const

function shorten(value: number, language: 'zh' | 'en'): string | null {
  for (const [size, unit] of language === 'zh' ? ZH_STEPS : EN_STEPS) {
    if (Math.abs(value) >= size) return `${exact(value / (unit === ' K' ? 1e3 : size), 2)}${unit}`
  }
  return null
}

/** Integer 分 with its currency → ¥1,234.50. */
export function money(amount: number, currency: string): string {
  return new Intl.NumberFormat('zh-CN', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).format(amount / 100)
}

/** A share: 0.9963 → 99.63%. */
export const percent = (share: number): string => `${exact(share * 100, 2)}%`

export function bytes(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(size) / 10))
  return `${exact(size / 1024 ** step, step === 0 ? 0 : 1)} ${units[step]}`
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]

/** 3 分钟前 / 3 minutes ago. */
export function relative(ms: number, now: number, language: 'zh' | 'en'): string {
  const apart = ms - now
  const [unit, size] = UNITS.find(([, each]) => Math.abs(apart) >= each) ?? ['second' as const, 1000]
  const format = new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'always' })
  return format.format(Math.trunc(apart / size), unit)
}

/** 820 → 820 ms, 1530 → 1.5 s, 75000 → 1:15 min, 7200000 → 2:00 h. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.floor(ms / 1000)
  if (ms < 3_600_000) return `${Math.floor(seconds / 60)}:${two(seconds % 60)} min`
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)} h`
}
