import type { Look } from '../look/look.ts'
import type { Table } from './model.ts'
import { isCountName, isOtherNumber, isShareName } from './names.ts'
import { isWithheld, numberOf } from './numbers.ts'

export type ColumnKind =
  /** Declared by the author, or named so. */
  | 'count'
  /** Whole numbers that nothing says to be something else. */
  | 'maybe-count'
  | 'share'
  | 'number'
  | 'text'

export interface Column {
  readonly at: number
  readonly name: string
  readonly kind: ColumnKind
  readonly cells: readonly string[]
  readonly numbers: readonly (number | null)[]
}

/** A column is of numbers where nearly every cell that is not withheld is one. */
const MOSTLY = 0.8

/** `inText`: a run of lines, where numbers without a name may be anything. */
export function columnsOf(look: Look, table: Table, inText = false): Column[] {
  const unnamed = !inText && table.header.every((name) => name === '')
  const declared = new Set(look.context?.countColumns.map((name) => name.trim().toLowerCase()) ?? [])
  return table.header.map((name, at) => {
    const cells = table.rows.map((row) => row[at] ?? '')
    const numbers = cells.map(numberOf)
    const kind = kindOf(name, cells, numbers, {
      declared: declared.has(name.trim().toLowerCase()),
      first: at === 0,
      unnamed,
    })
    return { at, name, kind, cells, numbers }
  })
}

function kindOf(
  name: string,
  cells: readonly string[],
  numbers: readonly (number | null)[],
  { declared, first, unnamed }: { declared: boolean; first: boolean; unnamed: boolean },
): ColumnKind {
  const shown = cells.filter((cell) => !isWithheld(cell)).length
  const values = numbers.filter((value) => value !== null)
  if (values.length === 0 || values.length < shown * MOSTLY) return 'text'
  const whole = values.every((value) => Number.isInteger(value) && value >= 0)
  if (declared || (isCountName(name) && values.every((value) => value >= 0))) return 'count'
  const percent = cells.some((cell) => /[%％]\s*$/.test(cell))
  if (percent || isShareName(name)) return 'share'
  return whole && !first && (unnamed || !isOtherNumber(name)) ? 'maybe-count' : 'number'
}
