import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ChildTools, openDuck, quotePath, quoteText } from '../../../source/child/index.ts'
import { maskCell } from '../../quality/mask.ts'
import { findNationalTable } from '../../standard/library.ts'
import type { CellView, QuarantineView } from '../run-model.ts'

export interface CellsInput {
  /** A file beside a repaired version. */
  readonly file: string
  readonly spill: string
  readonly table: string
  readonly what: 'changes' | 'proposals' | 'merged' | 'quarantine'
  readonly fix: string | null
  readonly limit: number
  readonly offset: number
}

export interface CellsOutput {
  readonly cells: CellView[]
  readonly rows: QuarantineView[]
  readonly total: number
}

const COLUMNS = {
  changes: `__row AS row, "column" AS col, before, after, rule, fix, round, who`,
  proposals: `__row AS row, __column AS col, __before AS before, __after AS after, __rule AS rule, __fix AS fix, NULL AS round, '' AS who`,
  merged: `__row AS row, '' AS col, __row::VARCHAR AS before, __kept::VARCHAR AS after, __rule AS rule, __fix AS fix, __round AS round, __who AS who`,
} as const

/** One page of changed cells or quarantined rows; what leaves the child is masked. */
export async function run(input: CellsInput, tools: ChildTools): Promise<CellsOutput> {
  const { what, limit, offset } = input
  const none = { cells: [], rows: [], total: 0 }
  if (!(await stat(input.file).catch(() => null))) return none
  const duck = await openDuck(tools, input.spill, [dirname(input.file)])
  const source = `read_parquet(${quotePath(input.file)})`
  const page = `LIMIT ${Math.trunc(limit)} OFFSET ${Math.trunc(offset)}`
  if (what === 'quarantine') {
    const total = await count(`SELECT count(*) AS n FROM ${source}`)
    const known = (await duck.rows(`DESCRIBE SELECT * FROM ${source}`)).map((one) =>
      String(one['column_name']).toLowerCase(),
    )
    const rid = known.includes('rid') ? 'rid::VARCHAR' : 'NULL'
    const rows = await duck.rows(
      `SELECT __row AS row, ${rid} AS rid, __rules AS rules, __columns AS columns FROM ${source} ORDER BY __row ${page}`,
    )
    return {
      ...none,
      total,
      rows: rows.map((one) => ({
        row: Number(one['row']),
        rid: maskCell(text(one['rid']), 'id'),
        rules: one['rules'] as string[],
        columns: one['columns'] as string[],
      })),
    }
  }
  const asked = `SELECT * FROM (SELECT ${COLUMNS[what]} FROM ${source})
    ${input.fix === null ? '' : `WHERE fix = ${quoteText(input.fix)}`}`
  const types = new Map(findNationalTable(input.table)?.columns.map(({ name, type }) => [name, type]))
  const cells = await duck.rows(`${asked} ORDER BY row, round, col ${page}`)
  return {
    ...none,
    total: await count(`SELECT count(*) AS n FROM (${asked})`),
    cells: cells.map((one) => {
      const column = String(one['col'])
      const type = column === '' ? 'integer' : types.get(column)
      return {
        row: Number(one['row']),
        column,
        before: maskCell(text(one['before']), type),
        after: maskCell(text(one['after']), type),
        rule: String(one['rule']),
        fix: String(one['fix']),
        round: one['round'] === null ? null : Number(one['round']),
        who: String(one['who']),
      }
    }),
  }

  async function count(sql: string): Promise<number> {
    return Number((await duck.rows(sql))[0]!['n'])
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
