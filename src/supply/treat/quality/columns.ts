import type { ElementType, NationalColumn, NationalTable } from '../standard/model.ts'
import type { BoundTable, Rule, RulePack } from './model.ts'
import { fullMatch } from './functions.ts'
import { quoteName, quoteText } from './sql.ts'
import { atMost, type Kind, kindOf } from './values.ts'

/** Forms of the types where no pattern is given. Amounts have at most two places: (16,2) by the interface. */
export const TYPE_FORMS: Readonly<Partial<Record<ElementType, string>>> = {
  flag: '[0-9]{1,2}',
  date: '[0-9]{4}-[0-9]{2}-[0-9]{2}',
  datetime: String.raw`[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?`,
  month: '[0-9]{4}(0[1-9]|1[0-2])',
  year: '[0-9]{4}',
  amount: String.raw`-?[0-9]{1,14}(\.[0-9]{1,2})?`,
  quantity: String.raw`-?[0-9]{1,10}(\.[0-9]{1,6})?`,
  ratio: String.raw`-?[0-9]{1,4}(\.[0-9]{1,6})?`,
  integer: '-?[0-9]{1,12}',
}

/** How one column of a bound table is read. */
export interface Reading {
  readonly name: string
  readonly type: ElementType
  readonly kind: Kind
  /** Storage type in the engine. */
  readonly stored: string
  readonly fen: boolean
  /** Form that the text must have; null where the type leaves it open. */
  readonly pattern: string | null
  /** Codes that it may hold; null where any. */
  readonly codes: readonly string[] | null
  /** Forms that are asked under a condition on other columns: a value that breaks one is malformed too. */
  readonly conditional: readonly Rule[]
}

export interface TableReading {
  readonly table: BoundTable
  readonly columns: ReadonlyMap<string, Reading>
  /** Rows with `vali_flag` 0 are void: nothing is said of them and nothing is taken from them. */
  readonly voids: boolean
}

/** Reads a bound table by its standard; what the pack says about the form of a column goes first. */
export function readTable(
  table: BoundTable,
  standard: NationalTable | undefined,
  pack: RulePack,
  lists: Readonly<Record<string, readonly string[]>>,
): TableReading {
  const known = new Map(standard?.columns.map((column) => [column.name, column]))
  const rules = pack.rules.filter((rule) => rule.table === table.name && rule.class === 'conformity')
  const columns = table.columns.map((column): [string, Reading] => {
    const national = known.get(column.name)
    const type = national?.type ?? typeOfStored(column.type)
    const mine = rules.filter((rule) => rule.column === column.name)
    return [
      column.name,
      {
        name: column.name,
        type,
        kind: boundOf(type, column.type.toUpperCase()),
        stored: column.type.toUpperCase(),
        fen: column.unit === 'fen',
        pattern: patternOf(mine, national, type),
        codes: codesOf(mine, national, lists),
        conditional: mine.filter((rule) => rule.when !== undefined && rule.check.kind === 'form'),
      },
    ]
  })
  return { table, columns: new Map(columns), voids: table.columns.some(({ name }) => name === 'vali_flag') }
}

/** Amounts are below 10^18 分 but where they are stored as integers: sums of a few of them need no 128 bits. */
function boundOf(type: ElementType, stored: string): Kind {
  const bounded = type === 'amount' && (stored === 'VARCHAR' || wholePlaces(stored) <= 16)
  return bounded ? atMost(kindOf(type), 1e18) : kindOf(type)
}

