import { quoteText } from '../../../source/child/index.ts'
import type { DateFormat } from '../model.ts'

/** Gives a value a name, so that what follows can speak of it without repeating it. */
export type Bind = (sql: string) => string

const WIDE = '０１２３４５６７８９．，－＋／：（）　−'
const PLAIN = '0123456789.,-+/:() -'
/** Full-width digits and signs as plain ones, without blanks around. */
export const narrow = (text: string): string =>
  `trim(translate(${text}, ${quoteText(WIDE)}, ${quoteText(PLAIN)}))`

const matches = (text: string, pattern: string): string => `regexp_full_match(${text}, ${quoteText(pattern)})`
const piece = (text: string, pattern: string, group: number): string =>
  `regexp_extract(${text}, ${quoteText(pattern)}, ${group})`

const PLACES = String.raw`([+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d{0,2}0*)?|[+-]?\.\d{1,2}0*)`

/**
 * Money as people write it → whole 分 as BIGINT, or NULL where it is not exactly that: `12.3`, `¥12.30`, `１２．３０`,
 * `1,234.50`, `-3`, `(3.00)`, `12.5元`. Never through a float: a DECIMAL of two places times a hundred.
 */
export function fenOfText(text: string, bind: Bind): string {
  const bare = bind(`regexp_replace(${narrow(text)}, '[¥￥$元圆\\s]', '', 'g')`)
  const signed = bind(
    `CASE WHEN ${matches(bare, String.raw`\(.*\)`)} THEN '-' || substr(${bare}, 2, length(${bare}) - 2) ELSE ${bare} END`,
  )
  return `CASE WHEN ${matches(signed, PLACES)} THEN
    TRY_CAST(TRY_CAST(replace(${signed}, ',', '') AS DECIMAL(20, 2)) * CAST(100 AS DECIMAL(3, 0)) AS BIGINT) END`
}

const NUMBER = String.raw`[+-]?(\d{1,18}|\d{1,3}(,\d{3})+)(\.\d{0,6}0*)?|[+-]?\.\d{1,6}0*`

/** A number of at most six places, or NULL. */
export function numberOfText(text: string, bind: Bind): string {
  const bare = bind(narrow(text))
  return `CASE WHEN ${matches(bare, NUMBER)} THEN TRY_CAST(replace(${bare}, ',', '') AS DECIMAL(24, 6)) END`
}

type Form = readonly [form: RegExp, year: number, month: number, day: number]
const FORMS: Record<Exclude<DateFormat, 'auto' | 'days1970' | 'days1900'>, Form> = {
  'yyyy-mm-dd': [/^(\d{4})-(\d{1,2})-(\d{1,2})([ T].*)?$/, 1, 2, 3],
  'yyyy/mm/dd': [/^(\d{4})\/(\d{1,2})\/(\d{1,2})([ T].*)?$/, 1, 2, 3],
  yyyymmdd: [/^(\d{4})(\d{2})(\d{2})(\d{6})?$/, 1, 2, 3],
  'dd/mm/yyyy': [/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/, 3, 2, 1],
  'mm/dd/yyyy': [/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/, 3, 1, 2],
}
const ANY_ORDER: Form = [/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?([ T].*)?$/, 1, 2, 3]

const dateBy = (text: string, [form, y, m, d]: Form): string => {
  const part = (group: number) => piece(text, form.source, group)
  return `WHEN regexp_matches(${text}, ${quoteText(form.source)}) THEN
    TRY_CAST(${part(y)} || '-' || lpad(${part(m)}, 2, '0') || '-' || lpad(${part(d)}, 2, '0') AS DATE)`
}

/** Text → DATE, or NULL where it is no day: 2025-02-30 is none. */
export function dateOfText(text: string, format: DateFormat, bind: Bind): string {
  if (format === 'days1970' || format === 'days1900') {
    const first = format === 'days1970' ? '1970-01-01' : '1899-12-30'
    const number = bind(numberOfText(text, bind))
    return `CASE WHEN abs(${number}) < 1000000 AND ${number} = trunc(${number})
      THEN DATE '${first}' + CAST(${number} AS INTEGER) END`
  }
  const bare = bind(narrow(text))
  const forms = format === 'auto' ? [ANY_ORDER, FORMS.yyyymmdd] : [FORMS[format]]
  return `CASE ${forms.map((form) => dateBy(bare, form)).join(' ')} END`
}

const STAMP = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?Z?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/

/** Text → TIMESTAMP as it is written; a day is its midnight. Other zones than UTC fit nothing. */
export function datetimeOfText(text: string, format: DateFormat, bind: Bind): string {
  if (format !== 'auto') return `CAST(${dateOfText(text, format, bind)} AS TIMESTAMP)`
  const bare = bind(narrow(text))
  const stamp = (form: RegExp) => {
    const part = (group: number) => `lpad(${piece(bare, form.source, group)}, 2, '0')`
    return `WHEN regexp_matches(${bare}, ${quoteText(form.source)}) THEN TRY_CAST(${piece(bare, form.source, 1)}
      || '-' || ${part(2)} || '-' || ${part(3)} || ' ' || ${part(4)} || ':' || ${part(5)} || ':' || ${part(6)} AS TIMESTAMP)`
  }
  return `CASE ${stamp(STAMP)} ${stamp(COMPACT)} ELSE CAST(${dateOfText(bare, 'auto', bind)} AS TIMESTAMP) END`
}

/** 202501, 2025-01 or a day of that month → `202501`. */
export function monthOfText(text: string, bind: Bind): string {
  const bare = bind(narrow(text))
  const form = String.raw`^(\d{4})[-/年](\d{1,2})月?$`
  return `CASE WHEN ${matches(bare, String.raw`\d{4}(0[1-9]|1[0-2])`)} THEN ${bare}
    WHEN regexp_matches(${bare}, ${quoteText(form)}) AND TRY_CAST(${piece(bare, form, 2)} AS INTEGER) BETWEEN 1 AND 12
      THEN ${piece(bare, form, 1)} || lpad(${piece(bare, form, 2)}, 2, '0')
    ELSE strftime(${dateOfText(bare, 'auto', bind)}, '%Y%m') END`
}

/** A number as text without zeros behind its point: 14212.0 → `14212`. */
export function textOfNumber(value: string, bind: Bind): string {
  const text = bind(`CAST(${value} AS VARCHAR)`)
  return `CASE WHEN contains(${text}, '.') THEN rtrim(rtrim(${text}, '0'), '.') ELSE ${text} END`
}
