export const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='] as const
export type Comparison = (typeof COMPARISONS)[number]

/** A condition on one column of a table, as a row filter. */
export interface RowCondition {
  readonly table: string
  readonly column: string
  readonly comparison: Comparison
  /** A text, or a number as it is written. */
  readonly literal: { readonly kind: 'text' | 'number'; readonly value: string }
}

const NAME = '[A-Za-z_][A-Za-z0-9_]{0,62}'
const CONDITION = new RegExp(
  `^(${NAME})\\.(${NAME}) (=|<>|<=|>=|<|>) (?:'((?:[^'\\p{C}「」“”]|'')*)'|(-?(?:0|[1-9]\\d{0,17})(?:\\.\\d{1,9})?))$`,
  'u',
)

/**
 * `setl_d.insutype = '310'` or `setl_d.medfee_sumamt >= 1000`; null for anything else.
 * Nothing is ever run as SQL. Quotation marks of the readable text cannot stand in a literal.
 */
export function parseExpression(text: string): RowCondition | null {
  const found = CONDITION.exec(text)
  if (!found) return null
  const [, table, column, comparison, quoted, number] = found
  const literal =
    quoted === undefined
      ? ({ kind: 'number', value: number! } as const)
      : ({ kind: 'text', value: quoted.replaceAll("''", "'") } as const)
  return { table: table!, column: column!, comparison: comparison as Comparison, literal }
}

/** `table.column`; null for anything else. */
export function parseField(text: string): { table: string; column: string } | null {
  const found = FIELD.exec(text)
  return found ? { table: found[1]!, column: found[2]! } : null
}

const FIELD = new RegExp(`^(${NAME})\\.(${NAME})$`)
