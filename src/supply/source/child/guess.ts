import { mkdir, open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { checkHead, hasUtf8Bom } from '../scan/encoding.ts'
import { delimiterOf } from '../scan/header.ts'
import { openWindow } from '../scan/marks.ts'
import { openReader, readRecords } from '../scan/records.ts'
import { type ChildTools, type Duck, openDuck, rethrow } from './duck.ts'
import { STAGED } from './messages.ts'
import { quoteName, readCsv, trimmed } from './sql.ts'

export interface GuessInput {
  readonly paths: readonly string[]
  readonly staging: string
  readonly maxLineBytes: number
  /** Columns that may hold the insured person, as patterns in order of trust (case ignored). */
  readonly names: readonly string[]
  /** What the owner said; it wins. */
  readonly given: { readonly path: string; readonly column: string } | null
}

/** What is known of one column that may name the insured person. */
export interface Candidate {
  readonly path: string
  readonly column: string
  /** `given`, by a known `name`, `same` name as a given one, or only by its `values`. */
  readonly by: 'given' | 'name' | 'same' | 'values'
  /** Distinct values looked at, and how many of them occur among the insured of other tables. */
  readonly values: number
  readonly shared: number
}

const HEADER_BYTES = 1024 * 1024
/** Rows of each table that are looked at. */
const SAMPLE_ROWS = 200_000
/** Of a column without a telling name so many of its values must be known from other tables. */
const SHARE = 0.5

/** Looks for the column of each table that names the insured person: by names, and by values that tables share. */
export function run(input: GuessInput, tools: ChildTools): Promise<Candidate[]> {
  return guess(input, tools).catch((error: unknown) => rethrow(error, basename(input.paths[0] ?? '')))
}

interface Table {
  readonly path: string
  readonly delimiter: string
  readonly header: readonly string[]
}

interface Choice {
  readonly table: Table
  readonly column: string
  readonly by: Candidate['by']
}

async function guess(input: GuessInput, tools: ChildTools): Promise<Candidate[]> {
  const tables = await Promise.all(input.paths.map((path) => readHeader(path, input.maxLineBytes)))
  const named = tables.flatMap((table) => choose(table, input))
  const others = tables
    .filter((table) => !named.some((choice) => choice.table === table))
    .flatMap((table) =>
      table.header
        .filter((name) => /^id$/i.test(name))
        .map((column): Choice => ({ table, column, by: 'values' })),
    )
  const spill = join(input.staging, STAGED.spill)
  await mkdir(spill, { recursive: true })
  const duck = await openDuck(
    tools,
    spill,
    input.paths.map((path) => dirname(path)),
  )
  await duck.connection.run('CREATE TEMP TABLE seen (t INTEGER, v VARCHAR)')
  const choices = [...named, ...others]
  for (const [i, choice] of choices.entries()) await collect(duck, input, choice, i)
  const counts = await duck.rows(
    `SELECT a.t, count(*) AS n, count(*) FILTER (EXISTS (
       SELECT 1 FROM seen b WHERE b.v = a.v AND b.t <> a.t AND b.t < ${named.length})) AS shared
     FROM seen a GROUP BY a.t`,
  )
  const byTable = new Map(counts.map((row) => [Number(row['t']), row]))
  return choices.flatMap(({ table, column, by }, i) => {
    const values = Number(byTable.get(i)?.['n'] ?? 0)
    const shared = Number(byTable.get(i)?.['shared'] ?? 0)
    if (by === 'values' && (values === 0 || shared < values * SHARE)) return []
    return [{ path: table.path, column, by, values, shared }]
  })
}

function choose(table: Table, { given, names }: GuessInput): Choice[] {
  const find = (pattern: string) => table.header.find((name) => new RegExp(pattern, 'i').test(name))
  if (given !== null && table.path === given.path) {
    const column = table.header.find((name) => name.toLowerCase() === given.column.toLowerCase())
    return [{ table, column: column ?? given.column, by: 'given' }]
  }
  if (given !== null) {
    // `id` says what the row is, not whose it is: sharing that name means nothing.
    const same = table.header.find(
      (name) => name.toLowerCase() === given.column.toLowerCase() && !/^id$/i.test(name),
    )
    if (same !== undefined) return [{ table, column: same, by: 'same' }]
  }
  const column = names.map(find).find((name) => name !== undefined)
  return column === undefined ? [] : [{ table, column, by: 'name' }]
}

async function collect(
  duck: Duck,
  input: GuessInput,
  { table, column }: Choice,
  index: number,
): Promise<void> {
  const columns = table.header.map(
    (name) => ({ name, type: 'VARCHAR', why: 'values', format: null, emptyIsNull: false }) as const,
  )
  const file = {
    name: '',
    bytes: 0,
    digest: '',
    rows: 0,
    columns: [],
    mixedLineEnds: true,
    quotedLineEnds: true,
  }
  const source = readCsv(
    table.path,
    { ...file, header: table.header, delimiter: table.delimiter },
    columns,
    input.maxLineBytes,
  )
  const value = trimmed(quoteName(column))
  // A file that the engine cannot read is refused by its own import, with the line; here it only gives no values.
  await duck.connection
    .run(
      `INSERT INTO seen SELECT DISTINCT ${index}, v FROM (SELECT ${value} AS v FROM ${source} LIMIT ${SAMPLE_ROWS}) WHERE v <> ''`,
    )
    .catch(() => {})
}

async function readHeader(path: string, maxLineBytes: number): Promise<Table> {
  const file = basename(path)
  const handle = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(HEADER_BYTES)
    const { bytesRead } = await handle.read(buffer, 0, HEADER_BYTES, 0)
    checkHead(file, buffer.subarray(0, Math.min(bytesRead, 4096)))
    const start = hasUtf8Bom(buffer) ? 3 : 0
    const lineEnd = buffer.indexOf(10)
    const line = buffer.subarray(start, lineEnd < 0 || lineEnd >= bytesRead ? bytesRead : lineEnd + 1)
    const delimiter = delimiterOf(line.toString('utf8'))
    const reader = openReader({ file, delimiter, maxLineBytes })
    const window = openWindow(line.length)
    line.copy(window.bytes)
    readRecords(reader, window, 0, line.length, true)
    return { path, delimiter, header: reader.header ?? [] }
  } finally {
    await handle.close()
  }
}
