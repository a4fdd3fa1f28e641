import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { INSURED_COLUMN } from '../scan/header.ts'
import { type ChildTools, type Duck, openDuck, rethrow, tellProgress } from './duck.ts'
import {
  type ColumnProfile,
  type LandedTable,
  type LandInput,
  type LandTable,
  PART,
  REJECTED,
  STAGED,
} from './messages.ts'
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
  const profile = await profileOf(duck, table, part)
  await syncFile(part)
  if (rejected > 0) await syncFile(join(out, REJECTED))
  return { rows, rejected, bytes: (await stat(part)).size, sha256: await hashFile(part), profile }
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

async function profileOf(duck: Duck, input: LandTable, part: string): Promise<ColumnProfile[]> {
  const parts = input.columns.flatMap((column, i) => {
    const name = quoteName(column.name)
    const ordered = column.type !== 'VARCHAR'
    return [
      `count(*) - count(${name}) AS n${i}`,
      `approx_count_distinct(${name}) AS d${i}`,
      ...(ordered
        ? [`CAST(min(${name}) AS VARCHAR) AS a${i}`, `CAST(max(${name}) AS VARCHAR) AS z${i}`]
        : []),
    ]
  })
  const [row] = await duck.rows(`SELECT ${parts.join(', ')} FROM read_parquet(${quotePath(part)})`)
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  return input.columns.map((_, i) => {
    const range = { min: text(row![`a${i}`]), max: text(row![`z${i}`]) }
    return {
      nulls: Number(row![`n${i}`]),
      distinctApprox: Number(row![`d${i}`]),
      ...(range.min === undefined ? {} : { min: range.min }),
      ...(range.max === undefined ? {} : { max: range.max }),
    }
  })
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** The version row is durable when committed; so must be what it names. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
