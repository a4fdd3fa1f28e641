import { INSURED_COLUMN, quoteName, quotePath } from '../../../source/child/index.ts'
import type { StoredColumn } from '../../../catalog/index.ts'
import { codeWords, type Dictionary, type NationalColumn, type NationalTable } from '../../standard/index.ts'
import type { MappingPart, Value } from '../model.ts'
import {
  asText,
  type Compiled,
  compileCondition,
  compileValue,
  type Kind,
  type Scope,
  SenseError,
  type Source,
} from './value.ts'
import { textOfNumber } from './forms.ts'
import { createSteps, type Ref, type Steps } from './steps.ts'

/** A landed version as a mapping reads it. */
export interface SourceTable {
  readonly code: string
  readonly files: readonly string[]
  readonly columns: readonly Pick<StoredColumn, 'name' | 'type' | 'unit'>[]
  readonly persons: boolean
}

/** What a mapping refers to, looked up before it is compiled. */
export interface World {
  readonly tables: ReadonlyMap<string, SourceTable>
  /** By `code` the newest, by `code@version` the one that is named. */
  readonly dictionaries: ReadonlyMap<string, Dictionary>
}

/** One complaint about a mapping, with its place. */
export interface Complaint {
  readonly part: number
  readonly column: string | null
  readonly en: string
  readonly zh: string
}

export interface CompiledColumn {
  readonly name: string
  /** Stored type. */
  readonly type: string
  readonly sql: string
  readonly bad: string | null
  readonly fen: boolean
  /** Columns of the source that it is made of. */
  readonly from: readonly string[]
  readonly how: string
}

export interface CompiledPart {
  readonly source: string
  /** Source columns that nothing uses. */
  readonly unused: readonly string[]
  readonly columns: readonly CompiledColumn[]
  /** Rows of the source in the order of its file, joined with what they look up. */
  readonly from: string
  readonly insured: string | null
}

const kindOf = ({ type, unit }: Pick<StoredColumn, 'type' | 'unit'>): Kind => {
  if (unit === 'fen') return 'fen'
  if (type === 'DATE') return 'date'
  if (type.startsWith('TIMESTAMP')) return 'datetime'
  return /^(?:U?(?:BIG|HUGE|SMALL|TINY)?INT(?:EGER)?|DECIMAL)/.test(type) ? 'number' : 'text'
}

const sourceOf = (table: SourceTable): Source => {
  const columns = new Map(
    table.columns.map((column) => [column.name.toLowerCase(), { name: column.name, kind: kindOf(column) }]),
  )
  return { kindOf: (column) => columns.get(column.toLowerCase()) }
}

const relation = (table: SourceTable, rows: boolean): string =>
  `read_parquet([${table.files.map(quotePath).join(', ')}]${rows ? ', file_row_number = true' : ''})`

/** Decimals of a column: what its standard allows. */
const DECIMALS: Readonly<Record<string, string>> = {
  age: 'DECIMAL(5, 1)',
  pric: 'DECIMAL(18, 6)',
  ratio: 'DECIMAL(9, 4)',
}

/** A value as the target column stores it. @throws SenseError where its kind does not fit */
function fit(
  column: NationalColumn,
  given: Compiled,
  scope: Scope,
): Compiled & { type: string; fen: boolean } {
  const wants = (...kinds: Kind[]) => {
    if (kinds.includes(given.kind)) return
    const fn = kinds[0]!
    throw new SenseError(
      `a ${column.type} is needed, not ${given.kind}: put "${fn}" around it`,
      `此列需要 ${column.type}，现为 ${given.kind}：请套用“${fn}”`,
    )
  }
  switch (column.type) {
    case 'amount':
      wants('fen')
      return { ...given, type: 'BIGINT', fen: true }
    case 'date':
      wants('date', 'datetime')
      return { ...given, sql: `CAST(${given.sql} AS DATE)`, type: 'DATE', fen: false }
    case 'datetime':
      wants('datetime', 'date')
      return { ...given, sql: `CAST(${given.sql} AS TIMESTAMP)`, type: 'TIMESTAMP', fen: false }
    case 'quantity':
    case 'ratio':
    case 'integer': {
      wants('number')
      const decimals = DECIMALS[column.name] ?? DECIMALS[column.type] ?? 'DECIMAL(18, 4)'
      const type = column.type === 'integer' ? 'BIGINT' : decimals
      const value = { ...given, ...scope.steps.bind(given) }
      const cast = scope.steps.bind({ sql: `TRY_CAST(${value.sql} AS ${type})`, level: value.level })
      // Rounded silently it would be another value.
      const lost = `(${value.sql} IS NOT NULL AND ${cast.sql} IS DISTINCT FROM ${value.sql})`
      const bad = value.bad === null ? lost : `(${value.bad} OR ${lost})`
      const sql = `CASE WHEN ${cast.sql} = ${value.sql} THEN ${cast.sql} END`
      return { sql, level: cast.level, kind: 'number', bad, type, fen: false }
    }
    default:
      return { ...asText(given, scope), type: 'VARCHAR', fen: false }
  }
}

