import { quoteName, quoteText } from '../../source/child/index.ts'
import type { Form, Value } from './model.ts'

const FULL = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0xff01 + i)).join('') + '\u3000\u00a0'
const HALF = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0x21 + i)).join('') + '  '
/** Blanks of real exports; full-width, no-break and the byte order mark too. */
const BLANKS = ' \t\r\n\u00a0\u3000\ufeff'

const half = (x: string): string => `translate(${x}, ${quoteText(FULL)}, ${quoteText(HALF)})`
const without = (x: string, chars: string): string => `translate(${x}, ${quoteText(chars)}, '')`
const solid = (x: string): string => without(half(x), BLANKS)
const onlyIf = (x: string, pattern: string): string =>
  `CASE WHEN regexp_full_match(${x}, ${quoteText(pattern)}) THEN ${x} END`

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of 17 digits, GB 11643: Σ weight × digit mod 11 → `10X98765432`. */
const checkOf = (x: string): string => {
  const sum = WEIGHTS.map((w, i) => `${w} * substr(${x}, ${i + 1}, 1)::INTEGER`).join(' + ')
  return `substr('10X98765432', (${sum}) % 11 + 1, 1)`
}

/** True where a text is an identity number with a sound check character and a day that exists. */
export const isCertno = (x: string): string =>
  `(CASE WHEN regexp_full_match(${x}, '\\d{17}[\\dX]') AND try_strptime(substr(${x}, 7, 8), '%Y%m%d') IS NOT NULL
     THEN ${checkOf(x)} = substr(${x}, 18, 1) ELSE false END)`

/** 15 digits of before 1999 become 18: the century and the check character are added (GB 11643-1999). */
const longCertno = (x: string): string => {
  const head = `(substr(${x}, 1, 6) || '19' || substr(${x}, 7))`
  return `CASE WHEN regexp_full_match(${x}, '\\d{15}') THEN ${head} || ${checkOf(head)}
    WHEN regexp_full_match(${x}, '\\d{17}[\\dX]') THEN ${x} END`
}

const day = (x: string): string => {
  const plain = `rtrim(translate(${solid(x)}, '/.年月', '----'), '日-')`
  return `coalesce(
    strftime(try_strptime(${onlyIf(plain, '\\d{8}')}, '%Y%m%d'), '%Y-%m-%d'),
    strftime(try_strptime(${onlyIf(plain, '\\d{4}-\\d{1,2}-\\d{1,2}')}, '%Y-%m-%d'), '%Y-%m-%d'))`
}

const moment = (x: string): string => {
  const plain = `translate(trim(${half(x)}, ${quoteText(BLANKS)}), '/T', '- ')`
  const form = (pattern: string, format: string): string =>
    `strftime(try_strptime(${onlyIf(plain, pattern)}, '${format}'), '%Y-%m-%d %H:%M:%S')`
  return `coalesce(${form('\\d{4}-\\d{1,2}-\\d{1,2} \\d{1,2}:\\d{2}:\\d{2}', '%Y-%m-%d %H:%M:%S')},
    ${form('\\d{14}', '%Y%m%d%H%M%S')})`
}

const bare = (x: string): string => `regexp_replace(${without(solid(x), '¥￥,，元')}, '^(?:RMB|CNY)', '')`

