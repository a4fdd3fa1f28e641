import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { INSURED_COLUMN } from '../scan/header.ts'
import { type ChildTools, type Duck, openDuck, rethrow, tellProgress } from './duck.ts'
import { hashFile, syncFile } from './durable.ts'
import { type LandedTable, type LandInput, type LandTable, PART, REJECTED, STAGED } from './messages.ts'
import { profileOf } from './profile.ts'
import { quoteName, quotePath, quoteText, readAll, trimmed } from './sql.ts'

/** Third phase: the typed Parquet files with the persons' numbers, the lists of rejected rows, and the profiles. */
export async function run(input: LandInput, tools: ChildTools): Promise<LandedTable[]> {
  const spill = join(input.staging, STAGED.spill)
  await mkdir(spill, { recursive: true })
  const sources = input.tables.flatMap((table) => table.paths.map((path) => dirname(path)))
  const duck = await openDuck(tools, spill, [input.staging, ...sources])
  return landAll(duck, input, tools)
}

/** The same with an engine that is open already. */
export async function landAll(duck: Duck, input: LandInput, tools: ChildTools): Promise<LandedTable[]> {
  const landed: LandedTable[] = []
  const bytes = input.tables.map(bytesOf)
  const total = bytes.reduce((sum, one) => sum + one, 0)
  let done = 0
  for (const [i, table] of input.tables.entries()) {
    const file = table.files[0]!.name
    const before = done
    const stop = tellProgress(duck, (share) => {
      tools.progress({ phase: 'landing', file, done: Math.round(before + share * bytes[i]!), total })
    })
    try {
      landed.push(await land(duck, table, input.maxLineBytes))
    } catch (error) {
      rethrow(error, file)
    } finally {
      stop()
    }
    done += bytes[i]!
  }
  return landed
}

const bytesOf = (table: LandTable) => table.files.reduce((sum, file) => sum + file.bytes, 0)

async function land(duck: Duck, table: LandTable, maxLineBytes: number): Promise<LandedTable> {
  const out = join(table.folder, STAGED.out)
  await mkdir(out, { recursive: true })
  const source = readAll(table.paths, table.files, table.columns, maxLineBytes)
  const part = join(out, PART)
  const rows = await writePart(duck, table, source, part)
  const scanned = table.files.reduce((sum, one) => sum + one.rows, 0)
  const rejected = rows === scanned ? 0 : await writeRejected(duck, table, source, join(out, REJECTED))
  // Two independent readers must agree on the number of rows, else one of them misread the file.
  if (rows + rejected !== scanned) {
    throw new XinyuError('IMPORT_COUNTS_DIFFER', {
      file: table.files[0]!.name,
      scanned,
      landed: rows,
      rejected,
    })
  }
  const nulls = rejected === 0 ? nullsOf(table) : null
  const { profile, contentHash } = await profileOf(
    duck,
    `read_parquet(${quotePath(part)})`,
    table.columns,
    nulls,
  )
  await syncFile(part)
  if (rejected > 0) await syncFile(join(out, REJECTED))
  const { size } = await stat(part)
  return { rows, rejected, bytes: size, digest: await hashFile(part), contentHash, profile }
}

/** The scan counted them; an empty text that became NULL for its type is not among those. */
function nullsOf({ columns, files }: LandTable): number[] | null {
  if (columns.some((column) => column.emptyIsNull)) return null
  return columns.map((_, i) => files.reduce((sum, file) => sum + file.columns[i]!.nulls, 0))
}

function writePart(duck: Duck, input: LandTable, source: string, target: string): Promise<number> {
  const select =
    input.insuredColumn === null
      ? source
      : `SELECT t.*, m.n AS ${quoteName(INSURED_COLUMN)} FROM (${source}) t
         JOIN read_parquet(${quotePath(join(input.folder, STAGED.map))}) m
         ON m.raw = t.${quoteName(input.insuredColumn)}`
  return duck.copy(`COPY (${select}) TO ${quoteText(target)} (FORMAT parquet, COMPRESSION zstd)`)
}

/** Rows without an insured person cannot be counted under any minimum group: they are kept apart, not dropped. */
function writeRejected(duck: Duck, input: LandTable, source: string, target: string): Promise<number> {
  if (input.insuredColumn === null) return Promise.resolve(0)
  const value = trimmed(`t.${quoteName(input.insuredColumn)}`)
  return duck.copy(
    `COPY (SELECT t.* FROM (${source}) t WHERE coalesce(${value}, '') = '')
     TO ${quoteText(target)} (FORMAT parquet, COMPRESSION zstd)`,
  )
}
