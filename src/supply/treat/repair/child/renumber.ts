import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type ChildTools,
  INSURED_COLUMN,
  openDuck,
  quoteName,
  quotePath,
  quoteText,
} from '../../../source/child/index.ts'
import { REPAIRED } from '../finish.ts'

export interface RenumberInput {
  /** Staged versions whose insured column was mended: the number of each new value lies in `map.parquet` beside them. */
  readonly tables: readonly { readonly folder: string; readonly column: string; readonly map: string }[]
  readonly spill: string
}

/** Gives the mended rows the dense number of their person. */
export async function run(input: RenumberInput, tools: ChildTools): Promise<{ readonly rows: number }> {
  await mkdir(input.spill, { recursive: true })
  const duck = await openDuck(
    tools,
    input.spill,
    input.tables.flatMap(({ folder, map }) => [folder, dirname(map)]),
  )
  let rows = 0
  try {
    for (const { folder, column, map } of input.tables) {
      const part = join(folder, REPAIRED.part)
      const next = join(folder, 'next.parquet')
      const insured = quoteName(INSURED_COLUMN)
      rows += await duck.copy(
        `COPY (SELECT p.* REPLACE (coalesce(m.n, p.${insured}) AS ${insured})
           FROM read_parquet(${quotePath(part)}) p
           LEFT JOIN read_parquet(${quotePath(map)}) m ON m.raw = p.${quoteName(column)})
         TO ${quoteText(next)} (FORMAT parquet, COMPRESSION zstd)`,
      )
      await rename(next, part)
    }
    return { rows }
  } finally {
    await rm(input.spill, { recursive: true, force: true })
  }
}
