import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type ChildTools,
  INSURED_COLUMN,
  openDuck,
  quoteName,
  quotePath,
  quoteText,
} from '../../../source/child/index.ts'
import type { MappingPlan } from '../sql/mapping.ts'

export interface MapInput {
  readonly plan: MappingPlan
  /** Folder of the parts and of the list of misfits. */
  readonly folder: string
  readonly spill: string
  /** Files of the sources; nothing else can be opened. */
  readonly files: readonly string[]
}

export interface MapCounts {
  readonly parts: readonly {
    readonly source: string
    /** Rows that became rows of the target. */
    readonly rows: number
    readonly columns: Readonly<Record<string, { readonly filled: number; readonly misfit: number }>>
  }[]
  readonly misfits: number
}

/** Runs a mapping: one file a part, and the list of cells that did not fit. */
export async function run(input: MapInput, tools: ChildTools): Promise<MapCounts> {
  const { plan, folder, spill } = input
  await mkdir(spill, { recursive: true })
  const duck = await openDuck(tools, spill, [folder, spill, ...input.files.map((file) => dirname(file))])
  try {
    const parts: MapCounts['parts'][number][] = []
    const lists: string[] = []
    for (const [i, part] of plan.parts.entries()) {
      const staged = join(spill, `part-${i}.parquet`)
      const file = join(folder, `part-${i}.parquet`)
      const rows = await duck.copy(
        `COPY (${part.select}) TO ${quoteText(staged)} (FORMAT parquet, COMPRESSION snappy)`,
      )
      const read = `read_parquet(${quotePath(staged)})`
      const wanted = plan.columns.map(({ name }) => quoteName(name))
      if (plan.persons) wanted.push(quoteName(INSURED_COLUMN))
      const landed = await duck.copy(
        `COPY (SELECT ${wanted.join(', ')} FROM ${read}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
      )
      const filled = plan.columns.map(({ name }, c) => `count(${quoteName(name)}) AS f${c}`)
      const lost = part.risky.map((c) => `count(*) FILTER (__bad${c}) AS b${c}`)
      const [counts] = await duck.rows(
        `SELECT count(*) AS rows, ${[...filled, ...lost].join(', ')} FROM ${read}`,
      )
      if (Number(counts!['rows']) !== rows || landed !== rows)
        throw new Error('two readings of one table differ')
      const columns = Object.fromEntries(
        plan.columns.map(({ name }, c) => [
          name,
          { filled: Number(counts![`f${c}`]), misfit: Number(counts![`b${c}`] ?? 0) },
        ]),
      )
      parts.push({ source: part.source, rows, columns })
      for (const [column, sql] of Object.entries(part.misfits)) {
        if (columns[column]!.misfit === 0) continue
        lists.push(`SELECT ${i} AS part, ${quoteText(column)} AS "column", * FROM (${sql})`)
      }
      await rm(staged)
    }
    let misfits = 0
    if (lists.length > 0) {
      const file = join(folder, 'misfits.parquet')
      misfits = await duck.copy(
        `COPY (${lists.join(' UNION ALL ')}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
      )
    }
    return { parts, misfits }
  } finally {
    await rm(spill, { recursive: true, force: true })
  }
}
