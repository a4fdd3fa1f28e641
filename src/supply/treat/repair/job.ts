import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { datasetById, type Origin, versionById } from '../../catalog/index.ts'
import { INSURED_COLUMN, landDerived, numberKeys, stagingFolder } from '../../source/index.ts'
import { quarantineOf, type TreatmentFacts, treatmentFacts } from '../quality/index.ts'
import { codeWords, dictionaries } from '../standard/index.ts'
import { finishRun } from './actions.ts'
import { stillOpen } from './base.ts'
import type { RenumberInput } from './child/renumber.ts'
import type { RepairInput, RepairOutput, RepairTable } from './child/run.ts'
import { lineageOf } from './lineage.ts'
import { shippedFixes } from './pack.ts'
import type { BaseTable } from './run-model.ts'
import { runById } from './store.ts'

const TIME_MS = 24 * 3_600_000
const MAX_ROUNDS = 12
const SAMPLES = 5

type RunRow = NonNullable<Awaited<ReturnType<typeof runById>>>
type Bound = RepairTable & {
  readonly base: BaseTable
  readonly system: string | null
  /** Columns of whole 分, as the version names them. */
  readonly fen: readonly string[]
}

/** Registers the kind of job `repair`. After a kill it begins anew and makes the same versions under the same ids. */
export function registerRepairJob(core: Core): void {
  core.jobs.register<{ runId: string }>(
    'repair',
    async ({ id, input, actor, signal, progress }): Promise<Json> => {
      const run = await runById(core, input.runId)
      if (!run) throw new XinyuError('NOT_FOUND', { what: 'repair' })
      if (run.finished_at !== null) return { runId: run.id }
      const treatment = await treatmentFacts(core, run.treatment_id)
      if (!treatment) throw new XinyuError('NOT_FOUND', { what: 'treatment' })
      const staging = join(stagingFolder(core), id)
      await rm(staging, { recursive: true, force: true })
      await mkdir(staging, { recursive: true, mode: 0o700 })
      const tell = (message: Json): void => {
        const { phase, ...params } = message as { phase: string } & Record<string, string | number>
        progress(null, `repair.${phase}`, params)
      }
      try {
        const tables = await boundTables(core, run, staging)
        const output = await repair(core, run, treatment, tables, staging, { signal, onProgress: tell })
        const versions =
          run.kind === 'preview' ? {} : await land(core, actor, run, tables, output, staging, signal)
        await finishRun(core, actor, run.id, output, versions)
        return { runId: run.id }
      } finally {
        await rm(staging, { recursive: true, force: true })
      }
    },
  )
}

async function boundTables(core: Core, run: RunRow, staging: string): Promise<Bound[]> {
  const bound: Bound[] = []
  for (const base of await stillOpen(core, run.treatment_id, run.base)) {
    const [dataset, version] = await Promise.all([
      datasetById(core, base.datasetId),
      versionById(core, base.versionId),
    ])
    if (!dataset || !version) throw new XinyuError('NOT_FOUND', { what: 'version' })
    bound.push({
      base,
      system: dataset.insured_system,
      fen: version.columns.flatMap(({ name, unit }) => (unit === 'fen' ? [name] : [])),
      name: base.table,
      files: version.files.map((file) => join(core.home, file)),
      quarantine: base.reference || version.quarantined === 0 ? null : await quarantineOf(core, version.id),
      columns: version.columns
        .filter(({ name }) => name !== INSURED_COLUMN)
        .map(({ name, type, unit }) => ({ name: name.toLowerCase(), type, ...(unit ? { unit } : {}) })),
      reference: base.reference,
      insuredColumn: dataset.insured_column?.toLowerCase() ?? null,
      folder: base.reference || run.kind === 'preview' ? null : join(staging, base.table),
    })
  }
  return bound
}

