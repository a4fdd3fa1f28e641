import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ChildTools, openDuck, quoteText, syncFile } from '../../../source/child/index.ts'
import { projectKeys } from '../hmac.ts'
import { countPersons, type IdentitySource, makePersons } from './persons.ts'
import { type Transformed, transform, type TransformWork } from './transform.ts'

export interface PrepareInput {
  /** File of the project's key; only its path crosses. */
  readonly keyFile: string
  /** Folder of this work alone; removed when it is done. */
  readonly staging: string
  readonly tables: readonly (TransformWork & { readonly out: string })[]
  readonly identities: readonly IdentitySource[]
}

export interface PreparedTable extends Transformed {
  readonly persons: number
  readonly identified: number
  readonly matched: number
}

export interface PrepareOutput {
  readonly persons: number
  readonly tables: readonly PreparedTable[]
}

/**
 * Prepares the tables of a project: persons matched in memory, every table transformed, measured and written. What was
 * known of identity numbers ends with this process.
 */
export async function run(input: PrepareInput, tools: ChildTools): Promise<PrepareOutput> {
  const spill = join(input.staging, 'spill')
  await mkdir(spill, { recursive: true, mode: 0o700 })
  const opened = [
    ...input.tables.flatMap((table) => table.files),
    ...input.identities.flatMap((one) => one.files),
  ]
  const duck = await openDuck(tools, spill, [input.staging, ...opened.map((file) => dirname(file))])
  const keys = projectKeys(await readFile(input.keyFile))
  const withPersons = input.tables.filter((table) => table.persons)
  const { persons } = await makePersons(duck, keys, withPersons, input.identities)
  const tables: PreparedTable[] = []
  for (const table of input.tables) {
    const made = await transform(duck, keys, table)
    await mkdir(table.out, { recursive: true, mode: 0o700 })
    const file = join(table.out, 'part-0.parquet')
    if (made.passes) {
      await duck.copy(`COPY result TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`)
      await syncFile(file)
    }
    const counts = table.persons
      ? await countPersons(duck, withPersons.indexOf(table))
      : { persons: 0, identified: 0, matched: 0 }
    tables.push({ ...made, ...counts })
  }
  return { persons, tables }
}