/** The cell of the one row of another table; where several rows of a key differ in it, none of them is the answer. */
function lookup(
  other: SourceTable,
  column: string,
  on: readonly (readonly [column: string, text: Ref])[],
  steps: Steps,
): Compiled {
  const columns = sourceOf(other)
  const find = (wanted: string) => {
    const found = columns.kindOf(wanted)
    if (found) return found
    throw new SenseError(`there is no column ${other.code}.${wanted}`, `没有“${other.code}.${wanted}”这一列`)
  }
  const cell = ({ name, kind }: { name: string; kind: Kind }) =>
    kind === 'text' ? `nullif(trim(${quoteName(name)}, ' \t\u00a0\u3000'), '')` : quoteName(name)
  const text = (found: { name: string; kind: Kind }) =>
    found.kind === 'number' ? textOfNumber(cell(found), (sql) => sql) : `CAST(${cell(found)} AS VARCHAR)`
  const value = find(column)
  const keys = on.map(([theirs], i) => `${text(find(theirs))} AS k${i}`)
  const names = on.map((_, i) => `k${i}`).join(', ')
  const rows = `(SELECT ${names}, min(v) AS v FROM (SELECT ${keys.join(', ')}, ${cell(value)} AS v FROM ${relation(other, false)})
    GROUP BY ${names} HAVING min(v) IS NOT DISTINCT FROM max(v)) AS {n}`
  const bound = on.map(([, mine]) => steps.bind(mine))
  const test = bound.map((mine, i) => `{n}.k${i} = ${mine.sql}`).join(' AND ')
  const level = Math.max(...bound.map((mine) => mine.level))
  return { ...steps.join(rows, { sql: test, level }, '{n}.v'), kind: value.kind, bad: null }
}

/** The words of a value for the lineage: `fen(copy)`. */
export function howOf(value: Value): string {
  if (value.fn === 'copy') return 'copy'
  if (value.fn === 'dictionary')
    return `dictionary ${value.list}${value.version ? ` v${value.version}` : ''}(${howOf(value.of)})`
  if (value.fn === 'date' || value.fn === 'datetime') return `${value.fn} ${value.format}(${howOf(value.of)})`
  if ('of' in value) {
    return `${value.fn}(${(Array.isArray(value.of) ? value.of : [value.of]).map(howOf).join(', ')})`
  }
  return value.fn === 'lookup' ? `lookup ${value.table}.${value.column}` : value.fn
}

/** One part as SQL, or everything that is wrong with it. */
export function compilePart(
  part: MappingPart,
  index: number,
  target: NationalTable,
  world: World,
): { readonly compiled: CompiledPart | null; readonly complaints: readonly Complaint[] } {
  const complaints: Complaint[] = []
  const complain = (column: string | null, en: string, zh: string) =>
    complaints.push({ part: index, column, en, zh })
  const table = world.tables.get(part.source)
  if (!table) {
    complain(null, `dataset ${part.source} has no landed version`, `数据资源“${part.source}”还没有入库的版本`)
    return { compiled: null, complaints }
  }
  const used = new Set<string>()
  const steps = createSteps()
  const scope: Scope = {
    source: sourceOf(table),
    used,
    steps,
    words: (list, version) => {
      const dictionary = world.dictionaries.get(version === undefined ? list : `${list}@${version}`)
      if (!dictionary) throw new SenseError(`there is no dictionary ${list}`, `没有字典“${list}”`)
      return [...codeWords(dictionary)]
    },
    lookup: (name, column, on) => {
      const other = world.tables.get(name)
      if (!other)
        throw new SenseError(`dataset ${name} has no landed version`, `数据资源“${name}”还没有入库的版本`)
      return lookup(other, column, on, steps)
    },
  }
  const sense = <T>(column: string | null, work: () => T): T | null => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof SenseError)) throw error
      complain(column, error.message, error.zh)
      return null
    }
  }
  const columns = Object.entries(part.columns).flatMap(([name, value]): CompiledColumn[] => {
    const column = target.columns.find((one) => one.name === name)
    if (!column) {
      complain(name, `${target.name} has no column ${name}`, `${target.name} 没有“${name}”这一列`)
      return []
    }
    const mine = new Set<string>()
    const made = sense(name, () => {
      const mineScope = { ...scope, used: mine }
      return fit(column, compileValue(value, mineScope), mineScope)
    })
    for (const one of mine) used.add(one)
    if (!made) return []
    const { sql, type, bad, fen } = made
    return [{ name, sql, type, bad, fen, from: [...mine], how: howOf(value) }]
  })
  const where = part.where === undefined ? null : sense(null, () => compileCondition(part.where!, scope))
  const latest = part.latest ? sense(null, () => latestOf(part.latest!, scope.source, used)) : null
  if (complaints.length > 0) return { compiled: null, complaints }
  const nth = `, row_number() OVER (PARTITION BY ${latest?.by} ORDER BY ${latest?.order} DESC, file_row_number) AS __nth`
  const base = `SELECT *${latest ? nth : ''} FROM ${relation(table, true)}`
  const tests = [...(where === null ? [] : [where.sql]), ...(latest === null ? [] : ['s.__nth = 1'])]
  const from = `FROM ${steps.from(base)} s${tests.length === 0 ? '' : `\nWHERE ${tests.join(' AND ')}`}`
  const unused = table.columns.map(({ name }) => name).filter((name) => !used.has(name))
  const insured = table.persons ? `s.${quoteName(INSURED_COLUMN)}` : null
  return { compiled: { source: part.source, unused, columns, from, insured }, complaints }
}

function latestOf({ by, order }: { by: string[]; order: string }, source: Source, used: Set<string>) {
  const find = (column: string) => {
    const found = source.kindOf(column)
    if (!found) throw new SenseError(`there is no column ${column}`, `没有“${column}”这一列`)
    used.add(found.name)
    return quoteName(found.name)
  }
  return { by: by.map(find).join(', '), order: find(order) }
}