async function repair(
  core: Core,
  run: RunRow,
  treatment: TreatmentFacts,
  tables: readonly Bound[],
  staging: string,
  options: { signal: AbortSignal; onProgress: (message: Json) => void },
): Promise<RepairOutput> {
  const known = await dictionaries(core)
  const input: RepairInput = {
    tables: tables.map(({ name, files, quarantine, columns, reference, insuredColumn, folder }) => ({
      name,
      files,
      quarantine,
      columns,
      reference,
      insuredColumn,
      folder,
    })),
    rules: treatment.rules,
    settings: treatment.settings,
    fixes: shippedFixes(),
    words: Object.fromEntries([...known].map(([code, one]) => [code, [...codeWords(one)]])),
    lists: Object.fromEntries([...known].map(([code, one]) => [code, one.codes.map((entry) => entry.code)])),
    // The time of asking: done again after a kill, the same cells lie in the future.
    now: run.created_at,
    maxRounds: MAX_ROUNDS,
    samples: SAMPLES,
    approved: run.approvals.map(({ fix, userId }) => ({ fix, who: `user:${userId}` })),
    refused: run.approvals.flatMap(({ except }) => except),
    spill: join(staging, 'spill'),
  }
  return (await core.engine.script<Json>(
    {
      module: new URL('./child/run.ts', import.meta.url).href,
      input: input as unknown as Json,
      limits: limitsOf(core),
    },
    options,
  )) as unknown as RepairOutput
}

const limitsOf = (core: Core) => ({
  timeMs: TIME_MS,
  memoryBytes: core.config.engine.memoryMib * 1_048_576,
  maxRows: 1,
})

/** Everything is written before the first table becomes visible; then each lands in a transaction of its own. */
async function land(
  core: Core,
  actor: Actor,
  run: RunRow,
  tables: readonly Bound[],
  output: RepairOutput,
  staging: string,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const written = output.tables.flatMap((result) => {
    const table = tables.find(({ name }) => name === result.table)!
    return result.written ? [{ result, table }] : []
  })
  const changedKeys = written.filter(({ result }) => result.newKeys > 0)
  if (changedKeys.length > 0) await renumber(core, actor, run, changedKeys, staging, signal)
  const pack = shippedFixes()
  const versions: Record<string, string> = {}
  for (const { result, table } of written) {
    signal.throwIfAborted()
    const lineage = lineageOf(pack, output.fixes, table.name, run.base)
    const origin: Origin = {
      kind: 'repair',
      from: [table.base, ...lineage.from].map(({ versionId, datasetId }) => ({ versionId, datasetId })),
      by: { id: pack.code, version: pack.version },
      columns: lineage.columns,
    }
    const landed = await landDerived(
      core,
      actor,
      {
        importId: steadyId(`${run.id}:${table.name}`),
        datasetId: table.base.datasetId,
        staged: join(staging.slice(stagingFolder(core).length + 1), table.name),
        origin,
        rejected: 0,
        quarantined: result.quarantined,
        fen: table.fen,
      },
      { signal },
    )
    versions[table.name] = landed.versionId
  }
  return versions
}

/** Rows whose insured column was mended belong to another person than before: their dense number follows. */
async function renumber(
  core: Core,
  actor: Actor,
  run: RunRow,
  changed: readonly { readonly table: Bound }[],
  staging: string,
  signal: AbortSignal,
): Promise<void> {
  const tables = changed.flatMap(({ table }) =>
    table.folder === null || table.system === null
      ? []
      : [{ folder: `${table.folder}.keys`, system: table.system }],
  )
  await numberKeys(core, actor, { importId: run.id, staging, tables }, { signal })
  const input: RenumberInput = {
    tables: changed.map(({ table }) => ({
      folder: table.folder!,
      column: table.insuredColumn!,
      map: join(`${table.folder}.keys`, 'map.parquet'),
    })),
    spill: join(staging, 'spill'),
  }
  await core.engine.script(
    {
      module: new URL('./child/renumber.ts', import.meta.url).href,
      input: input as unknown as Json,
      limits: limitsOf(core),
    },
    { signal },
  )
}

/** The same id for the same text: a job that is done again finds the versions that it made before. */
function steadyId(text: string): string {
  const hex = digestOf(text)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
