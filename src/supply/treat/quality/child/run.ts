import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ChildTools, hashFile, openDuck, quoteText, syncFile } from '../../../source/child/index.ts'
import { nationalTables } from '../../standard/library.ts'
import { checkTables } from '../check.ts'
import type { BoundTable, CheckedTables, RulePack } from '../model.ts'
import { ghostsOf, relationOf } from './relation.ts'

export interface QualityInput {
  readonly tables: readonly {
    readonly name: string
    readonly files: readonly string[]
    /** Rows in quarantine beside the version; null where there are none. */
    readonly quarantine: string | null
    readonly columns: BoundTable['columns']
    readonly reference: boolean
  }[]
  readonly pack: RulePack
  readonly settings: Readonly<Record<string, number>>
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly now: number
  /** Where the findings go. */
  readonly folder: string
  readonly spill: string
}

export interface QualityOutput extends CheckedTables {
  readonly findings: number
  readonly digest: string
}

export const FINDINGS = 'findings.parquet'

/** Checks the versions of one run and leaves the findings as Parquet: rule, table, column and number of the row, no value. */
export async function run(input: QualityInput, tools: ChildTools): Promise<QualityOutput> {
  await mkdir(input.spill, { recursive: true })
  const folders = input.tables.flatMap((table) => table.files.map((file) => dirname(file)))
  const duck = await openDuck(tools, input.spill, [input.folder, ...folders])
  try {
    const tables: BoundTable[] = []
    for (const { files, quarantine, ...table } of input.tables) {
      const ghosts = quarantine === null ? {} : { ghosts: ghostsOf(quarantine, table.columns) }
      tables.push({ ...table, ...ghosts, relation: await relationOf(duck, files) })
    }
    const { pack, settings, lists, now } = input
    const checked = await checkTables(duck, {
      tables,
      pack,
      settings,
      lists,
      now,
      standard: nationalTables(),
      onProgress: (step) => tools.progress({ ...step } as never),
    })
    const file = join(input.folder, FINDINGS)
    const findings = await duck.copy(
      `COPY (SELECT * FROM finding ORDER BY rule, row) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    )
    await syncFile(file)
    return { ...checked, findings, digest: await hashFile(file) }
  } finally {
    await rm(input.spill, { recursive: true, force: true })
  }
}
