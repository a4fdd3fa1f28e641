/** SQL of the check digits. Each takes an expression that is text; null where the text has not even the form. */
const ID18 = '[0-9]{17}[0-9X]'
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
const ORG_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const guarded = (text: string, form: string, then: string, share: Share = same): string =>
  `CASE WHEN ${share(`regexp_full_match(${text}, '${form}')`)} THEN ${then} END`

/** Computes a part once a row where the engine would compute it wherever it is written. */
export type Share = (sql: string) => string

/** The first seventeen digits as one integer: dividing it is much faster than cutting the text seventeen times. */
const first17 = (text: string, share: Share): string =>
  share(`TRY_CAST(${guarded(text, ID18, `substr(${text}, 1, 17)`, share)} AS BIGINT)`)

/**
 * A digit is a quotient less ten times the next one, and ten is minus one by 11: the weighed sum of the digits is one of
 * the quotients, each with its own weight and that of the digit behind it.
 */
const checkOf = (digits: string): string => {
  const sum = ID_WEIGHTS.map((weight, i) => {
    const factor = (weight + (ID_WEIGHTS[i + 1] ?? 0)) % 11
    return i === 16 ? `${digits} * ${factor}` : `${digits} // ${10n ** BigInt(16 - i)} * ${factor}`
  })
  return `substr('10X98765432', ((${sum.join(' + ')}) % 11)::INTEGER + 1, 1)`
}

/** 居民身份证 (GB 11643): the check character fits and the date of birth exists. */
export function idcardOk(text: string, share: Share = same): string {
  const digits = first17(text, share)
  const born = idcardBirth(text, share)
  return `(substr(${text}, 18, 1) = ${checkOf(digits)} AND (${born} IS NOT NULL OR ${digits} IS NULL))`
}

export function idcardBirth(text: string, share: Share = same): string {
  const date = `substr(${text}, 7, 4) || '-' || substr(${text}, 11, 2) || '-' || substr(${text}, 13, 2)`
  return share(`TRY_CAST(${guarded(text, ID18, date, share)} AS DATE)`)
}

/** The seventeenth digit is odd for men. */
export function idcardSex(text: string, share: Share = same): string {
  const digits = first17(text, share)
  return `CASE WHEN ${digits} IS NULL THEN NULL WHEN ${digits} % 2 = 1 THEN '1' ELSE '2' END`
}

/** The first six digits: the division that dealt the number out. */
export const idcardDivision = (text: string): string => guarded(text, ID18, `substr(${text}, 1, 6)`)

/** A number of the first generation (15 digits, all of the 20th century) in its present form. */
export function idcard15to18(text: string, share: Share = same): string {
  const digits = `substr(${text}, 1, 6) || '19' || substr(${text}, 7, 9)`
  const whole = share(guarded(text, '[0-9]{15}', digits))
  return `(${whole} || ${checkOf(share(`TRY_CAST(${whole} AS BIGINT)`))})`
}

const same: Share = (sql) => sql

const weighed = (text: string, alphabet: string, weights: readonly number[]): string =>
  weights
    .map((weight, i) => `(strpos('${alphabet}', substr(${text}, ${i + 1}, 1)) - 1) * ${weight}`)
    .join(' + ')

/** 统一社会信用代码 (GB 32100). */
export function usccOk(text: string): string {
  const sum = weighed(text, USCC_ALPHABET, USCC_WEIGHTS)
  const check = `substr('${USCC_ALPHABET}', ((31 - (${sum}) % 31) % 31)::INTEGER + 1, 1)`
  return guarded(text, '[0-9A-HJ-NPQRTUWXY]{18}', `substr(${text}, 18, 1) = ${check}`)
}

/** 组织机构代码 (GB 11714), eight characters and their check. */
export function orgcodeOk(text: string): string {
  const check = `substr('0X987654321', ((${weighed(text, ORG_ALPHABET, ORG_WEIGHTS)}) % 11)::INTEGER + 1, 1)`
  return guarded(text, '[0-9A-Z]{8}[0-9X]', `substr(${text}, 9, 1) = ${check}`)
}
