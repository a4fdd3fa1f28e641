import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '../../kernel/actor.ts'
import { canonical, type Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { datasetById, type Landing, type Origin, versionByImport } from '../catalog/index.ts'
import type { Derived, DeriveInput } from './child/derive.ts'
import type { Imported } from './import.ts'
import { moveAndLand, summaryOf } from './landing.ts'
import { stagingFolder } from './places.ts'

/** What a treatment of this space made: Parquet files in a staging folder, to become a version. */
export interface DerivedWork {
  /** Done again under the same id it gives the version that it made before. */
  readonly importId: string
  readonly datasetId: string
  /** Folder below `staging/` that holds `part-*.parquet` (with `__insured` where the dataset has persons), and what
   * belongs to the version beside it (`quarantine.parquet`, `changes.parquet`); it is moved, not copied. */
  readonly staged: string
  readonly origin: Origin
  readonly rejected: number
  readonly quarantined: number
  /** Columns whose amounts are whole 分. */
  readonly fen?: readonly string[]
}

/**
 * Lands what a treatment made: profile, hashes and counts are taken by a child, then one transaction makes it visible.
 * @throws XinyuError IMPORT_*, DERIVED_INSURED, ENGINE_CANCELLED
 */
export type LandDerived = (
  core: Core,
  actor: Actor,
  work: DerivedWork,
  options?: { readonly signal?: AbortSignal },
) => Promise<Imported>

const DERIVE_TIME_MS = 24 * 3_600_000

export const landDerived: LandDerived = async (core, actor, work, options = {}) => {
  const before = await versionByImport(core, work.importId)
  if (before) return summaryOf(before)
  const dataset = await datasetById(core, work.datasetId)
  if (!dataset) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  const folder = join(stagingFolder(core), work.staged)
  const persons = dataset.insured_system !== null
  const generation = persons ? await lastGeneration(core) : null
  try {
    const derived = await lookAt(
      core,
      {
        folder,
        spill: `${folder}.spill`,
        persons,
        lastNumber: generation?.last ?? 0,
        name: dataset.code,
      },
      options.signal,
    )
    options.signal?.throwIfAborted()
    return await moveAndLand(core, actor, folder, landingOf(core, work, derived, generation?.number ?? null))
  } finally {
    await rm(`${folder}.spill`, { recursive: true, force: true })
  }
}

async function lastGeneration(core: Core): Promise<{ number: number; last: number } | null> {
  const row = await core.db
    .selectFrom('insured_generation')
    .select(['number', 'last_number'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { number: row.number, last: row.last_number } : { number: 0, last: 0 }
}

async function lookAt(core: Core, input: DeriveInput, signal: AbortSignal | undefined): Promise<Derived> {
  const limits = { timeMs: DERIVE_TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  const module = new URL('./child/derive.ts', import.meta.url).href
  return (await core.engine.script<Json>(
    { module, input: input as unknown as Json, limits },
    { signal },
  )) as unknown as Derived
}

function landingOf(core: Core, work: DerivedWork, derived: Derived, generation: number | null): Landing {
  const versionId = uuid7(core.random, core.clock.now())
  const { rows, parts, beside, persons, contentHash } = derived
  const fen = new Set(work.fen)
  const columns = derived.columns.map(({ name, type }, i) => ({
    name,
    type,
    ...derived.profile[i]!,
    why: 'treatment' as const,
    ...(fen.has(name) ? { unit: 'fen' as const } : {}),
    format: null,
  }))
  const content = {
    format: 'xinyu-version-1',
    rows,
    rejected: work.rejected,
    quarantined: work.quarantined,
    columns: columns.map(({ name, type }) => ({ name, type })),
    files: parts.map((file) => ({ ...file })),
    beside: beside.map((file) => ({ ...file })),
    origin: work.origin,
  }
  return {
    versionId,
    datasetId: work.datasetId,
    importId: work.importId,
    rows,
    rejected: work.rejected,
    quarantined: work.quarantined,
    bytes: parts.reduce((sum, file) => sum + file.bytes, 0),
    hash: digestOf(canonical(content)),
    contentHash,
    columns,
    insuredCount: persons,
    insuredGeneration: generation,
    files: parts.map(({ name }) => join('versions', versionId, name)),
    sourceFiles: [],
    origin: work.origin,
  }
}