/** Places before the point of a stored decimal; without end for other types. */
function wholePlaces(stored: string): number {
  const [, width, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(stored) ?? []
  return width === undefined ? Number.POSITIVE_INFINITY : Number(width) - Number(scale)
}

function patternOf(
  rules: readonly Rule[],
  national: NationalColumn | undefined,
  type: ElementType,
): string | null {
  for (const { when, check } of rules) {
    if (when === undefined && check.kind === 'form' && check.pattern !== undefined) return check.pattern
  }
  return national?.pattern ?? TYPE_FORMS[type] ?? null
}

function codesOf(
  rules: readonly Rule[],
  national: NationalColumn | undefined,
  lists: Readonly<Record<string, readonly string[]>>,
): readonly string[] | null {
  for (const { when, check } of rules) {
    if (when === undefined && check.kind === 'code' && check.list !== undefined)
      return lists[check.list] ?? null
  }
  return national?.codeList === undefined ? null : (lists[national.codeList] ?? null)
}

function typeOfStored(stored: string): ElementType {
  const type = stored.toUpperCase()
  if (type === 'DATE') return 'date'
  if (type.startsWith('TIMESTAMP')) return 'datetime'
  if (/^(?:U?(?:TINY|SMALL|BIG)INT|U?INTEGER)$/.test(type)) return 'integer'
  return type.startsWith('DECIMAL') ? 'quantity' : 'text'
}

/** The cell as text, null where it holds nothing but blanks. */
export function rawOf({ name, stored }: Reading, from = 't'): string {
  const cell = `${from}.${quoteName(name)}`
  if (stored !== 'VARCHAR') return `CAST(${cell} AS VARCHAR)`
  // Trimming is slow: only what begins with a blank can be blank.
  return `CASE WHEN ${cell} = '' OR (starts_with(${cell}, ' ') AND trim(${cell}) = '') THEN NULL ELSE ${cell} END`
}

/** True where a text that is not empty is well-formed; null where nothing is asked of it. */
export function formOf(reading: Reading, raw: string): string | null {
  if (storedAs(reading) !== null) return null
  const { codes, pattern, type } = reading
  if (codes !== null) return `(${raw} IN (${codes.map(quoteText).join(', ') || 'NULL'}))`
  if (pattern !== null) return fullMatch(raw, pattern)
  // Identifiers and codes are ASCII without blanks: two counts are many times faster than an expression.
  return type === 'id' || type === 'code'
    ? `(strlen(${raw}) = length(${raw}) AND NOT contains(${raw}, ' '))`
    : null
}

/**
 * Hash of the cells of a key as they lie: keys that are equal have an equal one, so what occurs twice is found without
 * asking for forms first. Null where a value of the key is not its cell.
 */
export function cellHash(
  reading: TableReading,
  columns: readonly string[],
): { hash: string; present: string } | null {
  const cells = columns.map((name) => {
    const column = reading.columns.get(name)
    return column?.stored === 'VARCHAR' && column.kind.is === 'text' ? `t.${quoteName(name)}` : null
  })
  if (cells.includes(null)) return null
  return {
    hash: `hash(${cells.join(', ')})`,
    present: cells.map((cell) => `${cell} IS NOT NULL`).join(' AND '),
  }
}

/** The value of a well-formed text, or of a column that is stored in its type. Null where it cannot be. */
export function valueOf(reading: Reading, raw: string, form: string | null, from = 't'): string {
  const stored = storedAs(reading, `${from}.${quoteName(reading.name)}`)
  if (stored !== null) return stored
  const value = parsed(reading.type, raw)
  return form === null ? value : `CASE WHEN ${form} THEN ${value} END`
}

function parsed(type: ElementType, raw: string): string {
  switch (type) {
    case 'date':
      return `TRY_CAST(${raw} AS DATE)`
    case 'datetime':
      return `TRY_CAST(${raw} AS TIMESTAMP)`
    case 'month':
    case 'year':
    case 'integer':
      return `TRY_CAST(${raw} AS BIGINT)`
    case 'amount':
      return fenOf(`TRY_CAST(${raw} AS DECIMAL(18,2))`)
    case 'quantity':
    case 'ratio':
      return millionthsOf(raw)
    default:
      return raw
  }
}

/** Cells of this storage type all have a value: the column cannot be malformed, and nothing needs to be asked. */
export function alwaysSound(reading: Reading): boolean {
  const { type, stored } = reading
  // Forms under a condition take the value away from a cell of any type.
  if (storedAs(reading) === null || reading.conditional.length > 0 || type === 'month') return false
  if (type === 'date' || type === 'datetime') return true
  // Sixteen digits before the point are eighteen as 分, which 64 bits hold.
  if (type === 'amount') return stored.startsWith('DECIMAL') ? wholePlaces(stored) <= 16 : reading.fen
  return type === 'integer' || type === 'year'
}

/**
 * A decimal as whole 分: in 64 bits where it is small, since the engine is slow with 128, and otherwise in 128, which it
 * takes only for more than 18 digits: a product of eighteen that is too large ends the whole query.
 */
const fenOf = (cell: string): string =>
  `coalesce(TRY_CAST(TRY_CAST(${cell} AS DECIMAL(15,2)) * 100::DECIMAL(3,0) AS BIGINT), TRY_CAST(CAST(${cell} AS DECIMAL(20,2)) * 100 AS BIGINT))`

/** A number with its six places as a whole one, in the same two ways. */
const millionthsOf = (cell: string): string =>
  `coalesce(TRY_CAST(TRY_CAST(${cell} AS DECIMAL(11,6)) * 1000000::DECIMAL(7,0) AS BIGINT), TRY_CAST(CAST(TRY_CAST(${cell} AS DECIMAL(16,6)) AS DECIMAL(20,6)) * 1000000 AS BIGINT))`

/** Columns whose storage type already is the value: nothing is left to be malformed. */
export function storedAs({ type, stored, fen }: Reading, cell = ''): string | null {
  if (type === 'date' && stored === 'DATE') return cell
  if (type === 'datetime' && stored === 'TIMESTAMP') return cell
  if (type === 'datetime' && stored === 'DATE') return `CAST(${cell} AS TIMESTAMP)`
  const integer = /^(?:BIGINT|INTEGER|SMALLINT|TINYINT)$/.test(stored)
  if (type === 'amount' && fen && integer) return cell
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(stored)
  const small = decimal !== null && Number(decimal[1]) <= 18
  if (type === 'amount' && small && Number(decimal[2]) <= 2) return fenOf(cell)
  if (type === 'amount' && integer) return `TRY_CAST(${cell}::HUGEINT * 100 AS BIGINT)`
  if ((type === 'quantity' || type === 'ratio') && (integer || (small && Number(decimal[2]) <= 6))) {
    return millionthsOf(cell)
  }
  if ((type === 'integer' || type === 'year') && integer) return `CAST(${cell} AS BIGINT)`
  if (type === 'month' && integer)
    return `CASE WHEN ${cell} % 100 BETWEEN 1 AND 12 THEN CAST(${cell} AS BIGINT) END`
  return null
}
