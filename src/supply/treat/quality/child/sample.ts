import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ChildTools, openDuck, quoteName, quotePath, quoteText } from '../../../source/child/index.ts'
import { findNationalTable } from '../../standard/library.ts'
import { maskCell } from '../mask.ts'
import type { SampleView } from '../run-model.ts'
import { relationOf } from './relation.ts'

export interface SampleInput {
  readonly findings: string
  readonly files: readonly string[]
  readonly rule: string
  readonly table: string
  readonly column: string
  /** Column that names the row, where the version has it. */
  readonly key: string | null
  readonly limit: number
  readonly offset: number
  readonly spill: string
}

/** One page of the cells that a rule found, masked here: no plain value leaves the child. */
export async function run(input: SampleInput, tools: ChildTools): Promise<SampleView[]> {
  await mkdir(input.spill, { recursive: true })
  const duck = await openDuck(tools, input.spill, [
    dirname(input.findings),
    ...input.files.map((file) => dirname(file)),
  ])
  try {
    const key = input.key === null ? 'NULL' : `CAST(t.${quoteName(input.key)} AS VARCHAR)`
    const rows = await duck.rows(
      `SELECT f.row, ${key} AS key, CAST(t.${quoteName(input.column)} AS VARCHAR) AS value
       FROM (SELECT row FROM read_parquet(${quotePath(input.findings)}) WHERE rule = ${quoteText(input.rule)}
             ORDER BY row LIMIT ${input.limit} OFFSET ${input.offset}) f
       JOIN ${await relationOf(duck, input.files)} t ON t.__row = f.row ORDER BY f.row`,
    )
    const columns = findNationalTable(input.table)?.columns ?? []
    const type = columns.find(({ name }) => name === input.column)?.type
    return rows.map((row) => ({
      row: Number(row['row']),
      key: maskCell(row['key'] as string | null, 'id'),
      value: maskCell(row['value'] as string | null, type),
    }))
  } finally {
    await rm(input.spill, { recursive: true, force: true })
  }
}
