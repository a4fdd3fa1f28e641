import type { GradeReason } from './model.ts'
import { COMPOUND_SURNAMES, SENSITIVE_DIAGNOSES, SURNAMES } from './words.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK = '10X98765432'

/** A 居民身份证 number of 18 characters with a possible date and the right check digit (GB 11643). */
export function isIdNumber(text: string): boolean {
  if (!/^\d{6}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(text)) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0)
  return CHECK[sum % 11] === text[17]!.toUpperCase()
}

/** A number of 16 to 19 digits with the right check digit (ISO/IEC 7812-1, Luhn). */
export function isBankCard(text: string): boolean {
  if (!/^\d{16,19}$/.test(text)) return false
  const sum = Array.from(text)
    .reverse()
    .reduce((total, digit, i) => {
      const value = i % 2 === 0 ? Number(digit) : Number(digit) * 2
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}

const SHORT_NAME = new RegExp(
  `^(?:[${SURNAMES}][\\u4e00-\\u9fa5]{1,2}|(?:${COMPOUND_SURNAMES.join('|')})[\\u4e00-\\u9fa5]{1,2})$`,
)
const NAMED = new RegExp(
  `(?:联系人|收件人|家属|户主|父亲|母亲|配偶|患者|参保人)[:： ]?[${SURNAMES}][\\u4e00-\\u9fa5]{1,2}`,
)

export const isPersonName = (text: string): boolean => SHORT_NAME.test(text)
export const isPhone = (text: string): boolean =>
  /^(?:\+?86[- ]?)?1[3-9]\d{9}$/.test(text) || /^0\d{2,3}-?\d{7,8}$/.test(text)
export const isEmail = (text: string): boolean => /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(text)
export const isAddress = (text: string): boolean =>
  /(?:路|街|道|村|弄|巷|里|镇|乡).{0,30}(?:号|室|栋|幢|组|弄)/.test(text) && text.length >= 6

/** The range that a diagnosis code lies in, by its category of three characters; null where in none. */
export function sensitiveRange(code: string): (typeof SENSITIVE_DIAGNOSES)[number] | null {
  const category = /^[A-Za-z]\d{2}/.exec(code)?.[0].toUpperCase()
  if (category === undefined) return null
  return SENSITIVE_DIAGNOSES.find((range) => category >= range.from && category <= range.to) ?? null
}

type Kind = GradeReason['kind']

/** What a single value may be; a cell counts for a kind when its test says so. */
export const VALUE_TESTS: readonly { kind: Kind; test: (text: string) => boolean }[] = [
  { kind: 'id_number', test: isIdNumber },
  { kind: 'bank_card', test: isBankCard },
  { kind: 'phone', test: isPhone },
  { kind: 'email', test: isEmail },
  { kind: 'person_name', test: isPersonName },
  { kind: 'address', test: isAddress },
  { kind: 'name_in_text', test: (text) => NAMED.test(text) },
  { kind: 'sensitive_diagnosis', test: (text) => sensitiveRange(text) !== null },
]

export interface ValueCount {
  readonly value: string
  readonly cells: number
}

/** Counts the cells that match each test. Values are looked at and forgotten: only counts leave. */
export function countKinds(values: readonly ValueCount[]): {
  looked: number
  matched: Partial<Record<Kind, number>>
} {
  const matched: Partial<Record<Kind, number>> = {}
  let looked = 0
  for (const { value, cells } of values) {
    looked += cells
    for (const { kind, test } of VALUE_TESTS) if (test(value)) matched[kind] = (matched[kind] ?? 0) + cells
  }
  return { looked, matched }
}
