import { XinyuError } from '../../../kernel/errors/index.ts'
import { macSql } from '../../../safeguard/crypto/hashing/index.ts'
import { quoteName, quoteText } from '../../source/child/index.ts'
import { base32Sql, letSql, type ProjectKeys } from './hmac.ts'
import type { Profile, Transform } from './model.ts'

export interface SourceColumn {
  readonly name: string
  /** The engine's type of the stored column. */
  readonly type: string
  readonly role: 'direct' | 'quasi' | 'sensitive' | 'plain'
}

export interface CompiledColumn {
  readonly name: string
  readonly sql: string
  readonly type: string
  /** Nothing of the source's cell stays readable in it: it need not be searched for identifiers. */
  readonly closed: boolean
}

/** Days by which a person's dates are shifted at most, either way. */
export const SHIFT_DAYS = 182

/** Names that the person map has in the compiled SQL: `t` is the source, `p` its person. */
export const PERSON = { pseudonym: 'p.pseudonym', number: 'p.number', shift: 'p.shift' } as const

/**
 * A profile as SQL over `t` (the source) and `p` (the person of the row). `keys` holds the project's keys; `body` is the
 * owner, so that equal numbers of two bodies get two pseudonyms. Pure. A direct identifier leaves as pseudonym or not
 * at all.
 * @throws XinyuError DEID_COLUMN_UNKNOWN, DEID_DIRECT, DEID_TYPE, DEID_NO_PERSON
 */
export function compileProfile(
  profile: Profile,
  columns: readonly SourceColumn[],
  keys: ProjectKeys,
  options: { readonly body: string; readonly persons: boolean; readonly open?: ReadonlySet<string> },
): CompiledColumn[] {
  const known = new Set(columns.map((column) => column.name))
  const unknown = Object.keys(profile.columns).find((name) => !known.has(name))
  if (unknown !== undefined) throw new XinyuError('DEID_COLUMN_UNKNOWN', { column: unknown })
  return columns.flatMap((column) => {
    const transform = profile.columns[column.name] ?? { kind: 'remove' as const }
    mustFit(column, transform, options.persons)
    if (transform.kind === 'remove' || options.open?.has(column.name) === false) return []
    return [{ name: column.name, ...compileColumn(column, transform, keys, options.body) }]
  })
}

const NUMBER = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|FLOAT|DOUBLE|DECIMAL|U(?:TINY|SMALL|BIG)?INT)/
const TIME = /^(DATE|TIMESTAMP)/

/** Texts are read as what they say where they say it; a type that can never fit is refused. */
function mustFit(column: SourceColumn, transform: Transform, persons: boolean): void {
  const { kind } = transform
  if (column.role === 'direct' && kind !== 'remove' && kind !== 'pseudonym') {
    throw new XinyuError('DEID_DIRECT', { column: column.name, kind })
  }
  if (!persons && (kind === 'shift' || (kind === 'pseudonym' && transform.entity === 'person'))) {
    throw new XinyuError('DEID_NO_PERSON', { column: column.name, kind })
  }
  const numeric = NUMBER.test(column.type)
  const time = TIME.test(column.type)
  const wrong =
    ((kind === 'date' || kind === 'shift') && numeric) ||
    ((kind === 'age' || kind === 'band' || kind === 'clamp') && time) ||
    ((kind === 'mask' || kind === 'prefix' || kind === 'region') && (time || column.type === 'BOOLEAN'))
  if (wrong) throw new XinyuError('DEID_TYPE', { column: column.name, kind, type: column.type })
}

type Compiled = Omit<CompiledColumn, 'name'>

