import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { versionById } from '../../catalog/index.ts'
import { INSURED_COLUMN, stagingFolder } from '../../source/index.ts'
import { dictionaries } from '../standard/index.ts'
import type { QualityInput, QualityOutput } from './child/run.ts'
import type { CheckStep } from './model.ts'
import { quarantineOf } from './quarantine.ts'
import { finishQuality, qualityFolder } from './runs.ts'
import { type RunRow, runRow, treatmentFacts } from './store.ts'
import { syncPath } from '../../../platform/files/index.ts'

const TIME_MS = 24 * 3_600_000

/** Registers the kind of job `quality`. After a kill it begins anew under the same run and leaves one result. */
export function registerQualityJob(core: Core): void {
  core.jobs.register<{ runId: string }>(
    'quality',
    async ({ id, input, actor, signal, progress }): Promise<Json> => {
      const run = await runRow(core, input.runId)
      if (!run) throw new XinyuError('NOT_FOUND', { what: 'check' })
      if (run.finished_at !== null) return { runId: run.id }
      const treatment = await treatmentFacts(core, run.treatment_id)
      if (!treatment) throw new XinyuError('NOT_FOUND', { what: 'treatment' })
      const staging = join(stagingFolder(core), id)
      await rm(staging, { recursive: true, force: true })
      await mkdir(staging, { recursive: true, mode: 0o700 })
      const onProgress = (message: Json): void => {
        const { table, done, total } = message as unknown as CheckStep
        progress(total === 0 ? 0 : done / total, 'quality.checking', { table, done, total })
      }
      try {
        const work = await inputOf(core, run, treatment, staging)
        const module = new URL('./child/run.ts', import.meta.url).href
        const limits = { timeMs: TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
        const output = (await core.engine.script(
          { module, input: work as unknown as Json, limits },
          { signal, onProgress },
        )) as unknown as QualityOutput
        const folder = qualityFolder(core, run.id)
        await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
        await rm(folder, { recursive: true, force: true })
        await rename(join(staging, 'out'), folder)
        await syncPath(dirname(folder))
        await finishQuality(core, actor, run.id, treatment.rules, output)
        return { runId: run.id }
      } finally {
        await rm(staging, { recursive: true, force: true })
      }
    },
  )
}

async function inputOf(
  core: Core,
  run: RunRow,
  treatment: NonNullable<Awaited<ReturnType<typeof treatmentFacts>>>,
  staging: string,
): Promise<QualityInput> {
  const tables: QualityInput['tables'][number][] = []
  for (const { table, versionId, reference } of run.tables) {
    const version = await versionById(core, versionId)
    if (!version) throw new XinyuError('NOT_FOUND', { what: 'version' })
    tables.push({
      name: table,
      files: version.files.map((file) => join(core.home, file)),
      quarantine: version.quarantined === 0 ? null : await quarantineOf(core, versionId),
      columns: version.columns
        .filter(({ name }) => name !== INSURED_COLUMN)
        .map(({ name, type, unit }) => ({ name: name.toLowerCase(), type, ...(unit ? { unit } : {}) })),
      reference,
    })
  }
  const known = await dictionaries(core)
  const folder = join(staging, 'out')
  await mkdir(folder, { mode: 0o700 })
  return {
    tables,
    pack: treatment.rules,
    settings: treatment.settings,
    lists: Object.fromEntries([...known].map(([code, one]) => [code, one.codes.map((entry) => entry.code)])),
    // The time of asking: done again after a kill, the same cells lie in the future.
    now: run.created_at,
    folder,
    spill: join(staging, 'spill'),
  }
}
