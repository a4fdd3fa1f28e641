/** Digits that Excel computes with and shows; what its files hold beyond them are traces of binary fractions. */
const DIGITS = 15
const STORED = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d{1,3}))?$/

/**
 * The stored text of a number as a plain decimal of at most 15 significant digits, without ever being a float:
 * `1.1000000000000001` → `1.1`, `3.1E-2` → `0.031`. Null when it is no number, or an integer too long to be exact: an
 * identity number that was typed in as a number has lost its last digits already.
 */
export function plainDecimal(stored: string): string | null {
  const found = STORED.exec(stored)
  if (!found) return null
  const [, minus, whole, fraction = '', exponent = '0'] = found
  const all = `${whole}${fraction}`
  const digits = all.replace(/^0+/, '')
  if (digits === '') return '0'
  // Value = 0.digits × 10^point
  let point = whole!.length - (all.length - digits.length) + Number(exponent)
  let kept = digits
  if (digits.length > DIGITS) {
    const rounded = String(BigInt(digits.slice(0, DIGITS)) + (digits.charCodeAt(DIGITS) >= 53 ? 1n : 0n))
    point += rounded.length - DIGITS
    kept = rounded
  }
  kept = kept.replace(/0+$/, '')
  if (point > DIGITS) return null
  if (point < -300) return '0'
  const text =
    point <= 0
      ? `0.${'0'.repeat(-point)}${kept}`
      : kept.length <= point
        ? kept.padEnd(point, '0')
        : `${kept.slice(0, point)}.${kept.slice(point)}`
  return `${minus}${text}`
}

/** How a number format shows a number, as far as it changes what is read. */
export interface NumberForm {
  readonly kind: 'number' | 'date' | 'datetime' | 'time' | 'duration'
  /** Least digits before and after the point: `00000` shows 123 as 00123, `0.00` shows 1.5 as 1.50. */
  readonly whole: number
  readonly places: number
  /** Seconds are shown with a fraction. */
  readonly fraction: boolean
}

const PLAIN: NumberForm = { kind: 'number', whole: 1, places: 0, fraction: false }
const DATES = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58])
const TIMES = new Set([18, 19, 20, 21, 32, 33, 45, 55, 56])
const BUILT_IN: Readonly<Record<number, string>> = {
  2: '0.00',
  4: '#,##0.00',
  39: '#,##0.00',
  40: '#,##0.00',
}

/** What a format id means (ECMA-376, part 1, 18.8.30), with the code of those that the file defines. */
export function formOf(id: number, codes: ReadonlyMap<number, string>): NumberForm {
  const code = codes.get(id)
  if (code !== undefined) return formOfCode(code)
  if (DATES.has(id)) return { ...PLAIN, kind: 'date' }
  if (id === 22) return { ...PLAIN, kind: 'datetime' }
  if (TIMES.has(id)) return { ...PLAIN, kind: 'time' }
  if (id === 47) return { ...PLAIN, kind: 'time', fraction: true }
  if (id === 46) return { ...PLAIN, kind: 'duration' }
  return formOfCode(BUILT_IN[id] ?? 'General')
}

function formOfCode(code: string): NumberForm {
  const first = code.replaceAll(/"[^"]*"|\\.|_.|\*./g, '').split(';')[0]!
  if (/\[(?:h+|m+|s+)\]/i.test(first)) return { ...PLAIN, kind: 'duration' }
  const bare = first.replaceAll(/\[[^\]]*\]/g, '')
  if (/general/i.test(bare)) return PLAIN
  const times = /[hs]|上午|下午|am\/pm/i.test(bare)
  const days = /[yd]|(?<![hs:]\s*)m(?!\s*:)/i.test(bare)
  const fraction = /s\.0/i.test(bare)
  if (times && /[yd]/i.test(bare)) return { ...PLAIN, kind: 'datetime', fraction }
  if (times) return { ...PLAIN, kind: 'time', fraction }
  if (days) return { ...PLAIN, kind: 'date' }
  if (!/^[^0#?]*[0#?,]+(?:\.0+)?[^0#?]*$/.test(bare) || /[%eE/]/.test(bare)) return PLAIN
  const places = /\.(0+)/.exec(bare)?.[1]?.length ?? 0
  const whole = /^[^0#?]*(0+)(?:\.|[^0#?,]|$)/.exec(bare)?.[1]?.length ?? 1
  return { kind: 'number', whole, places, fraction: false }
}

/** A plain decimal with the digits that its format shows at least; digits that it hides are kept. */
export function shown(decimal: string, { whole, places }: NumberForm): string {
  const minus = decimal.startsWith('-') ? '-' : ''
  const [before, after = ''] = decimal.slice(minus.length).split('.')
  const fraction = after.padEnd(places, '0')
  return `${minus}${before!.padStart(whole, '0')}${fraction === '' ? '' : `.${fraction}`}`
}

const DAY_MS = 86_400_000
const LAST_DAY = 2_958_465

/**
 * A serial number as ISO 8601 text: `2024-01-31`, `2024-01-31 08:00:00`, `08:00:00`. Null for what is no date: negative,
 * beyond the year 9999, and the 29th of February 1900, which Excel believes in.
 */
export function dateText(decimal: string, { kind, fraction }: NumberForm, from1904: boolean): string | null {
  if (decimal.startsWith('-')) return null
  const [before, after = ''] = decimal.split('.')
  let days = Number(before)
  const unit = fraction ? 1 : 1000
  let ms = Math.round((Number(`0.${after || '0'}`) * DAY_MS) / unit) * unit
  if (ms >= DAY_MS) {
    days++
    ms -= DAY_MS
  }
  const clock = clockText(ms, fraction)
  if (kind === 'duration') {
    const hours = days * 24 + Math.floor(ms / 3_600_000)
    return `${String(hours).padStart(2, '0')}${clock.slice(2)}`
  }
  if (kind === 'time' && days === 0) return clock
  if (days > LAST_DAY || (!from1904 && (days === 0 || days === 60))) return null
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days > 60 ? 30 : 31)
  const date = new Date(start + days * DAY_MS).toISOString().slice(0, 10)
  return kind === 'date' && ms === 0 ? date : `${date} ${clock}`
}

function clockText(ms: number, fraction: boolean): string {
  const text = new Date(ms).toISOString().slice(11, 23)
  return fraction && ms % 1000 !== 0 ? text : text.slice(0, 8)
}