function compileColumn(
  column: SourceColumn,
  transform: Transform,
  keys: ProjectKeys,
  body: string,
): Compiled {
  const value = `t.${quoteName(column.name)}`
  const text = `CAST(${value} AS VARCHAR)`
  const number = NUMBER.test(column.type) ? value : `try_cast(${value} AS DOUBLE)`
  const date = TIME.test(column.type) ? value : `try_cast(${value} AS TIMESTAMP)`
  switch (transform.kind) {
    case 'keep':
      return { sql: value, type: column.type, closed: !/VARCHAR|BIGINT/.test(column.type) }
    case 'remove':
      return { sql: 'NULL::VARCHAR', type: 'VARCHAR', closed: true }
    case 'pseudonym':
      return { sql: pseudonymSql(transform, text, keys, body), type: 'VARCHAR', closed: true }
    case 'age': {
      const { width, top } = transform
      const low = `(floor(${number} / ${width}) * ${width})::BIGINT`
      // The last band under the top may be shorter, so that no two bands overlap.
      const high = `least(${low} + ${width - 1}, ${top - 1})`
      const sql = `CASE WHEN ${number} IS NULL OR ${number} < 0 THEN NULL WHEN ${number} >= ${top} THEN '${top}+'
        ELSE ${low} || '-' || ${high} END`
      return { sql, type: 'VARCHAR', closed: true }
    }
    case 'region': {
      const digits = { province: 2, city: 4, county: 6 }[transform.to]
      const sql = `CASE WHEN regexp_matches(${text}, '^\\d{6}') THEN rpad(substr(${text}, 1, ${digits}), 6, '0') END`
      return { sql, type: 'VARCHAR', closed: true }
    }
    case 'date': {
      const sql = {
        month: `strftime(${date}, '%Y-%m')`,
        quarter: `(year(${date}) || '-Q' || quarter(${date}))`,
        year: `strftime(${date}, '%Y')`,
      }[transform.to]
      return { sql, type: 'VARCHAR', closed: true }
    }
    case 'shift':
      return {
        sql: `CAST(${date} + to_days(${PERSON.shift}) AS ${timeType(column.type)})`,
        type: timeType(column.type),
        closed: true,
      }
    case 'band':
      return {
        sql: `(floor(${number} / ${transform.width}) * ${transform.width})::DOUBLE`,
        type: 'DOUBLE',
        closed: true,
      }
    case 'clamp': {
      const low = transform.low === null ? number : `greatest(${number}, ${transform.low})`
      const sql = transform.high === null ? low : `least(${low}, ${transform.high})`
      // greatest and least skip NULL, which would make an empty cell the bound.
      const guarded = `CASE WHEN ${number} IS NULL THEN NULL ELSE ${sql} END`
      return { sql: `(${guarded})::DOUBLE`, type: 'DOUBLE', closed: true }
    }
    case 'mask': {
      const { first, last } = transform
      // A text no longer than what stays visible is hidden whole.
      const sql = `CASE WHEN length(${text}) <= ${first + last} THEN repeat('*', length(${text})::INTEGER)
        ELSE substr(${text}, 1, ${first}) || repeat('*', (length(${text}) - ${first + last})::INTEGER)
          || CASE WHEN ${last} = 0 THEN '' ELSE right(${text}, ${last}) END END`
      return { sql, type: 'VARCHAR', closed: false }
    }
    case 'prefix':
      return { sql: `substr(${text}, 1, ${transform.length})`, type: 'VARCHAR', closed: false }
    case 'suppress': {
      const tests = [
        ...(transform.values.length > 0
          ? [`${text} IN (${transform.values.map(quoteText).join(', ')})`]
          : []),
        ...transform.ranges.map(
          ({ from, to }) => `upper(substr(${text}, 1, 3)) BETWEEN '${from}' AND '${to}'`,
        ),
      ]
      const sql = tests.length === 0 ? value : `CASE WHEN ${tests.join(' OR ')} THEN NULL ELSE ${value} END`
      return { sql, type: column.type, closed: !/VARCHAR|BIGINT/.test(column.type) }
    }
  }
}

const timeType = (type: string): string => (type === 'TIMESTAMP' ? 'TIMESTAMP' : 'DATE')

function pseudonymSql(
  transform: Extract<Transform, { kind: 'pseudonym' }>,
  text: string,
  keys: ProjectKeys,
  body: string,
): string {
  if (transform.entity === 'person') return PERSON.pseudonym
  const space = transform.scope === 'body' ? `${transform.entity}:${body}` : transform.entity
  const message = `${quoteText(`${space}:`)} || trim(${text})`
  return `CASE WHEN trim(${text}) <> '' THEN ${letSql(macSql(keys.entity, message), 'h', base32Sql('h'))} END`
}
