import { mkdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Actor } from '../../kernel/actor.ts'
import { canonical, type Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import {
  datasetById,
  type Landing,
  type StoredColumn,
  versionByImport,
  type Origin,
} from '../catalog/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { ImportProgress } from './child/duck.ts'
import type {
  LandedTable,
  LandInput,
  NumberInput,
  NumberOutput,
  ScanInput,
  ScannedTable,
} from './child/messages.ts'
import { PART, STAGED } from './child/messages.ts'
import type { Reading } from './files/model.ts'
import { type Imported, moveAndLand, summaryOf } from './landing.ts'
import { stagingFolder } from './places.ts'
import { datasetReading } from './reading.ts'
import { numberPersons } from './registry.ts'

export type { Imported }

export interface ImportWork {
  /** Names the import: done again under the same id it gives the version that it made before. */
  readonly importId: string
  readonly datasetId: string
  /** Absolute paths of table files of any known format, in the order of their rows. */
  readonly paths: readonly string[]
  /** What the owner says of them; left out, what is set for the dataset. */
  readonly reading?: Reading
  /** Left out: files that a user brought. */
  readonly origin?: Origin
}

export interface ImportOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}

/** Below this many bytes the persons are numbered and the files written in one child, under the registry's lock. */
const SMALL_BYTES = 32 * 1024 * 1024
const IMPORT_TIME_MS = 24 * 3_600_000

/**
 * Lands table files as one immutable version: strict scan, persons numbered, Parquet, and one transaction that makes it
 * visible. Killed at any moment it leaves nothing that can be seen; repeated, it starts anew.
 * @throws XinyuError IMPORT_*, INSURED_*, ENGINE_CANCELLED
 */
export async function importVersion(
  core: Core,
  actor: Actor,
  work: ImportWork,
  options: ImportOptions = {},
): Promise<Imported> {
  return (await importVersions(core, actor, [work], options))[0]!
}

/**
 * The same for several datasets in one go, which spares a start of three children for each. All are scanned and written
 * before the first becomes visible; then each lands in a transaction of its own.
 * @throws XinyuError as `importVersion`, for the first that fails
 */
