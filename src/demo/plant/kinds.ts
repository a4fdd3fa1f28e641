import type { RowSet } from '../bureau.ts'
import type { Person } from '../person.ts'
import type { Rng } from '../random.ts'
import type { BureauTable } from '../tables.ts'
import type { Implied, PlantClass } from './truth.ts'

/** What a kind of planting may look at. `get` and `at` read the chosen row before the change. */
export interface Site {
  readonly person: Person
  readonly rows: RowSet
  readonly rng: Rng
  readonly table: BureauTable
  readonly index: number
  get(column: string): string
}

/** One kind of planted error: a cell of one row is changed, or a row is added. */
export interface Kind {
  readonly kind: string
  readonly class: PlantClass
  readonly table: BureauTable
  /** Empty when a row is added. */
  readonly column: string
  readonly weight: number
  /** The value to write; null when the row is not fit for this kind. */
  after(before: string, site: Site): string | null
  /** What determines the right value; null when nothing does. */
  by(site: Site): string | null
  implies?(site: Site, after: string): Implied[]
  /** For added rows: cells to set in the copy. */
  copy?(site: Site): Record<string, string>
}

export const FULL_WIDTH = '０１２３４５６７８９'
export const toFullWidth = (text: string): string =>
  text.replace(/\d/g, (digit) => FULL_WIDTH[Number(digit)]!)

/** Another date, `days` later (before when negative). */
export const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) +
  date.slice(10)

/** A finding on rows that hold `key` in column `by`. */
export const implied = (
  cls: PlantClass,
  kind: string,
  table: Implied['table'],
  column: string,
  by: string,
  key: string,
  rows: number,
): Implied[] => (rows > 0 ? [{ class: cls, kind, table, column, by, key, rows }] : [])

/** Money with an amount added, exact. */
export function addYuan(text: string, fen: number): string {
  const value = Math.round(Number(text) * 100) + fen
  const digits = String(Math.abs(value)).padStart(3, '0')
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export const kind = (
  name: string,
  cls: PlantClass,
  table: BureauTable,
  column: string,
  weight: number,
  after: Kind['after'],
  by: Kind['by'] | string,
  implies?: Kind['implies'],
): Kind => ({
  kind: name,
  class: cls,
  table,
  column,
  weight,
  after,
  by: typeof by === 'string' ? () => by || null : by,
  implies,
})
