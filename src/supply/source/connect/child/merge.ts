import { copyFile, link, mkdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type ChildTools, type Duck, openDuck, rethrow } from '../../child/duck.ts'
import { quoteName, quotePath, quoteText } from '../../child/sql.ts'
import { INSURED_COLUMN } from '../../scan/header.ts'
import { keysSql } from './keys.ts'

/** A version and what changed since, as files; becomes the parts of the next version. */
export interface MergeInput {
  /** New folder for the parts. */
  readonly out: string
  readonly spill: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly persons: boolean
  readonly key: readonly string[]
  /** Null: the last read of a row is its last state. */
  readonly watermark: string | null
  /** Parts of the version that is continued, and its rejected rows. */
  readonly base: readonly string[]
  readonly baseRejected: string | null
  /** What was read since: landed and rejected rows; null: nothing. */
  readonly delta: { readonly landed: string; readonly rejected: string | null } | null
  /** CSV of all keys that the source has now; null: not compared this time. */
  readonly keys: string | null
  readonly maxLineBytes: number
}

export interface Merged {
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
  /** Rows without an insured person in the new version. */
  readonly rejected: number
  /** Parts taken over as they are, and parts written. */
  readonly linked: number
  readonly written: number
}

/** Parts smaller than this are put together when there are many. */
const SMALL_BYTES = 16 * 1024 * 1024
const MANY_SMALL = 8
const REJECTED = 'rejected.parquet'

/**
 * The next version as parts: those without a changed row are linked, not copied; the others are written without the
 * changed rows; new states of rows make a part of their own. With nothing changed no part is made.
 */
export function run(input: MergeInput, tools: ChildTools): Promise<Merged> {
  return merge(input, tools).catch((error: unknown) => rethrow(error, basename(input.out)))
}

async function merge(input: MergeInput, tools: ChildTools): Promise<Merged> {
  await mkdir(input.spill, { recursive: true })
  await mkdir(input.out, { recursive: true })
  const files = [...input.base, input.baseRejected, input.delta?.landed, input.delta?.rejected, input.keys]
  const opened = files.flatMap((file) => (file ? [dirname(file)] : []))
  const duck = await openDuck(tools, input.spill, [input.out, ...opened])
  await loadFresh(duck, input)
  const [counts] = await duck.rows(
    `SELECT count(*) FILTER (known) AS updated, count(*) FILTER (NOT known) AS inserted,
       (SELECT count(*) FROM gone) AS deleted FROM fresh`,
  )
  const changed = {
    inserted: Number(counts!['inserted']),
    updated: Number(counts!['updated']),
    deleted: Number(counts!['deleted']),
  }
  if (changed.inserted + changed.updated + changed.deleted === 0)
    return { ...changed, rejected: 0, linked: 0, written: 0 }
  await duck.connection.run(
    `CREATE TEMP TABLE touched AS SELECT ${names(input.key)} FROM fresh UNION SELECT ${names(input.key)} FROM gone`,
  )
  const parts = await writeParts(duck, input)
  return { ...changed, ...parts, rejected: await writeRejected(duck, input) }
}

const names = (columns: readonly string[]): string => columns.map(quoteName).join(', ')
const own = ({ columns }: MergeInput): string => names(columns.map(({ name }) => name))
const reading = (files: readonly string[]): string => `read_parquet([${files.map(quotePath).join(', ')}])`
const insured = ({ persons }: MergeInput): string => (persons ? `, ${quoteName(INSURED_COLUMN)}` : '')

/**
 * `fresh`: rows that are new or say something new, the last state of each; `known` where the version has the key.
 * `gone`: keys of the version that the source has no more.
 */
async function loadFresh(duck: Duck, input: MergeInput): Promise<void> {
  const { connection } = duck
  const key = names(input.key)
  const old = [
    `SELECT ${own(input)}, false AS rejected_ FROM ${reading(input.base)}`,
    ...(input.baseRejected === null
      ? []
      : [`SELECT ${own(input)}, true AS rejected_ FROM ${reading([input.baseRejected])}`]),
  ].join(' UNION ALL ')
  await connection.run(`CREATE TEMP VIEW old AS ${old}`)
  await connection.run(`CREATE TEMP TABLE delta AS ${deltaSql(input)}`)
  await connection.run(`CREATE TEMP TABLE before AS SELECT o.* FROM old o SEMI JOIN delta d USING (${key})`)
  const same = [...input.columns.map(({ name }) => name), 'rejected_']
    .map((name) => `d.${quoteName(name)} IS NOT DISTINCT FROM b.${quoteName(name)}`)
    .join(' AND ')
  await connection.run(
    `CREATE TEMP TABLE fresh AS SELECT d.*, false AS known FROM delta d ANTI JOIN before b ON ${same}`,
  )
  if (input.keys === null) {
    await connection.run(`CREATE TEMP TABLE gone AS SELECT ${key} FROM old LIMIT 0`)
  } else {
    await connection.run(`CREATE TEMP TABLE present AS ${keysSql(input, input.keys)}`)
    await connection.run(
      `CREATE TEMP TABLE gone AS SELECT ${key} FROM old o ANTI JOIN present p USING (${key})`,
    )
    // The keys were read after the changes: what is not among them was deleted since.
    await connection.run(
      `DELETE FROM fresh WHERE (${key}) IN (SELECT (${key}) FROM fresh f ANTI JOIN present p USING (${key}))`,
    )
  }
  await connection.run(
    `UPDATE fresh SET known = true WHERE EXISTS (SELECT 1 FROM before b WHERE ${input.key
      .map((name) => `b.${quoteName(name)} = fresh.${quoteName(name)}`)
      .join(' AND ')})`,
  )
}

