import { letSql } from './hmac.ts'

const text = (value: string): string =>
  `upper(regexp_replace(${halfWidth(value)}, '\\s|\\x{00a0}|\\x{3000}|\\x{feff}|-', '', 'g'))`

/** Full-width digits and X, as forms that were filled in by hand hold them. */
const halfWidth = (value: string): string =>
  `translate(CAST(${value} AS VARCHAR), '０１２３４５６７８９Ｘｘ', '0123456789XX')`

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

const checkDigit = (seventeen: string): string => {
  const sum = WEIGHTS.map((weight, i) => `${weight} * substr(${seventeen}, ${i + 1}, 1)::INTEGER`).join(' + ')
  return `substr('10X98765432', (1 + (${sum}) % 11)::INTEGER, 1)`
}

const DATE = '(18|19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])'

/**
 * SQL of an identity number in its one normal form: blanks and dashes dropped, full-width digits and a small x made
 * plain, 15 digits made 18 (GB 11643-1999: century 19, check digit added); NULL for what is no valid number, since a
 * wrong number would join two persons.
 */
export function identityNumberSql(value: string): string {
  const plain = text(value)
  const long = `(plain[1:6] || '19' || plain[7:15])`
  const test = `CASE
    WHEN regexp_full_match(plain, '\\d{6}${DATE}\\d{3}[\\dX]') AND ${checkDigit('plain')} = plain[18:18] THEN plain
    WHEN regexp_full_match(plain, '\\d{8}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])\\d{3}') THEN ${long} || ${checkDigit(long)}
    END`
  return letSql(plain, 'plain', test)
}
