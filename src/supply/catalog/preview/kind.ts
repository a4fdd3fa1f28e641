import type { ColumnKnowledge } from '../extras.ts'
import type { StoredColumn } from '../model.ts'

/** How the synthetic values of a column look. What is not known for sure to be harmless is an identifier or a text. */
export type PreviewKind =
  | 'identifier'
  | 'name'
  | 'text'
  | 'code'
  | 'flag'
  | 'date'
  | 'datetime'
  | 'month'
  | 'year'
  | 'amount'
  | 'quantity'
  | 'ratio'
  | 'integer'

const IDENTIFIER =
  /(^|_)(id|ids|no|sn|rid|uuid|key|hash|certno|cert|card|acct|account|tel|phone|mobile|email|mail|addr|address|ip|uscc|passport|ssn|licence|license|plate|url|lat|lon|lng|zip|codg)($|_)|(id|no|sn|num)$/i
const NAME = /(^|_)(name|psn_name|coner|legrep|first|last|maiden)($|_)|name$/i
const TEXT = /(^|_)(memo|note|notes|remark|desc|description|text|comment|dscr)($|_)/i
const FLAG = /(^|_)(flag|valid|vali)($|_)/i
const MONTH = /(^|_)(ym|month|yearmonth)($|_)/i
const YEAR = /(^|_)(year|yr)($|_)/i
const AMOUNT = /(^|_)(amt|fee|pay|sum|sumamt|price|pric|cost|fund|balc|bal|medfee)($|_)|amt$/i
const QUANTITY = /(^|_)(cnt|count|days|age|qty|num|times)($|_)/i

/** So distinct, a column tells rows apart whatever it is called. */
const DISTINCT_SHARE = 0.5

export function kindOf(
  column: StoredColumn,
  rows: number,
  insuredColumn: string | null,
  known: ColumnKnowledge = {},
): PreviewKind {
  const { name, type } = column
  if (known.identifier === true || name === insuredColumn || known.type === 'id') return 'identifier'
  if (known.codes && known.codes.length > 0) return 'code'
  if (type === 'DATE') return 'date'
  if (type === 'TIMESTAMP') return 'datetime'
  if (IDENTIFIER.test(name)) return 'identifier'
  if (isKind(known.type)) return known.type
  const number = /^(BIGINT|INTEGER|DECIMAL|DOUBLE|HUGEINT|SMALLINT)/.test(type)
  if (number && AMOUNT.test(name)) return 'amount'
  // Amounts may all differ; anything else that does might be a number somebody is known by.
  if (rows > 0 && column.distinctApprox > rows * DISTINCT_SHARE) return 'identifier'
  if (number) return QUANTITY.test(name) ? 'quantity' : YEAR.test(name) ? 'year' : 'integer'
  if (NAME.test(name)) return 'name'
  if (TEXT.test(name)) return 'text'
  if (FLAG.test(name)) return 'flag'
  if (MONTH.test(name)) return 'month'
  if (YEAR.test(name)) return 'year'
  return 'text'
}

const ELEMENTS = new Set([
  'text',
  'code',
  'flag',
  'date',
  'datetime',
  'month',
  'year',
  'amount',
  'quantity',
  'ratio',
  'integer',
])
const isKind = (type: string | undefined): type is PreviewKind => type !== undefined && ELEMENTS.has(type)
