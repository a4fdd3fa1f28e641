import type { QueryWork } from '../../../platform/engine/index.ts'

/** Words of SQL as an engine reads them. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'sign'
  readonly value: string
}

const TOKEN =
  /\s+|("(?:[^"]|"")*")|('(?:[^']|'')*')|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(--|\/\*|<>|<=|>=|<<|\|\||[^\s\w"'])/gy
const KINDS = ['quoted', 'text', 'number', 'word', 'sign'] as const

/** @throws Error for what is no word of SQL */
export function tokens(sql: string): Token[] {
  const found: Token[] = []
  TOKEN.lastIndex = 0
  for (let at = 0; at < sql.length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(sql)
    if (!match) throw new Error(`an odd character: ${sql.slice(at, at + 20)}`)
    const kind = KINDS.findIndex((_, group) => match[group + 1] !== undefined)
    if (kind < 0) continue
    const value = match[kind + 1]!
    const quote = kind === 0 ? '"' : kind === 1 ? "'" : null
    found.push({
      kind: KINDS[kind]!,
      value: quote === null ? value : value.slice(1, -1).replaceAll(quote + quote, quote),
    })
  }
  return found
}

/** Everything of one piece of work that an engine reads as SQL. */
export const textsOf = ({ sql, steps = [], members }: QueryWork): string[] => [
  ...steps.map((step) => step.sql),
  sql,
  ...(members ? [members.sql] : []),
  ...(members?.size ? [members.size] : []),
  ...(members?.unions ? [members.unions] : []),
]

/** Our own names: scans, derived columns, and what is made on the way. */
const OWN =
  /^(t\d+|[a-z]\d*|[a-z]{1,2}\d+|(lo|hi|below|above)\d+|__[a-z]+\d*(_\d+)?|set_number|place|places|value|leaf|one|persons|number|parent)$/
const WORDS = new Set(
  `SELECT FROM WHERE GROUP BY HAVING ORDER AS AND OR NOT IN IS NULL LIKE BETWEEN CASE WHEN THEN ELSE END DISTINCT
  INNER LEFT SEMI JOIN ON UNION ALL WITH MATERIALIZED OVER PARTITION FILTER CAST TRY_CAST TRY GROUPING SETS ESCAPE
  ROLLUP TRUE FALSE ASC DESC NULLS FIRST LAST CROSS
  BIGINT HUGEINT INTEGER UINTEGER UBIGINT DOUBLE DECIMAL VARCHAR DATE TIMESTAMP BOOLEAN
  count sum avg min max row_number any_value quantile_cont bit_or bit_count isfinite least greatest coalesce
  year quarter month week day dayofweek hour date_trunc date_diff lower upper trim left right substring length concat
  nullif round floor ceil abs`
    .split(/\s+/)
    .map((word) => word.toLowerCase()),
)

/** Every text and every name of the plan, wherever in it. */
export function wordsOf(plan: unknown): Set<string> {
  if (typeof plan === 'string') return new Set([plan])
  if (plan === null || typeof plan !== 'object') return new Set()
  return new Set(Object.values(plan).flatMap((one) => [...wordsOf(one)]))
}

const FIXED = new Set(['__insured', 'NaN'])
const SIGNS = new Set([
  '-',
  '+',
  '*',
  '/',
  '%',
  '(',
  ')',
  ',',
  '.',
  '=',
  '<',
  '>',
  '&',
  '<>',
  '<=',
  '>=',
  '<<',
  '||',
])

/** What of the printed SQL comes neither from the plan (`known`) nor from the printer's own few words. */
export function strangers(sql: string, known: ReadonlySet<string>): string[] {
  const fine = ({ kind, value }: Token): boolean => {
    if (kind === 'word') return WORDS.has(value.toLowerCase()) || OWN.test(value)
    if (kind === 'sign') return SIGNS.has(value)
    if (kind === 'number' || known.has(value) || FIXED.has(value)) return true
    return kind === 'text' && /^-?\d+(\.\d+)?$/.test(value)
  }
  return tokens(sql).flatMap((token) => (fine(token) ? [] : [`${token.kind} ${token.value}`]))
}
