import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { datasetById, type StoredColumn, versionByImport } from '../../catalog/index.ts'
import {
  type LandedTable,
  type LandInput,
  type NumberInput,
  type NumberOutput,
  PART,
  REJECTED,
  type ScanInput,
  type ScannedTable,
  STAGED,
} from '../child/messages.ts'
import { landDerived } from '../derived.ts'
import type { Imported } from '../landing.ts'
import { stagingFolder } from '../places.ts'
import { numberPersons } from '../registry.ts'
import type { Merged, MergeInput } from './child/merge.ts'
import { SPOOLED } from './rows.ts'

/** The version that an increment continues. */
export interface Base {
  readonly id: string
  readonly dataset_id: string
  readonly columns: readonly StoredColumn[]
  /** Relative to the data folder. */
  readonly files: readonly string[]
  readonly rejected: number
}

export interface IncrementWork {
  readonly importId: string
  readonly sourceId: string
  readonly base: Base
  readonly key: readonly string[]
  /** Null: the order of reading tells which state of a row is the last. */
  readonly watermark: string | null
  /** Segments with what changed, and how many rows they hold. */
  readonly paths: readonly string[]
  readonly rows: number
  /** CSV of the keys that exist now; null: not compared. */
  readonly keys: string | null
  /** File that keeps what was counted: a run that is killed after landing is told by the next one. */
  readonly counts: string
}

export interface Incremented extends Pick<Merged, 'inserted' | 'updated' | 'deleted' | 'rejected'> {
  /** Null: nothing had changed. */
  readonly version: Imported | null
}

/** What was read does not fit the version that it would continue: everything must be read again. */
export class DoesNotFit extends Error {}

export const sameColumns = (known: readonly { name: string }[], read: readonly string[]): boolean =>
  known.length === read.length && known.every(({ name }, i) => name.toLowerCase() === read[i]!.toLowerCase())

const TIME_MS = 24 * 3_600_000
/** What the strict scan says of rows that the columns of the version cannot hold. */
const MISFIT = new Set(['IMPORT_TYPE', 'IMPORT_INSURED_COLUMN', 'IMPORT_HEADER_DIFFERS'])

/**
 * The next version: the last one with changed rows replaced, new ones added, deleted ones left out.
 * @throws DoesNotFit; XinyuError IMPORT_*, ENGINE_CANCELLED
 */
