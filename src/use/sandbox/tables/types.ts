import { quoteName } from '../../../supply/source/child/index.ts'

/** Types as `dictionary.json` names them; the Python side makes the right DataFrame columns of them. */
export const SEAT_TYPES = ['integer', 'real', 'text', 'boolean', 'date', 'timestamp', 'fen'] as const
export type SeatType = (typeof SEAT_TYPES)[number]

const WHOLE = /^(U?(TINY|SMALL|BIG)INT|U?INTEGER|U?HUGEINT|INT\d*)$/
const DECIMAL = /^DECIMAL\((\d+),(\d+)\)$/

/** What a column of the engine becomes. An exact number of two places is an amount: kept in 分, never in a float. */
export function seatTypeOf(type: string): SeatType {
  if (WHOLE.test(type)) return 'integer'
  if (type === 'BOOLEAN') return 'boolean'
  if (type === 'DATE') return 'date'
  if (type.startsWith('TIMESTAMP')) return 'timestamp'
  const scale = DECIMAL.exec(type)?.[2]
  if (scale === '2') return 'fen'
  if (scale === '0') return 'integer'
  if (scale !== undefined || type === 'DOUBLE' || type === 'FLOAT') return 'real'
  return 'text'
}

/** How SQLite stores it. */
export const STORED: Readonly<Record<SeatType, 'INTEGER' | 'REAL' | 'TEXT'>> = {
  integer: 'INTEGER',
  real: 'REAL',
  text: 'TEXT',
  boolean: 'INTEGER',
  date: 'TEXT',
  timestamp: 'TEXT',
  fen: 'INTEGER',
}

/** The column as the engine gives it out for that: whole numbers beyond 64 bits are empty, never wrong. */
export function readAs(name: string, type: SeatType): string {
  const column = quoteName(name)
  const read = {
    integer: `try_cast(${column} AS BIGINT)`,
    real: `CAST(${column} AS DOUBLE)`,
    text: `CAST(${column} AS VARCHAR)`,
    boolean: `CAST(${column} AS TINYINT)`,
    date: `strftime(${column}, '%Y-%m-%d')`,
    timestamp: `strftime(${column}, '%Y-%m-%d %H:%M:%S')`,
    fen: `CAST(CAST(${column} AS DECIMAL(20,2)) * 100 AS BIGINT)`,
  }[type]
  return `${read} AS ${column}`
}
