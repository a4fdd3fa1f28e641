import type { Words } from '../words.ts'

export type Lang = keyof Words

/** `甲、乙` and `a, b`. Orders nothing: what comes first stays first. */
export const joined = (lang: Lang, items: readonly string[]): string =>
  items.join(lang === 'zh' ? '、' : ', ')

const NESTED: Readonly<Record<string, string>> = { '「': '『', '」': '』' }
const CLOSING = { zh: /[「」『』\p{C}]/gu, en: /[“”\p{C}]/gu } as const

/**
 * In quotation marks that nothing inside can close: a party's own words never end the sentence around them. Quotation
 * marks within Chinese ones nest as they do in print (GB/T 15834).
 */
export function quoted(lang: Lang, text: string): string {
  const inner = text.replace(
    CLOSING[lang],
    (sign) => (lang === 'zh' && NESTED[sign]) || `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )
  return lang === 'zh' ? `「${inner}」` : `“${inner}”`
}

/** Names of SQL stand as they are. */
export const named = (lang: Lang, text: string): string => (/^\w+$/.test(text) ? text : quoted(lang, text))

/** 1,000,000 in both languages. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

/** China has one civil time: UTC+8 all year. */
const OFFSET = 8 * 3_600_000
const DAY_END = '23:59:59.999'
const DAY_START = '00:00:00.000'

/**
 * A moment in China's civil time, exact to the ms. As the end of a term the last ms of a day reads as that day, the
 * first ms of a day as the beginning of it.
 */
export function moment(lang: Lang, at: number): string {
  const iso = new Date(at + OFFSET).toISOString()
  const [date, time] = [iso.slice(0, 10), iso.slice(11, 23)]
  const [year, month, day] = date.split('-')
  const zhDate = `${year}年${Number(month)}月${Number(day)}日`
  if (time === DAY_END) return lang === 'zh' ? `${zhDate}当日终了` : `the end of ${date}`
  if (time === DAY_START) return lang === 'zh' ? `${zhDate}零时` : `the beginning of ${date}`
  const clock = time.endsWith('.000') ? time.slice(0, 8) : time
  return lang === 'zh' ? `${zhDate} ${clock}（北京时间）` : `${date} ${clock} (UTC+8)`
}

/** `P7D` → 7 天 / 7 days; what is written stays recognisable: `P7D` and `PT168H` read differently. */
export function span(lang: Lang, duration: string): string {
  const [, date = '', time = ''] = /^P([^T]*)(?:T(.*))?$/.exec(duration) ?? []
  const parts = [...units(lang, date, DATE_UNITS), ...units(lang, time, TIME_UNITS)]
  return parts.join(lang === 'zh' ? '' : ' ')
}

type Units = Readonly<Record<string, readonly [zh: string, en: string]>>
const DATE_UNITS: Units = { W: ['周', 'week'], D: ['天', 'day'] }
const TIME_UNITS: Units = { H: ['小时', 'hour'], M: ['分钟', 'minute'], S: ['秒', 'second'] }
const units = (lang: Lang, text: string, names: Units): string[] =>
  [...text.matchAll(/(\d+)([A-Z])/g)].map(([, number, unit]) => {
    const [zh, en] = names[unit!]!
    return lang === 'zh' ? `${number} ${zh}` : `${number} ${en}${number === '1' ? '' : 's'}`
  })

/** 分 → 元, exact. */
export function money(lang: Lang, fen: string): string {
  const padded = fen.padStart(3, '0')
  const yuan = `${padded.slice(0, -2)}.${padded.slice(-2)}`
  return lang === 'zh' ? `${yuan} 元` : `CNY ${yuan}`
}