export async function landIncrement(
  core: Core,
  actor: Actor,
  work: IncrementWork,
  signal: AbortSignal,
): Promise<Incremented> {
  const before = await versionByImport(core, work.importId)
  const staged = work.importId
  const folder = join(stagingFolder(core), staged)
  const read = `${folder}.read`
  await rm(folder, { recursive: true, force: true })
  await rm(read, { recursive: true, force: true })
  // Landed by a run that was killed before it could say so.
  if (before)
    return { ...(await readCounts(work.counts)), rejected: before.rejected, version: asImported(before) }
  try {
    const delta = work.rows === 0 ? null : await stageDelta(core, actor, work, read, signal)
    const merged = await mergeInto(core, work, folder, delta, signal)
    if (merged.inserted + merged.updated + merged.deleted === 0)
      return { ...merged, rejected: work.base.rejected, version: null }
    await writeFile(work.counts, JSON.stringify(merged), { mode: 0o600, flush: true })
    const version = await landDerived(
      core,
      actor,
      {
        importId: work.importId,
        datasetId: work.base.dataset_id,
        staged,
        origin: {
          kind: 'increment',
          from: [{ versionId: work.base.id, datasetId: work.base.dataset_id }],
          by: { id: work.sourceId },
          columns: {},
        },
        rejected: merged.rejected,
        quarantined: 0,
      },
      { signal },
    )
    return { ...merged, version }
  } finally {
    await rm(read, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
}

async function readCounts(path: string): Promise<Pick<Merged, 'inserted' | 'updated' | 'deleted'>> {
  const { inserted, updated, deleted } = JSON.parse(await readFile(path, 'utf8')) as Merged
  return { inserted, updated, deleted }
}

const asImported = (row: NonNullable<Awaited<ReturnType<typeof versionByImport>>>): Imported => ({
  importId: row.import_id,
  versionId: row.id,
  number: row.number,
  rows: row.rows,
  rejected: row.rejected,
  insuredCount: row.insured_count,
})

/** The changed rows as typed Parquet with the persons' numbers: the import's own children, with the types of the version. */
async function stageDelta(
  core: Core,
  actor: Actor,
  { importId, base, paths, rows }: IncrementWork,
  staging: string,
  signal: AbortSignal,
): Promise<MergeInput['delta']> {
  const dataset = await datasetById(core, base.dataset_id)
  if (!dataset) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  const folder = join(staging, '0')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { maxLineBytes, maxUnpackedBytes, maxUnpackRatio } = core.config.imports
  const unpack = { maxBytes: maxUnpackedBytes, maxRatio: maxUnpackRatio }
  const declared = Object.fromEntries(base.columns.map(({ name, type }) => [name.toLowerCase(), type]))
  const insuredColumn = dataset.insured_column
  const scanned = await child<ScannedTable[]>(
    core,
    '../child/scan.ts',
    {
      tables: [{ paths, reading: SPOOLED, folder, insuredColumn, declared }],
      staging,
      maxLineBytes,
      unpack,
    } satisfies ScanInput,
    signal,
  ).catch((error: unknown) => {
    if (isXinyuError(error) && MISFIT.has(error.code)) throw new DoesNotFit(error.code)
    throw error
  })
  const land: LandInput = { tables: [{ ...scanned[0]!, folder }], staging, maxLineBytes }
  const system = dataset.insured_system
  let landed: readonly LandedTable[] | null = null
  if (system !== null) {
    const task = { importId, staging, tables: [{ folder, system }], land }
    const number = (input: NumberInput) => child<NumberOutput>(core, '../child/number.ts', input, signal)
    landed = (await numberPersons(core, actor, task, number)).landed
  }
  const [table] = landed ?? (await child<LandedTable[]>(core, '../child/land.ts', land, signal))
  if (table!.rows + table!.rejected !== rows) {
    const { rows: landedRows, rejected } = table!
    throw new XinyuError('IMPORT_COUNTS_DIFFER', {
      file: 'rows',
      scanned: rows,
      landed: landedRows,
      rejected,
    })
  }
  const out = join(folder, STAGED.out)
  return { landed: join(out, PART), rejected: table!.rejected > 0 ? join(out, REJECTED) : null }
}

async function mergeInto(
  core: Core,
  { base, key, watermark, keys }: IncrementWork,
  out: string,
  delta: MergeInput['delta'],
  signal: AbortSignal,
): Promise<Merged> {
  const dataset = await datasetById(core, base.dataset_id)
  const paths = base.files.map((file) => join(core.home, file))
  const named = (name: string) =>
    base.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())!.name
  const input: MergeInput = {
    out,
    spill: `${out}.read/merge`,
    columns: base.columns.map(({ name, type }) => ({ name, type })),
    persons: dataset?.insured_system != null,
    key: key.map(named),
    watermark: watermark === null ? null : named(watermark),
    base: paths,
    baseRejected: base.rejected > 0 ? join(paths[0]!, '..', REJECTED) : null,
    delta,
    keys,
    maxLineBytes: core.config.imports.maxLineBytes,
  }
  return child<Merged>(core, './child/merge.ts', input, signal)
}

async function child<O>(core: Core, script: string, input: object, signal: AbortSignal): Promise<O> {
  const limits = { timeMs: TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  const module = new URL(script, import.meta.url).href
  return (await core.engine.script<Json>(
    { module, input: input as unknown as Json, limits },
    { signal },
  )) as O
}
