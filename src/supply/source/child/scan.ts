import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Prepared } from '../files/model.ts'
import { prepare } from '../files/prepare.ts'
import { mergeFacts } from '../scan/facts.ts'
import type { FileFacts } from '../scan/facts.ts'
import { scanFile } from '../scan/scan-file.ts'
import { type ColumnPlan, declaredColumn, demandOf, inferColumn, meets } from '../types.ts'
import { type ChildTools, openDuck, rethrow } from './duck.ts'
import { type ScanInput, type ScannedTable, type ScanTable, STAGED } from './messages.ts'
import { quoteText, readCells, trimmed } from './sql.ts'

/** First phase: strict reading of every file, types, and the distinct insured persons. */
export async function run(input: ScanInput, tools: ChildTools): Promise<ScannedTable[]> {
  const meter = await byteMeter(input, tools)
  const scanned: ScannedTable[] = []
  for (const table of input.tables) scanned.push(await scanTable(input, table, meter, tools))
  if (scanned.some((table) => table.insuredColumn !== null)) {
    tools.progress({ phase: 'numbering', file: scanned[0]!.files[0]!.name, done: 0, total: 100 })
    await collectKeys(input, scanned, tools)
  }
  return scanned
}

type Meter = (path: string, bytes: number) => void

/** Progress in bytes over all files. */
async function byteMeter(input: ScanInput, tools: ChildTools): Promise<Meter> {
  const read = new Map<string, number>()
  let total = 0
  for (const path of input.tables.flatMap((table) => table.paths)) total += (await stat(path)).size
  return (path, bytes) => {
    read.set(path, bytes)
    const done = [...read.values()].reduce((sum, one) => sum + one, 0)
    tools.progress({ phase: 'scanning', file: basename(path), done, total })
  }
}

async function scanTable(
  input: ScanInput,
  table: ScanTable,
  meter: Meter,
  tools: ChildTools,
): Promise<ScannedTable> {
  const files: FileFacts[] = []
  const prepared: Prepared[] = []
  for (const [i, path] of table.paths.entries()) {
    const { maxLineBytes, unpack } = input
    const folder = join(table.folder, `strict-${i}`)
    const one = await prepare(path, { reading: table.reading, folder, maxLineBytes, unpack }, tools).catch(
      (error: unknown) => rethrow(error, basename(path)),
    )
    prepared.push(one)
    const options = {
      ...scanOptions(one, maxLineBytes),
      threads: tools.threads,
      hash: one.original === null,
      typed: Object.keys(table.declared),
      keys: table.insuredColumn === null ? null : { path: keyFile(table, i), column: table.insuredColumn },
      onBytes: (bytes: number) => meter(path, bytes),
    }
    const facts = await scanFile(one.path, options).catch((error: unknown) => rethrow(error, basename(path)))
    files.push({ ...facts, ...one.original })
  }
  const first = files[0]!
  for (const file of files) sameHeader(first, file)
  const insuredColumn = findInsured(table.insuredColumn, first)
  const columns = await plan({ table, prepared, files, maxLineBytes: input.maxLineBytes }, insuredColumn)
  return { paths: prepared.map((one) => one.path), files, columns, insuredColumn }
}

const scanOptions = ({ delimiter, countRows }: Prepared, maxLineBytes: number) => {
  return { delimiter, countRows, maxLineBytes }
}

interface Read {
  readonly table: ScanTable
  readonly prepared: readonly Prepared[]
  readonly files: readonly FileFacts[]
  readonly maxLineBytes: number
}

function sameHeader(first: FileFacts, file: FileFacts): void {
  const length = Math.max(first.header.length, file.header.length)
  for (let i = 0; i < length; i++) {
    if (first.header[i]?.toLowerCase() === file.header[i]?.toLowerCase()) continue
    throw new XinyuError('IMPORT_HEADER_DIFFERS', { file: file.name, first: first.name, position: i + 1 })
  }
}

function findInsured(wanted: string | null, { header, name }: FileFacts): string | null {
  if (wanted === null) return null
  const found = header.find((column) => column.toLowerCase() === wanted.toLowerCase())
  if (found !== undefined) return found
  throw new XinyuError('IMPORT_INSURED_COLUMN', {
    file: name,
    column: wanted,
    columns: header.slice(0, 20).join(', '),
  })
}

async function plan(read: Read, insured: string | null): Promise<ColumnPlan[]> {
  const { table, files } = read
  const columns: ColumnPlan[] = []
  for (const [i, name] of files[0]!.header.entries()) {
    const facts = files.map((file) => file.columns[i]!).reduce(mergeFacts)
    const declared = table.declared[name.toLowerCase()]
    if (declared === undefined) {
      columns.push(inferColumn(name, facts, name === insured))
      continue
    }
    if (!meets(facts, demandOf(declared))) await findMisfit(read, i, name, declared)
    columns.push(declaredColumn(name, declared, facts))
  }
  return columns
}

/** Reads again to find the first line that does not fit the declared type: only when it is known that there is one. */
async function findMisfit(
  { prepared, maxLineBytes, files }: Read,
  index: number,
  column: string,
  type: string,
): Promise<never> {
  for (const one of prepared) {
    await scanFile(one.path, {
      ...scanOptions(one, maxLineBytes),
      watch: { index, column, type, demand: demandOf(type) },
    })
  }
  throw new XinyuError('IMPORT_SOURCE_CHANGED', { file: files[0]!.name })
}

/** Cells of the insured column of file `i`, as the scan takes them out; `-0`, `-1`, … are added for its ranges. */
const keyFile = (table: ScanTable, i: number): string => join(table.folder, `cells-${i}`)

/** Writes the distinct insured values of each table into its folder. */
async function collectKeys(
  input: ScanInput,
  scanned: readonly ScannedTable[],
  tools: ChildTools,
): Promise<void> {
  const spill = join(input.staging, STAGED.spill)
  await mkdir(spill, { recursive: true })
  const duck = await openDuck(tools, spill, [input.staging])
  for (const [i, { files, insuredColumn }] of scanned.entries()) {
    if (insuredColumn === null) continue
    const { folder } = input.tables[i]!
    const staged = (await readdir(folder)).filter((name) => name.startsWith('cells-'))
    const sources = files.flatMap((file, f) =>
      staged
        .filter((name) => name.startsWith(`cells-${f}-`))
        .map((name) => `SELECT v FROM ${readCells(join(folder, name), file, input.maxLineBytes)}`),
    )
    const target = quoteText(join(folder, STAGED.keys))
    await duck
      .copy(
        // Trimmed after the values are distinct: trimming costs more than all else here.
        `COPY (SELECT raw, v FROM (
           SELECT raw, ${trimmed('raw')} AS v FROM (SELECT DISTINCT v AS raw FROM (${sources.join(' UNION ALL ')}))
         ) WHERE v <> '') TO ${target} (FORMAT parquet, COMPRESSION snappy)`,
      )
      .catch((error: unknown) => rethrow(error, files[0]!.name))
    await Promise.all(staged.map((name) => rm(join(folder, name))))
  }
}
