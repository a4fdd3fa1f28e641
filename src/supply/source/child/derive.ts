import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { INSURED_COLUMN } from '../scan/header.ts'
import { type ChildTools, openDuck, rethrow } from './duck.ts'
import { hashFile, syncFile } from './durable.ts'
import type { ColumnProfile } from './messages.ts'
import { profileOf } from './profile.ts'
import { quoteName, quotePath } from './sql.ts'

export interface DeriveInput {
  /** Folder with `part-*.parquet` and what lies beside them. */
  readonly folder: string
  readonly spill: string
  /** Whether the dataset has insured persons. */
  readonly persons: boolean
  /** Highest number that the registry has given out. */
  readonly lastNumber: number
  /** For messages. */
  readonly name: string
}

export interface StagedFile {
  readonly name: string
  readonly bytes: number
  readonly digest: string
}

export interface Derived {
  readonly rows: number
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly profile: readonly ColumnProfile[]
  readonly contentHash: string
  /** Distinct insured persons, or null. */
  readonly persons: number | null
  /** The parts in the order of their rows. */
  readonly parts: readonly StagedFile[]
  /** Files beside the parts. */
  readonly beside: readonly StagedFile[]
}

const PART_NAME = /^part-(\d+)\.parquet$/
const partNumber = (name: string): number => Number(PART_NAME.exec(name)![1])

/** Looks at what a treatment staged: counts, profile, hashes; everything is durable when it returns. */
export function run(input: DeriveInput, tools: ChildTools): Promise<Derived> {
  return derive(input, tools).catch((error: unknown) => rethrow(error, input.name))
}

async function derive(input: DeriveInput, tools: ChildTools): Promise<Derived> {
  const { folder, spill, name } = input
  const names = await readdir(folder)
  const partNames = names.filter((one) => PART_NAME.test(one)).sort((a, b) => partNumber(a) - partNumber(b))
  if (partNames.length === 0) throw new XinyuError('IMPORT_SOURCE_MISSING', { file: name })
  const besideNames = names.filter((one) => !PART_NAME.test(one)).sort()
  await mkdir(spill, { recursive: true })
  try {
    const duck = await openDuck(tools, spill, [folder])
    const source = `read_parquet([${partNames.map((one) => quotePath(join(folder, one))).join(', ')}])`
    const all = (await duck.rows(`DESCRIBE SELECT * FROM ${source}`)).map((row) => ({
      name: String(row['column_name']),
      type: String(row['column_type']),
    }))
    const columns = all.filter((column) => column.name !== INSURED_COLUMN)
    if (input.persons !== all.length > columns.length) throw new XinyuError('DERIVED_INSURED', { what: name })
    const { profile, rows, contentHash } = await profileOf(duck, source, columns)
    const persons = input.persons ? await countPersons(duck, source, input) : null
    const files: StagedFile[] = []
    for (const file of [...partNames, ...besideNames]) {
      const path = join(folder, file)
      await syncFile(path)
      files.push({ name: file, bytes: (await stat(path)).size, digest: await hashFile(path) })
    }
    const parts = files.slice(0, partNames.length)
    return { rows, columns, profile, contentHash, persons, parts, beside: files.slice(partNames.length) }
  } finally {
    await rm(spill, { recursive: true, force: true })
  }
}

/** A row without its person's number, or with a number that nobody has, could not be counted under a minimum group. */
async function countPersons(
  duck: Awaited<ReturnType<typeof openDuck>>,
  source: string,
  { lastNumber, name }: DeriveInput,
): Promise<number> {
  const n = quoteName(INSURED_COLUMN)
  const [row] = await duck.rows(
    `SELECT count(DISTINCT ${n}) AS persons, count(*) FILTER (${n} IS NULL OR ${n} < 1 OR ${n} > ${lastNumber}) AS wrong
     FROM ${source}`,
  )
  if (Number(row!['wrong']) > 0) throw new XinyuError('DERIVED_INSURED', { what: name })
  return Number(row!['persons'])
}