export async function importVersions(
  core: Core,
  actor: Actor,
  works: readonly ImportWork[],
  options: ImportOptions = {},
): Promise<Imported[]> {
  const before = await Promise.all(works.map((work) => versionByImport(core, work.importId)))
  const open = works.filter((_, i) => before[i] === undefined)
  const done = before.flatMap((row) => (row ? [summaryOf(row)] : []))
  if (open.length === 0) return done
  const staging = join(stagingFolder(core), open[0]!.importId)
  await rm(staging, { recursive: true, force: true })
  await mkdir(staging, { recursive: true, mode: 0o700 })
  try {
    const made = await stageAndLand(core, actor, open, staging, options)
    const all = new Map([...done, ...made].map((one) => [one.importId, one]))
    return works.map((work) => all.get(work.importId)!)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function stageAndLand(
  core: Core,
  actor: Actor,
  works: readonly ImportWork[],
  staging: string,
  options: ImportOptions,
): Promise<Imported[]> {
  const datasets = await Promise.all(works.map((work) => mustFind(core, work.datasetId)))
  const readings = await Promise.all(works.map((work) => readingOf(core, work)))
  const folders = works.map((_, i) => join(staging, String(i)))
  await Promise.all(folders.map((folder) => mkdir(folder)))
  const paths = works.flatMap((work) => work.paths)
  const sources = await sourceStates(paths)
  const child = childrenOf(core, options)
  const { maxLineBytes, maxUnpackedBytes, maxUnpackRatio } = core.config.imports

  const scanned = await child<ScannedTable[]>('scan', {
    tables: works.map((work, i) => ({
      paths: work.paths,
      reading: readings[i]!,
      folder: folders[i]!,
      insuredColumn: datasets[i]!.insured_column,
      declared: datasets[i]!.declared,
    })),
    staging,
    maxLineBytes,
    unpack: { maxBytes: maxUnpackedBytes, maxRatio: maxUnpackRatio },
  })
  const land: LandInput = {
    tables: scanned.map((table, i) => ({ ...table, folder: folders[i]! })),
    staging,
    maxLineBytes,
  }
  const numbering = datasets.flatMap((dataset, i) =>
    dataset.insured_system === null ? [] : [{ folder: folders[i]!, system: dataset.insured_system }],
  )
  const small = sources.reduce((sum, source) => sum + source.size, 0) < SMALL_BYTES
  const task = { importId: works[0]!.importId, staging, tables: numbering, land: small ? land : null }
  const numbered =
    numbering.length === 0
      ? null
      : await numberPersons(core, actor, task, (input) => child<NumberOutput>('number', input))
  const landed = numbered?.landed ?? (await child<LandedTable[]>('land', land))
  await sourcesUnchanged(paths, sources)
  options.signal?.throwIfAborted()

  const made: Imported[] = []
  for (const [i, work] of works.entries()) {
    const at = numbering.findIndex((one) => one.folder === folders[i])
    const persons = at < 0 ? null : { persons: numbered!.persons[at]!, generation: numbered!.generation }
    const landing = landingOf(core, work, scanned[i]!, landed[i]!, persons)
    made.push(await moveAndLand(core, actor, join(folders[i]!, STAGED.out), landing))
  }
  return made
}

async function readingOf(core: Core, { datasetId, reading }: ImportWork): Promise<Reading> {
  return { ...(await datasetReading(core, datasetId)), ...reading }
}

async function mustFind(core: Core, datasetId: string) {
  const dataset = await datasetById(core, datasetId)
  if (!dataset) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  return dataset
}

function childrenOf(core: Core, { signal, onProgress }: ImportOptions) {
  const limits = { timeMs: IMPORT_TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  return async <O>(
    phase: 'scan' | 'number' | 'land',
    input: ScanInput | NumberInput | LandInput,
  ): Promise<O> => {
    const module = new URL(`./child/${phase}.ts`, import.meta.url).href
    const output = await core.engine.script<Json>(
      { module, input: input as unknown as Json, limits },
      { signal, onProgress: (message) => onProgress?.(message as never) },
    )
    return output as O
  }
}

function landingOf(
  core: Core,
  work: ImportWork,
  scan: ScannedTable,
  landed: LandedTable,
  numbered: { persons: number; generation: number } | null,
): Landing {
  const versionId = uuid7(core.random, core.clock.now())
  const columns: StoredColumn[] = scan.columns.map(({ name, type, why, format }, i) => {
    return { name, type, ...landed.profile[i]!, why, format }
  })
  const sourceFiles = scan.files.map(({ name, bytes, digest, rows }) => ({ name, bytes, digest, rows }))
  const content = {
    format: 'xinyu-version-1',
    rows: landed.rows,
    rejected: landed.rejected,
    insuredColumn: scan.insuredColumn,
    columns: columns.map(({ name, type }) => ({ name, type })),
    files: [{ name: PART, bytes: landed.bytes, digest: landed.digest }],
    sourceFiles,
  }
  return {
    versionId,
    datasetId: work.datasetId,
    importId: work.importId,
    rows: landed.rows,
    rejected: landed.rejected,
    bytes: landed.bytes,
    hash: digestOf(canonical(content)),
    contentHash: landed.contentHash,
    columns,
    insuredCount: numbered?.persons ?? null,
    insuredGeneration: numbered?.generation ?? null,
    files: [join('versions', versionId, PART)],
    sourceFiles,
    ...(work.origin === undefined ? {} : { origin: work.origin }),
  }
}

type SourceState = { size: number; mtimeMs: number; ino: number }

function sourceStates(paths: readonly string[]): Promise<SourceState[]> {
  return Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs, ino } = await stat(path).catch(() => {
        throw new XinyuError('IMPORT_SOURCE_MISSING', { file: basename(path) })
      })
      return { size, mtimeMs, ino }
    }),
  )
}

/** The scan and the engine read one after the other: both must have read the same. */
async function sourcesUnchanged(paths: readonly string[], before: readonly SourceState[]): Promise<void> {
  const now = await sourceStates(paths)
  const changed = now.findIndex((state, i) => JSON.stringify(state) !== JSON.stringify(before[i]))
  if (changed >= 0) throw new XinyuError('IMPORT_SOURCE_CHANGED', { file: basename(paths[changed]!) })
}
