import { isBankCard, isIdNumber, isPersonName, SURNAMES } from '../../../kernel/index.ts'
import type { GradeReason } from './model.ts'
import { SENSITIVE_DIAGNOSES } from './words.ts'

export { isBankCard, isIdNumber, isPersonName } from '../../../kernel/index.ts'

const NAMED = new RegExp(
  `(?:联系人|收件人|家属|户主|父亲|母亲|配偶|患者|参保人)[:： ]?[${SURNAMES}][\\u4e00-\\u9fa5]{1,2}`,
)

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