/** A row that was read twice, since it changed meanwhile or for the overlap, counts with its last state. */
function deltaSql(input: MergeInput): string {
  const { delta, persons } = input
  const number = persons ? `, NULL::UINTEGER AS ${quoteName(INSURED_COLUMN)}` : ''
  if (delta === null)
    return `SELECT ${own(input)}, false AS rejected_${number} FROM ${reading(input.base)} LIMIT 0`
  const read = (file: string, rejected: boolean) =>
    `SELECT ${own(input)}, ${rejected} AS rejected_${rejected ? number : insured(input)}, file_row_number AS place_
     FROM read_parquet(${quotePath(file)}, file_row_number = true)`
  const latest = input.watermark === null ? '' : `${quoteName(input.watermark)} DESC NULLS LAST, `
  const all = [read(delta.landed, false), ...(delta.rejected === null ? [] : [read(delta.rejected, true)])]
  return `SELECT * EXCLUDE (place_) FROM (${all.join(' UNION ALL ')})
    QUALIFY row_number() OVER (
      PARTITION BY ${names(input.key)} ORDER BY ${latest}place_ DESC) = 1`
}

async function writeParts(duck: Duck, input: MergeInput): Promise<{ linked: number; written: number }> {
  const key = names(input.key)
  const touched = new Set(
    (
      await duck.rows(
        `SELECT DISTINCT filename AS file FROM read_parquet([${input.base.map(quotePath).join(', ')}], filename = true) b
         SEMI JOIN touched t USING (${key})`,
      )
    ).map((row) => String(row['file'])),
  )
  const sizes = await Promise.all(input.base.map(async (file) => (await stat(file)).size))
  const small = input.base.filter((_, i) => sizes[i]! < SMALL_BYTES)
  const together = small.length >= MANY_SMALL ? small : []
  const columns = `${own(input)}${insured(input)}`
  const kept = (files: readonly string[]) =>
    `SELECT ${columns} FROM ${reading(files)} b ANTI JOIN touched t USING (${key})`
  let linked = 0
  let written = 0
  const copy = async (select: string, name: string) => {
    const rows = await duck.copy(
      `COPY (${select}) TO ${quoteText(join(input.out, name))} (FORMAT parquet, COMPRESSION zstd)`,
    )
    written++
    return rows
  }
  for (const file of input.base) {
    if (together.includes(file)) continue
    if (touched.has(file)) await copy(kept([file]), basename(file))
    else {
      await takeOver(file, join(input.out, basename(file)))
      linked++
    }
  }
  const added = `SELECT ${columns} FROM fresh WHERE NOT rejected_`
  const [row] = await duck.rows(`SELECT count(*) AS n FROM (${added})`)
  const next = `part-${1 + Math.max(...input.base.map(numberOf))}.parquet`
  if (together.length > 0) await copy(`${kept(together)} UNION ALL ${added}`, next)
  else if (Number(row!['n']) > 0) await copy(added, next)
  return { linked, written }
}

const numberOf = (file: string): number => Number(/part-(\d+)\.parquet$/.exec(file)?.[1] ?? 0)

/** Files of versions never change, so two versions may share one. */
async function takeOver(from: string, to: string): Promise<void> {
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EXDEV' || error.code === 'EPERM' || error.code === 'EMLINK') return copyFile(from, to)
    throw error
  })
}

async function writeRejected(duck: Duck, input: MergeInput): Promise<number> {
  const key = names(input.key)
  const parts = [
    ...(input.baseRejected === null
      ? []
      : [`SELECT ${own(input)} FROM ${reading([input.baseRejected])} b ANTI JOIN touched t USING (${key})`]),
    `SELECT ${own(input)} FROM fresh WHERE rejected_`,
  ].join(' UNION ALL ')
  const [row] = await duck.rows(`SELECT count(*) AS n FROM (${parts})`)
  const rejected = Number(row!['n'])
  if (rejected > 0) {
    const target = quoteText(join(input.out, REJECTED))
    await duck.copy(`COPY (${parts}) TO ${target} (FORMAT parquet, COMPRESSION zstd)`)
  }
  return rejected
}
