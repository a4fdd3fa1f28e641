import { type ColumnFacts, isNumeric, isOnly } from './scan/facts.ts'
import { DATE, DECIMAL, EMPTY_QUOTED, INTEGER, STAMP_SPACE, STAMP_T, STAMP_Z } from './scan/shape.ts'

/** How one column is stored, and why. */
export interface ColumnPlan {
  readonly name: string
  /** DuckDB's type: VARCHAR, BIGINT, DECIMAL(p,s), DATE or TIMESTAMP. */
  readonly type: string
  /** `declared` by the owner, by the column's `name`, or by its `values`. */
  readonly why: 'declared' | 'name' | 'values'
  /** How the source writes it, where the stored value does not show it: `Z` for times in UTC, `T` for ISO 8601. */
  readonly format: string | null
  /** Quoted empty fields are read as NULL: a number or date has no empty text. */
  readonly emptyIsNull: boolean
}

/** Identifiers and codes stay text even where every value is a number: they are compared, never summed. */
const CODE =
  /(?:^|_)(?:id|no|code|codg|cd|sn|npi|admdvs|admvs|flag|type|lv|way|stas|gend|naty)(?:_\d+)?$|^insutype$|^certno$/i
/** Whether a column's name alone makes it text. */
export const isCode = (name: string): boolean => CODE.test(name)

/** Amounts of the national tables, (16,2) by the interface specification: stored with two places. */
const AMOUNT = /(?:_amt|_sumamt|_payamt|_pay|_selfpay|_dedc|_sumfee|_part)$|^balc$|^dedc_std$/i

const MAX_INTEGER_DIGITS = 18
const DECLARED = /^(?:VARCHAR|BIGINT|DATE|TIMESTAMP|DECIMAL\((\d{1,2}),(\d{1,2})\))$/

/** The type that fits every cell without changing what it says; text where none does. */
export function inferColumn(name: string, facts: ColumnFacts, identifier: boolean): ColumnPlan {
  const shapes = facts.shapes & ~EMPTY_QUOTED
  const plan = (type: string, why: ColumnPlan['why'], format: string | null = null): ColumnPlan => {
    return { name, type, why, format, emptyIsNull: type !== 'VARCHAR' && (facts.shapes & EMPTY_QUOTED) !== 0 }
  }
  if (identifier || isCode(name)) return plan('VARCHAR', 'name')
  if (isNumeric(shapes)) {
    if (AMOUNT.test(name) && facts.scale <= 2 && facts.digits <= 16) return plan('DECIMAL(18,2)', 'name')
    return plan(numberType(facts), 'values')
  }
  if (isOnly(shapes, DATE)) return plan('DATE', 'values')
  if (isOnly(shapes, STAMP_SPACE)) return plan('TIMESTAMP', 'values')
  if (isOnly(shapes, STAMP_T)) return plan('TIMESTAMP', 'values', 'T')
  if (isOnly(shapes, STAMP_Z)) return plan('TIMESTAMP', 'values', 'Z')
  return plan('VARCHAR', 'values')
}

function numberType({ shapes, digits, scale }: ColumnFacts): string {
  if ((shapes & DECIMAL) === 0) return digits <= MAX_INTEGER_DIGITS ? 'BIGINT' : 'VARCHAR'
  if (digits + scale <= 18) return `DECIMAL(18,${scale})`
  return digits + scale <= 38 ? `DECIMAL(38,${scale})` : 'VARCHAR'
}

/** What a declared type demands of every cell. */
export interface Demand {
  readonly shapes: number
  readonly digits: number
  readonly scale: number
}

/** The demand of a declared type on cells; `kind` is the one form of time that the column uses. */
export function demandOf(type: string): Demand {
  const none = { digits: Number.MAX_SAFE_INTEGER, scale: Number.MAX_SAFE_INTEGER }
  if (type === 'VARCHAR') return { shapes: ~0, ...none }
  if (type === 'BIGINT') return { shapes: INTEGER | EMPTY_QUOTED, digits: MAX_INTEGER_DIGITS, scale: 0 }
  if (type === 'DATE') return { shapes: DATE | EMPTY_QUOTED, ...none }
  if (type === 'TIMESTAMP') return { shapes: STAMP_SPACE | STAMP_T | STAMP_Z | EMPTY_QUOTED, ...none }
  const [, width, scale] = DECLARED.exec(type)!
  return {
    shapes: INTEGER | DECIMAL | EMPTY_QUOTED,
    digits: Number(width) - Number(scale),
    scale: Number(scale),
  }
}

export const meets = (facts: ColumnFacts, demand: Demand): boolean =>
  (facts.shapes & ~demand.shapes) === 0 && facts.digits <= demand.digits && facts.scale <= demand.scale

/** A declared column; whether the cells meet the type is checked apart, with the line. */
export function declaredColumn(name: string, type: string, facts: ColumnFacts): ColumnPlan {
  const format = facts.shapes & STAMP_Z ? 'Z' : facts.shapes & STAMP_T ? 'T' : null
  const emptyIsNull = type !== 'VARCHAR' && (facts.shapes & EMPTY_QUOTED) !== 0
  return { name, type, why: 'declared', format: type === 'TIMESTAMP' ? format : null, emptyIsNull }
}
