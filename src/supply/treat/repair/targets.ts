import { quoteText } from '../../source/child/index.ts'
import type { QualityClass } from '../quality/index.ts'
import type { ElementType } from '../standard/index.ts'
import type { Fix } from './model.ts'
import { ruleFits, workName, type WorkTable } from './work.ts'

/** What the standard says of a column, as far as repair needs it. */
export interface ColumnFacts {
  readonly type: ElementType
  readonly codeList?: string
}

export interface Standard {
  columnOf(table: string, column: string): ColumnFacts | undefined
  /** Texts of a dictionary, names and synonyms, with the one code each means. */
  textsOf(codeList: string): readonly { readonly text: string; readonly code: string }[]
}

/** One fix at one column. */
export interface Placed {
  readonly fix: Fix
  readonly table: string
  readonly column: string
}

/** Classes whose finding says that the cell itself is wrong; the others say that it differs from another. */
export const UNSOUND: readonly QualityClass[] = [
  'completeness',
  'accuracy',
  'conformity',
  'timeliness',
  'reference',
  'logic',
]

const rank = (at: string): number => (at.includes(':') ? 0 : at.startsWith('*') ? 1 : 2)

/**
 * Where each fix stands: its patterns laid over the tables at hand. Of several ways to write a column the one for the
 * most special pattern counts, so that a column's own form wins over the form of its type.
 */
export function placeFixes(
  fixes: readonly Fix[],
  tables: readonly WorkTable[],
  standard: Standard,
  isBlamed: (table: string, column: string) => boolean,
): Placed[] {
  const placed: (Placed & { rank: number })[] = []
  for (const table of tables) {
    if (table.reference) continue
    for (const fix of fixes) {
      for (const { name } of table.columns) {
        if (!isBlamed(table.name, name)) continue
        const fits = fix.at.filter((at) => {
          const [where, what] = at.split(/[.:]/) as [string, string]
          if (where !== '*' && where !== table.name) return false
          return at.includes(':') ? standard.columnOf(table.name, name)?.type === what : what === name
        })
        if (fits.length > 0) {
          placed.push({ fix, table: table.name, column: name, rank: Math.max(...fits.map(rank)) })
        }
      }
    }
  }
  return placed.filter(
    (one) =>
      one.fix.how.kind !== 'normalise' ||
      placed.every(
        (other) =>
          other.fix.how.kind !== 'normalise' ||
          other.table !== one.table ||
          other.column !== one.column ||
          other.rank <= one.rank,
      ),
  )
}

/** Rows whose cell is blamed by a finding that lets the fix act: `row`, the first `rule`, and whether it is `unsound`. */
export function blamed({ fix, table, column }: Placed): string {
  const lets = [
    fix.rules ? ruleFits('b.rule', fix.rules) : 'true',
    fix.classes ? `b.cls IN (${fix.classes.map(quoteText).join(', ')})` : 'true',
  ]
  return `SELECT b.row, min(b.rule) FILTER (${lets.join(' AND ')}) AS rule,
      bool_or(b.cls IN (${UNSOUND.map(quoteText).join(', ')})) AS unsound
    FROM blame b WHERE b.tbl = ${quoteText(table)} AND b.col = ${quoteText(column)}
    GROUP BY b.row HAVING count(*) FILTER (${lets.join(' AND ')}) > 0`
}

/** SQL that is true where none of the cells of a row is unsound. */
export const sound = (table: string, columns: readonly string[], alias: string): string =>
  columns.length === 0
    ? 'true'
    : `NOT EXISTS (SELECT 1 FROM unsound u WHERE u.tbl = ${quoteText(table)}
        AND u.col IN (${[...new Set(columns)].map(quoteText).join(', ')}) AND u.row = ${alias}.__row)`

/** Rows of a work table that are still there. */
export const alive = (table: string): string => `(SELECT * FROM ${workName(table)} WHERE NOT __gone)`
