import type { ColumnLevel, ColumnRef } from './model.ts'

/** What the suggestion looks at: the schema and profile of one table of a product. */
export interface SuggestTable {
  readonly name: string
  readonly rows: number
  readonly insuredColumn: string | null
  readonly columns: readonly SuggestColumn[]
}

export interface SuggestColumn {
  readonly name: string
  readonly type: string
  readonly distinctApprox: number
  /** Levels that the column's grade allows; every one where nobody graded it. */
  readonly allows?: readonly ColumnLevel[]
}

/** Names that point at a person, an address or a document whatever their values: never suggested for use. */
const DIRECT_IDENTIFIER =
  /(^|_)(certno|mdtrt_cert_no|psn_name|patn_name|coner_name|name|first|last|maiden|tel|phone|addr|address|ssn|drivers|passport|medrcdno|ipt_otp_no|birthplace|lat|lon|zip|memo|notes?)($|_)/i
const NUMBER =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|FLOAT|DOUBLE|DECIMAL)/
const IDENTIFIER = /(^id$|_id$|_sn$|_no$|_code$|_codg$|^rid$|id$)/i
const MOST_GROUPS = 400

/**
 * A first proposal of levels for a data officer to correct, from names, types and counts: the insured column counts
 * persons, few-valued columns may group, amounts may be summed, everything else stays hidden (deny by default).
 */
export function suggestLevels(table: SuggestTable): Record<string, ColumnLevel> {
  return Object.fromEntries(table.columns.map((column) => [column.name, suggestLevel(table, column)]))
}

/** The grade is the floor: what it does not allow is hidden. */
function suggestLevel(table: SuggestTable, column: SuggestColumn): ColumnLevel {
  const level = levelByName(table, column)
  return column.allows === undefined || column.allows.includes(level) ? level : 'hidden'
}

function levelByName(table: SuggestTable, column: SuggestColumn): ColumnLevel {
  if (column.name === table.insuredColumn) return 'identity'
  if (DIRECT_IDENTIFIER.test(column.name)) return 'hidden'
  const few = column.distinctApprox >= 2 && column.distinctApprox <= MOST_GROUPS
  if (NUMBER.test(column.type) && !IDENTIFIER.test(column.name))
    return column.distinctApprox > 40 ? 'measure' : few ? 'group' : 'hidden'
  return few && column.distinctApprox * 20 <= table.rows ? 'group' : 'hidden'
}

/** Pairs of tables join on the columns that identify the insured in both. */
export function suggestJoinKeys(tables: readonly SuggestTable[]): [ColumnRef, ColumnRef][] {
  const keyed = tables.filter((table) => table.insuredColumn !== null)
  return keyed.flatMap((left, index) =>
    keyed.slice(index + 1).map((right): [ColumnRef, ColumnRef] => [
      { table: left.name, column: left.insuredColumn! },
      { table: right.name, column: right.insuredColumn! },
    ]),
  )
}
