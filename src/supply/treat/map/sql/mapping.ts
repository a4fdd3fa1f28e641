import { INSURED_COLUMN, quoteName } from '../../../source/child/index.ts'
import { type NationalTable, nationalTable } from '../../standard/index.ts'
import type { MappingSpec } from '../model.ts'
import { type CompiledPart, type Complaint, compilePart, type World } from './part.ts'

/** A mapping as the engine runs it; plain JSON, so that it can go to a child. */
export interface MappingPlan {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly fen: boolean }[]
  readonly persons: boolean
  readonly parts: readonly PartPlan[]
}

export interface PartPlan {
  readonly source: string
  /** Rows of the target, and for each column that may not fit `__bad<i>`: true where it did not. */
  readonly select: string
  /** Numbers of the columns that may not fit. */
  readonly risky: readonly number[]
  /** Cells that did not fit: row of the source file, column, text as it stands there. */
  readonly misfits: Readonly<Record<string, string>>
}

/** What is right and what is missing in a mapping, in words. */
export interface Validation {
  /** What keeps it from being run. */
  readonly complaints: readonly Complaint[]
  /** Required columns of the target that no part fills, by part. */
  readonly missing: readonly { readonly part: number; readonly columns: readonly string[] }[]
  readonly unused: readonly { readonly part: number; readonly columns: readonly string[] }[]
  /** Columns that are filled, of those that the target has. */
  readonly filled: number
  readonly of: number
}

export interface CompiledMapping {
  readonly validation: Validation
  /** Null where something is wrong. */
  readonly plan: MappingPlan | null
  readonly parts: readonly CompiledPart[]
  readonly target: NationalTable
}

/** Compiles a mapping against the sources as they are now. @throws XinyuError STANDARD_TABLE_UNKNOWN */
export function compileMapping(spec: MappingSpec, world: World): CompiledMapping {
  const target = nationalTable(spec.target)
  const results = spec.parts.map((part, i) => compilePart(part, i, target, world))
  const parts = results.flatMap(({ compiled }) => compiled ?? [])
  const complaints = results.flatMap((result) => result.complaints)
  const somePersons = parts.some(({ insured }) => insured !== null)
  if (somePersons && parts.some(({ insured }) => insured === null)) {
    complaints.push({
      part: 0,
      column: null,
      en: 'some sources name insured persons and others do not: map them into two tables',
      zh: '有的来源标识参保人，有的没有：请分成两张表映射',
    })
  }
  const required = target.columns.filter((column) => column.required).map(({ name }) => name)
  const filled = new Set(spec.parts.flatMap((part) => Object.keys(part.columns)))
  const columns = target.columns.filter(({ name }) => filled.has(name))
  if (columns.length === 0) {
    complaints.push({ part: 0, column: null, en: 'no column is mapped', zh: '还没有映射任何一列' })
  }
  const validation: Validation = {
    complaints,
    missing: spec.parts
      .map((part, i) => ({ part: i, columns: required.filter((name) => !(name in part.columns)) }))
      .filter((one) => one.columns.length > 0),
    unused: results.flatMap(({ compiled }, i) =>
      compiled && compiled.unused.length > 0 ? [{ part: i, columns: compiled.unused }] : [],
    ),
    filled: columns.length,
    of: target.columns.length,
  }
  if (complaints.length > 0) return { validation, plan: null, parts, target }
  const made = new Map(parts.flatMap((part) => part.columns.map((column) => [column.name, column] as const)))
  const plan: MappingPlan = {
    columns: columns.map(({ name }) => ({ name, type: made.get(name)!.type, fen: made.get(name)!.fen })),
    persons: somePersons,
    parts: parts.map((part) =>
      planOf(
        part,
        columns.map(({ name }) => ({ name, type: made.get(name)!.type })),
      ),
    ),
  }
  return { validation, plan, parts, target }
}

function planOf(part: CompiledPart, columns: readonly { name: string; type: string }[]): PartPlan {
  const mine = new Map(part.columns.map((column) => [column.name, column]))
  const cells = columns.map(({ name, type }) => {
    const column = mine.get(name)
    return `${column ? `(${column.sql})` : `CAST(NULL AS ${type})`} AS ${quoteName(name)}`
  })
  const insured = part.insured === null ? [] : [`${part.insured} AS ${quoteName(INSURED_COLUMN)}`]
  const risky = columns.flatMap(({ name }, i) => (mine.get(name)?.bad ? [i] : []))
  const lost = (i: number) => {
    const { sql, bad } = mine.get(columns[i]!.name)!
    return `(${sql} IS NULL AND ${bad})`
  }
  const misfits = risky.map((i) => {
    const raw = mine.get(columns[i]!.name)!.from.map((name) => `CAST(s.${quoteName(name)} AS VARCHAR)`)
    const value = raw.length === 0 ? 'NULL' : `concat_ws(' | ', ${raw.join(', ')})`
    const test = `${part.from.includes('\nWHERE ') ? ' AND' : ' WHERE'} ${lost(i)}`
    return [
      columns[i]!.name,
      `SELECT s.file_row_number AS row, ${value} AS value ${part.from}${test}`,
    ] as const
  })
  const flags = risky.map((i) => `coalesce(${lost(i)}, false) AS __bad${i}`)
  return {
    source: part.source,
    select: `SELECT ${[...cells, ...insured, ...flags].join(', ')} ${part.from}`,
    risky,
    misfits: Object.fromEntries(misfits),
  }
}
