import { z } from 'zod'
import type { Cell, Cursor, SourceTable } from '../source.ts'

/** Where reading of a table stands. */
export const Position = z.strictObject({
  /** Watermark of the last row, or as it was when a snapshot began; null: none yet. */
  mark: z.string().nullable(),
  /** Key of the last row; null: before all rows of `mark`, or of the table. */
  key: z.array(z.string()).nullable(),
})
export type Position = z.output<typeof Position>

export const START: Position = { mark: null, key: null }

export const readCursor = (cursor: Cursor | null): Position =>
  cursor === null ? START : Position.parse(JSON.parse(cursor))

export const writeCursor = (position: Position): Cursor => JSON.stringify(position)

/** The cursor that a snapshot ends with: one that was killed after its last row must not begin again. */
export const isWhole = (after: Cursor | null, { key }: Position): boolean => after !== null && key === null

/** Places of the named columns among those of a table. */
export const placesOf = (table: SourceTable, names: readonly string[]): number[] =>
  names.map((name) => table.columns.findIndex((column) => column.name === name))

/** The key of a row, or null where a part of it is NULL: such a row has no place to go on after. */
export function keyOf(row: readonly Cell[], places: readonly number[]): string[] | null {
  const key = places.map((place) => row[place] ?? null)
  return key.includes(null) ? null : (key as string[])
}

/**
 * Takes what a driver added behind the columns of each row (watermark as text, and `1` where it lies in the future) off
 * again, and tells where to go on: after the last row that is not ahead. Rows that are ahead are read each time.
 */
export function takeMarks(
  rows: readonly Cell[][],
  columns: number,
  places: readonly number[],
  before: Position,
): Position {
  let position = before
  for (const row of rows) {
    const [mark = null, ahead] = row.splice(columns)
    if (ahead !== '1' && mark !== null) position = { mark, key: keyOf(row, places) }
  }
  return position
}

/** A batch is this many rows or characters, whichever comes first: what a kill may cost, and what memory holds. */
export const BATCH_ROWS = 5_000
export const BATCH_CHARS = 4_000_000

/** Names that national and other systems give to the time, or the running number, of a row's last change. */
const TIME_NAMES = [
  'updt_time',
  'update_time',
  'updated_at',
  'upd_time',
  'gmt_modified',
  'modify_time',
  'last_modified',
  'opt_time',
]
const NUMBER_NAMES = ['rid', 'row_version', 'rowversion', 'seq_no']

/** Columns that may serve as watermark, best first. */
export function watermarksAmong(
  columns: readonly { name: string; kind: 'time' | 'number' | 'other' }[],
): string[] {
  const pick = (names: readonly string[], kind: 'time' | 'number') =>
    names.flatMap((name) =>
      columns
        .filter((column) => column.kind === kind && column.name.toLowerCase() === name)
        .map((c) => c.name),
    )
  return [...pick(TIME_NAMES, 'time'), ...pick(NUMBER_NAMES, 'number')]
}
