import type { ColumnKnowledge } from '../extras.ts'
import type { StoredColumn } from '../model.ts'
import { kindOf, type PreviewKind } from './kind.ts'
import { type Dice, diceOf } from './random.ts'

export const PREVIEW_ROWS = 20

/** What a preview is made from: never a row, never a value of one. */
export interface PreviewSource {
  /** The same version always gives the same preview. */
  readonly versionId: string
  readonly rows: number
  readonly insuredColumn: string | null
  readonly columns: readonly StoredColumn[]
  readonly known: Readonly<Record<string, ColumnKnowledge>>
}

export interface PreviewColumn {
  readonly name: string
  readonly type: string
  readonly kind: PreviewKind
}

/** Rows as text; null is a missing value. */
export interface Preview {
  readonly columns: readonly PreviewColumn[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export function makePreview(source: PreviewSource): Preview {
  const columns = source.columns.map((column) => ({
    name: column.name,
    type: column.type,
    kind: kindOf(column, source.rows, source.insuredColumn, source.known[column.name]),
  }))
  const rows = Array.from({ length: PREVIEW_ROWS }, (_, row) =>
    source.columns.map((column, place) =>
      cellOf(source, column, columns[place]!.kind, row, diceOf(source.versionId, column.name, row)),
    ),
  )
  return { columns, rows }
}

/** Below so many rows even the order of magnitude or the share of gaps would say something of single persons. */
const ROWS_WITH_SHAPE = 1_000

function cellOf(
  source: PreviewSource,
  column: StoredColumn,
  kind: PreviewKind,
  row: number,
  dice: Dice,
): string | null {
  if (dice.below(4) < gaps(source, column)) return null
  switch (kind) {
    // Marked, and with digits that hang on the version: a real number of anybody cannot come out.
    case 'identifier':
      return `SYN-${dice.hex(12).toUpperCase()}`
    case 'name':
      return `合成-${dice.hex(4).toUpperCase()}`
    case 'text':
      return `合成文本 ${row + 1}`
    case 'code': {
      const codes = source.known[column.name]?.codes ?? []
      return codes.length > 0 ? codes[dice.below(codes.length)]! : `合成代码 ${dice.below(9) + 1}`
    }
    case 'flag':
      return String(dice.below(2))
    case 'date':
      return day(dice)
    case 'datetime':
      return `${day(dice)} ${two(dice.below(24))}:${two(dice.below(60))}:${two(dice.below(60))}`
    case 'month':
      return `20${two(20 + dice.below(5))}${two(1 + dice.below(12))}`
    case 'year':
      return String(2020 + dice.below(5))
    case 'ratio':
      return `0.${two(dice.below(100))}`
    case 'quantity':
      return String(dice.below(100))
    case 'amount':
    case 'integer':
      return number(source, column, dice)
  }
}

/** Quarters of the column that are missing, rounded; a column that is nearly never empty shows none. */
const gaps = (source: PreviewSource, column: StoredColumn): number =>
  source.rows < ROWS_WITH_SHAPE ? 0 : Math.round((column.nulls / source.rows) * 4)

/** A number as large as those of the column by its power of ten alone. */
function number(source: PreviewSource, column: StoredColumn, dice: Dice): string {
  const scale = Number(/^DECIMAL\(\d+,(\d+)\)/.exec(column.type)?.[1] ?? 0)
  const largest = source.rows < ROWS_WITH_SHAPE ? Number.NaN : Math.abs(Number(column.max))
  const digits =
    Number.isFinite(largest) && largest >= 1 ? Math.min(8, Math.floor(Math.log10(largest)) + 1) : 3
  const whole = dice.below(10 ** digits)
  return scale === 0
    ? String(whole)
    : `${whole}.${String(dice.below(10 ** Math.min(scale, 6))).padStart(Math.min(scale, 6), '0')}`
}

const two = (value: number): string => String(value).padStart(2, '0')
const day = (dice: Dice): string =>
  `20${two(20 + dice.below(5))}-${two(1 + dice.below(12))}-${two(1 + dice.below(28))}`