const FORM_SQL: Record<Form, (x: string) => string> = {
  text: (x) => `trim(${x}, ${quoteText(BLANKS)})`,
  id: solid,
  upper: (x) => `upper(${solid(x)})`,
  date: day,
  datetime: moment,
  month: (x) => onlyIf(without(solid(x), '-/.年月'), '\\d{4}(?:0[1-9]|1[0-2])'),
  year: (x) => onlyIf(without(solid(x), '年'), '\\d{4}'),
  // Exact: text to decimal and back, never by way of a float.
  amount: (x) =>
    `CAST(TRY_CAST(${onlyIf(bare(x), '-?\\d{1,16}(?:\\.\\d{1,2}0*)?')} AS DECIMAL(18,2)) AS VARCHAR)`,
  number: (x) => onlyIf(without(solid(x), ',，'), '-?\\d{1,16}(?:\\.\\d{1,6})?'),
  certno: (x) => longCertno(`upper(${without(solid(x), '-')})`),
  mobile: (x) =>
    onlyIf(`regexp_replace(${without(solid(x), '-()')}, '^(?:\\+86|0086|86)(1\\d{10})$', '\\1')`, '1\\d{10}'),
  // ICD-10 医保版: a capital letter first, a small x as placeholder; dagger and star codes are left as they are.
  diagnosis: (x) =>
    `CASE WHEN contains(${solid(x)}, '+') THEN NULL ELSE upper(left(${solid(x)}, 1)) || lower(substr(${solid(x)}, 2)) END`,
}

/** SQL of a cell's text in a standard form; null where it cannot be read as one. */
export const inForm = (form: Form, x: string): string => `nullif(${FORM_SQL[form](x)}, '')`

const isDay = (x: string): string => `regexp_full_match(${x}, '\\d{4}-\\d{2}-\\d{2}.*')`
const date = (x: string): string => `try_strptime(left(${x}, 10), '%Y-%m-%d')`

/** Functions of the pack: name → SQL of texts. Unknown names are refused when the pack is read. */
export const FUNCTIONS: Record<string, { args: number | null; sql: (...args: string[]) => string }> = {
  concat: { args: null, sql: (...args) => args.join(' || ') },
  substr: { args: 3, sql: (x, from, length) => `substr(${x}, ${from}::INTEGER, ${length}::INTEGER)` },
  or: { args: 2, sql: (x, y) => `coalesce(${x}, ${y})` },
  date_of: { args: 1, sql: (x) => `CASE WHEN ${isDay(x)} THEN left(${x}, 10) END` },
  time_of: { args: 1, sql: (x) => `CASE WHEN ${isDay(x)} THEN substr(${x}, 12) END` },
  certno_birth: {
    args: 1,
    sql: (x) =>
      `CASE WHEN ${isCertno(x)} THEN substr(${x}, 7, 4) || '-' || substr(${x}, 11, 2) || '-' || substr(${x}, 13, 2) END`,
  },
  /** The 17th digit is odd for men. */
  certno_sex: {
    args: 1,
    sql: (x) =>
      `CASE WHEN ${isCertno(x)} THEN CASE WHEN substr(${x}, 17, 1)::INTEGER % 2 = 1 THEN '1' ELSE '2' END END`,
  },
  /** A month `yyyyMM`, some months later. */
  month_add: {
    args: 2,
    sql: (x, n) => `strftime(try_strptime(${x}, '%Y%m') + to_months(${n}::INTEGER), '%Y%m')`,
  },
  /** Whole years on a day, with the one decimal of the national field. */
  age_on: {
    args: 2,
    sql: (birth, on) =>
      `(date_part('year', ${date(on)}) - date_part('year', ${date(birth)})
        - CASE WHEN substr(${on}, 6, 5) < substr(${birth}, 6, 5) THEN 1 ELSE 0 END)::VARCHAR || '.0'`,
  },
}

/** SQL of a value; `mine` and `theirs` are the names of the two relations. */
export function valueSql(value: Value, mine: string, theirs: string): string {
  if ('col' in value) return `${mine}.${quoteName(value.col)}`
  if ('their' in value) return `${theirs}.${quoteName(value.their)}`
  if ('lit' in value) return quoteText(value.lit)
  const known = FUNCTIONS[value.fn]
  if (!known) throw new Error(`fix pack: unknown function ${value.fn}`)
  return `(${known.sql(...value.args.map((arg) => valueSql(arg, mine, theirs)))})`
}

/** Own columns that a value reads. */
export function columnsOf(value: Value, kind: 'col' | 'their'): string[] {
  if ('fn' in value) return value.args.flatMap((arg) => columnsOf(arg, kind))
  return kind in value ? [(value as Record<string, string>)[kind]!] : []
}
