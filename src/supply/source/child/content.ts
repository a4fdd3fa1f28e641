import { canonical } from '../../../kernel/canonical.ts'
import { digestOf, fingerprintSql } from '../../../safeguard/crypto/hashing/index.ts'
import { quoteName } from './sql.ts'

/** What the content hash needs to know of one column, in the order of the table. */
export interface ContentColumn {
  readonly name: string
  /** Known to hold no NULL: spares a look at each cell. */
  readonly full?: boolean
}

/** Sums of the rows' hashes, as decimal text; modulo 2^64 they are the lanes. */
export interface ContentSums {
  readonly rows: number
  readonly high: string
  readonly low: string
}

/** Modulus of a lane. */
const LANE = 1n << 64n

/**
 * A row as one text from which its cells can be read back: each cell ends with NUL S, a NULL is NUL N. That needs text
 * without NUL, which every way in refuses.
 */
const rowText = (columns: readonly ContentColumn[]): string =>
  `concat(${columns
    .map(
      ({ name, full }) =>
        `${full ? quoteName(name) : `coalesce(CAST(${quoteName(name)} AS VARCHAR), chr(0) || 'N')`}, chr(0) || 'S'`,
    )
    .join(', ')})`

/** Name of the column that `withRowHash` adds. */
export const ROW_HASH = '__row_hash'

/** SQL of the 128-bit fingerprint of one row: of its cells as text. */
export const rowHash = (columns: readonly ContentColumn[]): string => fingerprintSql(rowText(columns))

/** SQL aggregates over `ROW_HASH` that give `ContentSums`' `high` and `low` under these names. */
export const CONTENT_SUMS: readonly string[] = [
  `CAST(coalesce(sum(CAST(${ROW_HASH} >> 64 AS UBIGINT)), 0) AS VARCHAR) AS content_high`,
  `CAST(coalesce(sum(CAST(${ROW_HASH} & 18446744073709551615 AS UBIGINT)), 0) AS VARCHAR) AS content_low`,
]

/**
 * Hash of what a table says, whatever the order of its rows, their files, and the way they came in: column names in
 * lower case in their order, the number of rows, and the sum of the rows' hashes in two lanes modulo 2^64, so that
 * equal rows count as often as they occur. A cell counts as the text that its stored value prints as, whatever its
 * type; NULL is not ''.
 *
 * It tells whether two tables hold the same rows. It is not a proof of integrity: sums do not withstand who makes
 * rows to collide. That proof is the digest of the files, which the evidence holds.
 */
export function contentHash(columns: readonly string[], sums: ContentSums): string {
  const lane = (sum: string) => (BigInt(sum) % LANE).toString(16).padStart(16, '0')
  const content = {
    format: 'xinyu-content-1',
    columns: columns.map((name) => name.toLowerCase()),
    rows: sums.rows,
    lanes: [lane(sums.high), lane(sums.low)],
  }
  return digestOf(canonical(content))
}
